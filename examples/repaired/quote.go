package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strconv"
)

// Tariff says what shipping costs, in cents.
type Tariff struct {
	Base        int
	PerKilogram int
}

// Quote is the price of one parcel, in cents.
type Quote struct {
	Grams int `json:"grams"`
	Cents int `json:"cents"`
}

// Quote charges every kilogram begun.
func (t Tariff) Quote(grams int) Quote {
	return Quote{Grams: grams, Cents: t.Base + (grams+999)/1000*t.PerKilogram}
}

func tariffFromEnvironment() (Tariff, error) {
	base, err := strconv.Atoi(os.Getenv("QUOTE_BASE_CENTS"))
	if err != nil {
		return Tariff{}, fmt.Errorf("QUOTE_BASE_CENTS: %w", err)
	}
	perKilogram, err := strconv.Atoi(os.Getenv("QUOTE_CENTS_PER_KILOGRAM"))
	if err != nil {
		return Tariff{}, fmt.Errorf("QUOTE_CENTS_PER_KILOGRAM: %w", err)
	}
	return Tariff{Base: base, PerKilogram: perKilogram}, nil
}

func writeJSON(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	// An error here means that the client is gone.
	_ = json.NewEncoder(w).Encode(value)
}
