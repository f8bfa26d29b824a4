package app

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

type service struct {
	t   *testing.T
	url string
	// What it wrote to its log; to be read when the service is stopped.
	log *bytes.Buffer
}

// startService runs the real server on a free port, with an empty data directory.
func startService(t *testing.T, directory string) (service, func()) {
	t.Helper()
	store, err := OpenStore(directory)
	if err != nil {
		t.Fatal(err)
	}
	log := &bytes.Buffer{}
	server := httptest.NewServer(NewServer(store, slog.New(slog.NewJSONHandler(log, nil))).Handler)
	return service{t, server.URL, log}, server.Close
}

// call answers status, body and headers. A body that is no text is sent as JSON.
func (service service) call(method, path string, body any) (int, map[string]any, http.Header) {
	service.t.Helper()
	text, isText := body.(string)
	if !isText && body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			service.t.Fatal(err)
		}
		text = string(encoded)
	}
	request, err := http.NewRequest(method, service.url+path, strings.NewReader(text))
	if err != nil {
		service.t.Fatal(err)
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		service.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		service.t.Fatal(err)
	}
	var answer map[string]any
	if len(content) > 0 {
		decoder := json.NewDecoder(bytes.NewReader(content))
		decoder.UseNumber()
		if err := decoder.Decode(&answer); err != nil {
			service.t.Fatal(err)
		}
	}
	return response.StatusCode, answer, response.Header
}

// createSamples creates the objects of this set and one of each set before it.
func (service service) createSamples(sets []sampleSet, at int) []any {
	service.t.Helper()
	for _, set := range sets[:at] {
		service.call(http.MethodPost, "/"+set.Path, set.Objects[0])
	}
	items := []any{}
	for _, sample := range sets[at].Objects {
		status, item, _ := service.call(http.MethodPost, "/"+sets[at].Path, sample)
		if status != http.StatusCreated {
			service.t.Fatal(status, item)
		}
		items = append(items, item)
	}
	return items
}

func forEachEntity(t *testing.T, check func(service service, set sampleSet, items []any)) {
	t.Helper()
	sets := samples(t)
	for at, set := range sets {
		service, stop := startService(t, t.TempDir())
		check(service, set, service.createSamples(sets, at))
		stop()
	}
}

func TestCreatesReadsAndLists(t *testing.T) {
	forEachEntity(t, func(service service, set sampleSet, items []any) {
		_, item, _ := service.call(http.MethodGet, "/"+set.Path+"/2", nil)
		for name, value := range set.Objects[1] {
			if !reflect.DeepEqual(item[name], value) {
				t.Errorf("%s.%s: %v, want %v", set.Path, name, item[name], value)
			}
		}
		_, page, _ := service.call(http.MethodGet, "/"+set.Path+"?limit=2&sort=id", nil)
		if !reflect.DeepEqual(page["items"], items[:2]) || page["total"] != json.Number("3") {
			t.Errorf("%s: %v", set.Path, page)
		}
	})
}

func TestReplacesAndChanges(t *testing.T) {
	forEachEntity(t, func(service service, set sampleSet, items []any) {
		name := entityAt(t, set.Path).Fields[0].Name
		status, changed, _ := service.call(http.MethodPatch, "/"+set.Path+"/3", map[string]any{name: set.Objects[2][name]})
		if status != http.StatusOK || !reflect.DeepEqual(changed[name], set.Objects[2][name]) {
			t.Error(status, changed)
		}
		status, replaced, _ := service.call(http.MethodPut, "/"+set.Path+"/3", set.Objects[2])
		if status != http.StatusOK || !reflect.DeepEqual(replaced[name], set.Objects[2][name]) {
			t.Error(status, replaced)
		}
	})
}

func TestDeletes(t *testing.T) {
	forEachEntity(t, func(service service, set sampleSet, _ []any) {
		for _, want := range []int{http.StatusNoContent, http.StatusNotFound} {
			if status, _, _ := service.call(http.MethodDelete, "/"+set.Path+"/2", nil); status != want {
				t.Errorf("%s: %d, want %d", set.Path, status, want)
			}
		}
	})
}

func TestRefusesInvalidFieldsByName(t *testing.T) {
	forEachEntity(t, func(service service, set sampleSet, _ []any) {
		for _, field := range entityAt(t, set.Path).Fields {
			status, problem, header := service.call(http.MethodPatch, "/"+set.Path+"/1", map[string]any{field.Name: wrong[field.Type]})
			errors, _ := problem["errors"].([]any)
			if status != http.StatusUnprocessableEntity || len(errors) != 1 || header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("%s.%s: %d %v", set.Path, field.Name, status, problem)
			}
		}
	})
}

func TestTellsThatItIsUpAndDescribesItself(t *testing.T) {
	service, stop := startService(t, t.TempDir())
	defer stop()
	_, health, header := service.call(http.MethodGet, "/health", nil)
	if health["status"] != "ok" || header.Get("X-Content-Type-Options") != "nosniff" {
		t.Error(health, header)
	}
	_, root, _ := service.call(http.MethodGet, "/", nil)
	_, document, _ := service.call(http.MethodGet, "/openapi.json", nil)
	collections, _ := root["collections"].(map[string]any)
	paths, _ := document["paths"].(map[string]any)
	for _, entity := range Entities {
		if collections["/"+entity.Path] == nil || paths["/"+entity.Path] == nil {
			t.Error(entity.Path, root)
		}
	}
}

func TestAnswersUnknownPathsAndMethods(t *testing.T) {
	service, stop := startService(t, t.TempDir())
	defer stop()
	path := "/" + Entities[0].Path
	for _, unknown := range []string{"/nothing", path + "/99", path + "/abc", path + "/1/2"} {
		if status, problem, _ := service.call(http.MethodGet, unknown, nil); status != http.StatusNotFound || problem["status"] != json.Number("404") {
			t.Error(unknown, status, problem)
		}
	}
	if status, _, header := service.call(http.MethodDelete, path, nil); status != http.StatusMethodNotAllowed || header.Get("Allow") != "GET, HEAD, OPTIONS, POST" {
		t.Error(status, header)
	}
	if status, body, _ := service.call(http.MethodHead, "/health", nil); status != http.StatusOK || body != nil {
		t.Error(status, body)
	}
}

func TestRefusesBodiesItCanNotRead(t *testing.T) {
	service, stop := startService(t, t.TempDir())
	defer stop()
	path := "/" + Entities[0].Path
	for body, want := range map[string]int{"{": 400, "NaN": 400, "{} x": 400, "[1]": 422, strings.Repeat(" ", largestBody+1): 413} {
		if status, _, _ := service.call(http.MethodPost, path, body); status != want {
			t.Errorf("%.10q: %d, want %d", body, status, want)
		}
	}
	response, err := http.Post(service.url+path, "text/plain", strings.NewReader("{}"))
	if err != nil || response.StatusCode != http.StatusUnsupportedMediaType {
		t.Error(response, err)
	}
	if err == nil {
		_ = response.Body.Close()
	}
}

func TestKeepsEverythingOverARestart(t *testing.T) {
	directory := t.TempDir()
	service, stop := startService(t, directory)
	sets := samples(t)
	items := service.createSamples(sets, len(sets)-1)
	stop()
	again, stopAgain := startService(t, directory)
	defer stopAgain()
	if _, page, _ := again.call(http.MethodGet, "/"+sets[len(sets)-1].Path, nil); !reflect.DeepEqual(page["items"], items) {
		t.Error(page)
	}
}

func TestTellsWhatBrokeInItsLogOnly(t *testing.T) {
	directory := t.TempDir()
	service, stop := startService(t, directory)
	if err := os.WriteFile(filepath.Join(directory, fileName), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	status, problem, _ := service.call(http.MethodGet, "/"+Entities[0].Path, nil)
	stop()
	if detail, _ := problem["detail"].(string); status != http.StatusInternalServerError || strings.Contains(detail, fileName) {
		t.Error(status, problem)
	}
	if !strings.Contains(service.log.String(), "damaged") {
		t.Error(service.log)
	}
}

func TestLogsEachRequest(t *testing.T) {
	service, stop := startService(t, t.TempDir())
	service.call(http.MethodGet, "/nothing", nil)
	stop()
	if !strings.Contains(service.log.String(), `"method":"GET","path":"/nothing","status":404`) {
		t.Error(service.log)
	}
}
