// Command quotes answers what shipping a parcel costs.
package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"
)

// The Pod's grace period covers the pause before SIGTERM (preStop) and this.
const shutdownTimeout = 20 * time.Second

func main() {
	logger := slog.New(slog.NewJSONHandler(os.Stdout, nil))
	if err := run(logger); err != nil {
		logger.Error("stopped", "error", err)
		os.Exit(1)
	}
}

func run(logger *slog.Logger) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()

	tariff, err := tariffFromEnvironment()
	if err != nil {
		return err
	}
	var ready atomic.Bool
	server := &http.Server{
		Addr:              ":8080",
		Handler:           routes(tariff, &ready),
		ReadHeaderTimeout: 5 * time.Second,
	}

	failed := make(chan error, 1)
	go func() { failed <- server.ListenAndServe() }()
	ready.Store(true)
	logger.Info("listening", "address", server.Addr)

	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		stop()
	}

	ready.Store(false)
	logger.Info("shutting down", "timeout", shutdownTimeout.String())
	deadline, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
	defer cancel()
	if err := server.Shutdown(deadline); err != nil {
		return errors.Join(err, server.Close())
	}
	return nil
}

func routes(tariff Tariff, ready *atomic.Bool) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusOK)
	})
	mux.HandleFunc("/readyz", func(w http.ResponseWriter, _ *http.Request) {
		if !ready.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	mux.HandleFunc("/quote", func(w http.ResponseWriter, r *http.Request) {
		grams, err := strconv.Atoi(r.URL.Query().Get("grams"))
		if err != nil || grams <= 0 {
			http.Error(w, "grams must be a positive number", http.StatusBadRequest)
			return
		}
		writeJSON(w, tariff.Quote(grams))
	})
	return mux
}
