package items

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func ask(t *testing.T, handler http.Handler, method, path, body string) *httptest.ResponseRecorder {
	t.Helper()
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, httptest.NewRequest(method, path, strings.NewReader(body)))
	return recorder
}

func TestSaysThatItIsUp(t *testing.T) {
	answer := ask(t, NewHandler(NewStore()), "GET", "/health", "")
	if answer.Code != http.StatusOK || strings.TrimSpace(answer.Body.String()) != `{"status":"ok"}` {
		t.Fatalf("got %d %s", answer.Code, answer.Body)
	}
}

func TestAddsReadsListsAndRemoves(t *testing.T) {
	handler := NewHandler(NewStore())
	steps := []struct {
		method, path, body string
		status             int
		answer             string
	}{
		{"POST", "/items", `{"name": "  first "}`, http.StatusCreated, `{"id":1,"name":"first"}`},
		{"GET", "/items/1", "", http.StatusOK, `{"id":1,"name":"first"}`},
		{"GET", "/items", "", http.StatusOK, `[{"id":1,"name":"first"}]`},
		{"DELETE", "/items/1", "", http.StatusNoContent, ""},
		{"GET", "/items", "", http.StatusOK, `[]`},
		{"GET", "/items/1", "", http.StatusNotFound, `{"error":"there is no such item"}`},
	}
	for _, step := range steps {
		got := ask(t, handler, step.method, step.path, step.body)
		if got.Code != step.status || strings.TrimSpace(got.Body.String()) != step.answer {
			t.Errorf("%s %s: got %d %s", step.method, step.path, got.Code, got.Body)
		}
	}
}

func TestRefusesBadItems(t *testing.T) {
	handler := NewHandler(NewStore())
	cases := map[string]int{
		"{":               http.StatusBadRequest,
		`{"name": 1}`:     http.StatusBadRequest,
		"{}":              http.StatusUnprocessableEntity,
		`{"name": "   "}`: http.StatusUnprocessableEntity,
		`{"name": "` + strings.Repeat("x", 201) + `"}`: http.StatusUnprocessableEntity,
	}
	for body, status := range cases {
		if got := ask(t, handler, "POST", "/items", body); got.Code != status {
			t.Errorf("%.20s: got %d", body, got.Code)
		}
	}
}
