module example.com/shop/quotes

go 1.26

require github.com/google/go-cmp v0.7.0
