// Starts the service: go run .
package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"project/app"
)

// Requests under way get this long to end when the service stops.
const stopSeconds = 5

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "The service can't start:", err)
		os.Exit(1)
	}
}

func run() error {
	config, err := app.ReadConfig(os.Getenv)
	if err != nil {
		return err
	}
	store, err := app.OpenStore(config.DataDir)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(config.Host, strconv.Itoa(config.Port)))
	if err != nil {
		return err
	}
	stopped, release := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer release()
	logger := slog.New(slog.NewJSONHandler(os.Stdout, nil))
	server := app.NewServer(store, logger)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	logger.Info("started", "address", listener.Addr().String(), "data_dir", config.DataDir)
	select {
	case err := <-failed:
		return err
	case <-stopped.Done():
	}
	deadline, end := context.WithTimeout(context.Background(), stopSeconds*time.Second)
	defer end()
	err = server.Shutdown(deadline)
	logger.Info("stopped")
	return err
}
