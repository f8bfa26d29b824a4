package app

import (
	"encoding/json"
	"io"
	"net/http"
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

// Log writes one line of JSON.
func Log(out io.Writer, event string, details map[string]any) {
	line := map[string]any{"time": timestamp(), "event": event}
	for name, value := range details {
		line[name] = value
	}
	// A log that can't be written must not end the service.
	_ = json.NewEncoder(out).Encode(line)
}

// NewServer is the HTTP server of a store; its log goes to out.
func NewServer(store *Store, out io.Writer) *http.Server {
	return &http.Server{
		Handler:           handler{store, out},
		ReadHeaderTimeout: requestSeconds * time.Second,
		ReadTimeout:       requestSeconds * time.Second,
		WriteTimeout:      requestSeconds * time.Second,
		IdleTimeout:       requestSeconds * time.Second,
	}
}

type handler struct {
	store *Store
	log   io.Writer
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
	path := request.URL.Path[:min(len(request.URL.Path), loggedPathMax)]
	Log(server.log, "request", map[string]any{"method": request.Method, "path": path, "status": response.Status, "ms": time.Since(started).Milliseconds()})
}

// answer reads the request and hands it to its route; whatever breaks becomes a 500 without details.
func (server handler) answer(writer http.ResponseWriter, request *http.Request) (response Response) {
	defer func() {
		if broken := recover(); broken != nil {
			Log(server.log, "request failed", map[string]any{"method": request.Method, "error": broken})
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
