package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestQuoteChargesEveryKilogramBegun(t *testing.T) {
	got := Tariff{Base: 390, PerKilogram: 120}.Quote(1001)
	want := Quote{Grams: 1001, Cents: 630}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("quote (-want +got):\n%s", diff)
	}
}
