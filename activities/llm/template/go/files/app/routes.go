package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Response is what a request is answered with.
type Response struct {
	Status      int
	Body        []byte
	ContentType string
	Header      map[string]string
	// Cause is what broke; for the log, never sent.
	Cause error
}

type action func(request Request) Response

// Request is what a handler needs of an HTTP request.
type Request struct {
	Method      string
	Path        string
	Query       string
	ContentType string
	Body        []byte
}

// Handle answers one request. HEAD is answered like GET; the server leaves the body out.
func Handle(store *Store, request Request) Response {
	method := request.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	actions := actionsFor(store, request.Path)
	if actions == nil {
		return ProblemResponse(http.StatusNotFound, "There is nothing at this path; GET / lists what there is", nil)
	}
	allowed := []string{http.MethodHead, http.MethodOptions}
	for name := range actions {
		allowed = append(allowed, name)
	}
	slices.Sort(allowed)
	header := map[string]string{"Allow": strings.Join(allowed, ", ")}
	if method == http.MethodOptions {
		return Response{Status: http.StatusNoContent, Header: header}
	}
	run, known := actions[method]
	if !known {
		refused := ProblemResponse(http.StatusMethodNotAllowed, "This path does not support this method", nil)
		refused.Header = header
		return refused
	}
	return run(request)
}

// actionsFor answers the methods of a path with what they do, or nil when nothing is there.
func actionsFor(store *Store, path string) map[string]action {
	switch strings.TrimRight(path, "/") {
	case "":
		return map[string]action{http.MethodGet: func(Request) Response { return JSONResponse(http.StatusOK, describe()) }}
	case "/health":
		return map[string]action{http.MethodGet: func(Request) Response { return JSONResponse(http.StatusOK, map[string]string{"status": "ok"}) }}
	case "/openapi.json":
		return map[string]action{http.MethodGet: func(Request) Response {
			return Response{Status: http.StatusOK, Body: OpenAPI, ContentType: "application/json"}
		}}
	}
	parts := strings.Split(strings.Trim(path, "/"), "/")
	entity, known := EntityAt(parts[0])
	if !known || len(parts) > 2 {
		return nil
	}
	if len(parts) == 1 {
		return map[string]action{
			http.MethodGet:  func(request Request) Response { return list(store, entity, request) },
			http.MethodPost: func(request Request) Response { return create(store, entity, request) },
		}
	}
	// No object has the id 0.
	id, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil || id < 0 {
		id = 0
	}
	return map[string]action{
		http.MethodGet:    func(Request) Response { return read(store, entity, id) },
		http.MethodPut:    func(request Request) Response { return update(store, entity, id, request, false) },
		http.MethodPatch:  func(request Request) Response { return update(store, entity, id, request, true) },
		http.MethodDelete: func(Request) Response { return remove(store, entity, id) },
	}
}

func describe() map[string]any {
	collections := map[string][]string{}
	for _, entity := range Entities {
		names := []string{}
		for _, field := range entity.Fields {
			names = append(names, field.Name)
		}
		collections["/"+entity.Path] = names
	}
	return map[string]any{"service": Title, "openapi": "/openapi.json", "health": "/health", "collections": collections}
}

func list(store *Store, entity Entity, request Request) Response {
	items, err := store.All(entity)
	if err != nil {
		return failure(err)
	}
	page, problems := ListItems(entity, items, request.Query)
	if len(problems) > 0 {
		return ProblemResponse(http.StatusUnprocessableEntity, "The query string has invalid values", problems)
	}
	return JSONResponse(http.StatusOK, page)
}

func create(store *Store, entity Entity, request Request) Response {
	values, refused := readBody(entity, request, false)
	if refused != nil {
		return *refused
	}
	item, err := store.Create(entity, values)
	if err != nil {
		return failure(err)
	}
	response := JSONResponse(http.StatusCreated, item)
	response.Header = map[string]string{"Location": "/" + entity.Path + "/" + strconv.FormatInt(item.ID(), 10)}
	return response
}

func read(store *Store, entity Entity, id int64) Response {
	item, err := store.Get(entity, id)
	return found(entity, item, err)
}

func update(store *Store, entity Entity, id int64, request Request, partial bool) Response {
	if item, err := store.Get(entity, id); err != nil || item == nil {
		return found(entity, item, err)
	}
	values, refused := readBody(entity, request, partial)
	if refused != nil {
		return *refused
	}
	item, err := store.Update(entity, id, values)
	return found(entity, item, err)
}

func remove(store *Store, entity Entity, id int64) Response {
	removed, err := store.Delete(entity, id)
	if err != nil || !removed {
		return found(entity, nil, err)
	}
	return Response{Status: http.StatusNoContent}
}

func found(entity Entity, item Item, err error) Response {
	if err != nil {
		return failure(err)
	}
	if item == nil {
		return ProblemResponse(http.StatusNotFound, "There is no "+entity.Name+" with this id", nil)
	}
	return JSONResponse(http.StatusOK, item)
}

// failure is the answer to a change that breaks a rule between objects, and to a store that does not work.
func failure(err error) Response {
	var conflict *Conflict
	if !errors.As(err, &conflict) {
		return brokenResponse("The data could not be read or saved", err)
	}
	if conflict.UnknownReference {
		return ProblemResponse(http.StatusUnprocessableEntity, conflict.Message, conflict.Problems)
	}
	return ProblemResponse(http.StatusConflict, conflict.Message, conflict.Problems)
}

// readBody answers the validated fields of the body, or the response that says what is wrong with it.
func readBody(entity Entity, request Request, partial bool) (map[string]any, *Response) {
	refuse := func(status int, detail string, problems []Problem) (map[string]any, *Response) {
		response := ProblemResponse(status, detail, problems)
		return nil, &response
	}
	if !isJSON(request.ContentType) {
		return refuse(http.StatusUnsupportedMediaType, "Send the body as JSON in UTF-8, with the header Content-Type: application/json", nil)
	}
	decoder := json.NewDecoder(bytes.NewReader(request.Body))
	decoder.UseNumber()
	var data any
	if err := decoder.Decode(&data); err != nil || decoder.Decode(&struct{}{}) != io.EOF {
		return refuse(http.StatusBadRequest, "The body is not valid JSON", nil)
	}
	object, isObject := data.(map[string]any)
	if !isObject {
		return refuse(http.StatusUnprocessableEntity, "The body must be a JSON object", []Problem{{"", "must be an object"}})
	}
	values, problems := Validate(entity, object, partial)
	if len(problems) > 0 {
		return refuse(http.StatusUnprocessableEntity, "Some fields are invalid", problems)
	}
	return values, nil
}

func isJSON(contentType string) bool {
	if contentType == "" {
		return true
	}
	kind, parameters, err := mime.ParseMediaType(contentType)
	charset := strings.ToLower(parameters["charset"])
	return err == nil && (kind == "application/json" || kind == "application/merge-patch+json") && (charset == "" || charset == "utf-8")
}

// JSONResponse is a response with this value as JSON.
func JSONResponse(status int, value any) Response {
	body, err := json.Marshal(value)
	if err != nil {
		return brokenResponse("The answer could not be written", err)
	}
	return Response{Status: status, Body: body, ContentType: "application/json"}
}

func brokenResponse(detail string, cause error) Response {
	response := ProblemResponse(http.StatusInternalServerError, detail, nil)
	response.Cause = cause
	return response
}

// ProblemResponse is a problem (RFC 9457); errors lists {"field", "message"}.
func ProblemResponse(status int, detail string, problems []Problem) Response {
	value := map[string]any{"type": "about:blank", "title": http.StatusText(status), "status": status, "detail": detail}
	if problems != nil {
		value["errors"] = problems
	}
	response := JSONResponse(status, value)
	response.ContentType = "application/problem+json"
	return response
}
