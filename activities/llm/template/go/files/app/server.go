package app

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"
)

const (
	largestBody = 1 << 20
	// A client that sends too much is read this far before it is answered: closing with unread bytes would reset the connection.
	largestDrain = 64 * largestBody
	// A request, and a connection between two of them, may take this long.
	requestSeconds = 30
	loggedPathMax  = 500
)

var securityHeaders = map[string]string{
	"Cache-Control":           "no-store",
	"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
	"Referrer-Policy":         "no-referrer",
	"X-Content-Type-Options":  "nosniff",
	"X-Frame-Options":         "DENY",
}

// NewServer is the HTTP server of a store.
func NewServer(store *Store, logger *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           handler{store, logger},
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
		ReadHeaderTimeout: requestSeconds * time.Second,
		ReadTimeout:       requestSeconds * time.Second,
		WriteTimeout:      requestSeconds * time.Second,
		IdleTimeout:       requestSeconds * time.Second,
	}
}

type handler struct {
	store *Store
	log   *slog.Logger
}

func (server handler) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	started := time.Now()
	response := server.answer(writer, request)
	header := writer.Header()
	for name, value := range securityHeaders {
		header.Set(name, value)
	}
	for name, value := range response.Header {
		header.Set(name, value)
	}
	if response.Status != http.StatusNoContent {
		header.Set("Content-Type", response.ContentType)
		header.Set("Content-Length", strconv.Itoa(len(response.Body)))
	}
	writer.WriteHeader(response.Status)
	if request.Method != http.MethodHead {
		// The client may be gone; there is nobody to tell.
		_, _ = writer.Write(response.Body)
	}
	if response.Cause != nil {
		server.log.Error("request failed", "method", request.Method, "error", response.Cause.Error())
	}
	path := request.URL.Path[:min(len(request.URL.Path), loggedPathMax)]
	server.log.Info("request", "method", request.Method, "path", path, "status", response.Status, "ms", time.Since(started).Milliseconds())
}

// answer reads the request and hands it to its route; whatever breaks becomes a 500 without details.
func (server handler) answer(writer http.ResponseWriter, request *http.Request) (response Response) {
	defer func() {
		if broken := recover(); broken != nil {
			server.log.Error("request failed", "method", request.Method, "error", fmt.Sprint(broken), "stack", string(debug.Stack()))
			response = ProblemResponse(http.StatusInternalServerError, "Something broke on our side; the log says what", nil)
		}
	}()
	isAsked := request.Header.Get("Expect") != "" && request.ContentLength > largestBody
	body := []byte{}
	if !isAsked {
		read, err := io.ReadAll(io.LimitReader(request.Body, largestBody+1))
		if err != nil {
			writer.Header().Set("Connection", "close")
			return ProblemResponse(http.StatusBadRequest, "The body ended too early", nil)
		}
		body = read
	}
	if isAsked || len(body) > largestBody {
		if !isAsked {
			_, _ = io.CopyN(io.Discard, request.Body, largestDrain)
		}
		writer.Header().Set("Connection", "close")
		return ProblemResponse(http.StatusRequestEntityTooLarge, "The body is larger than "+strconv.Itoa(largestBody)+" bytes", nil)
	}
	return Handle(server.store, Request{request.Method, request.URL.Path, request.URL.RawQuery, request.Header.Get("Content-Type"), body})
}
