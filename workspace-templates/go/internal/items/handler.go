package items

import (
	"encoding/json"
	"log"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	nameLengthMax = 200
	bodyBytesMax  = 100 * 1024
)

// NewHandler serves a store.
func NewHandler(store *Store) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, map[string]string{"status": "ok"})
	})
	mux.HandleFunc("GET /items", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, store.All())
	})
	mux.HandleFunc("POST /items", func(w http.ResponseWriter, r *http.Request) {
		add(w, r, store)
	})
	mux.HandleFunc("GET /items/{id}", func(w http.ResponseWriter, r *http.Request) {
		if item, ok := store.Get(idOf(r)); ok {
			answer(w, http.StatusOK, item)
			return
		}
		refuse(w, http.StatusNotFound, "there is no such item")
	})
	mux.HandleFunc("DELETE /items/{id}", func(w http.ResponseWriter, r *http.Request) {
		if store.Remove(idOf(r)) {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		refuse(w, http.StatusNotFound, "there is no such item")
	})
	return mux
}

func add(w http.ResponseWriter, r *http.Request, store *Store) {
	var wish struct {
		Name string `json:"name"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, bodyBytesMax)).Decode(&wish); err != nil {
		refuse(w, http.StatusBadRequest, "the body could not be read")
		return
	}
	name := strings.TrimSpace(wish.Name)
	if name == "" || utf8.RuneCountInString(name) > nameLengthMax {
		refuse(w, http.StatusUnprocessableEntity, "name must be 1 to 200 characters")
		return
	}
	answer(w, http.StatusCreated, store.Add(name))
}

// idOf gives 0, which no item has, for what is no number.
func idOf(r *http.Request) int {
	id, err := strconv.Atoi(r.PathValue("id"))
	if err != nil {
		return 0
	}
	return id
}

func refuse(w http.ResponseWriter, status int, why string) {
	answer(w, status, map[string]string{"error": why})
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		log.Printf("answering: %v", err)
	}
}
