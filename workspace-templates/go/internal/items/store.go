// Package items keeps items and serves them over HTTP.
package items

import "sync"

// Item is one thing that is kept.
type Item struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
}

// Store keeps items in memory, in the order they came. It may be used by several goroutines.
type Store struct {
	mu     sync.RWMutex
	items  []Item
	nextID int
}

// NewStore makes an empty store.
func NewStore() *Store {
	return &Store{nextID: 1}
}

// Add keeps a new item.
func (s *Store) Add(name string) Item {
	s.mu.Lock()
	defer s.mu.Unlock()
	item := Item{ID: s.nextID, Name: name}
	s.nextID++
	s.items = append(s.items, item)
	return item
}

// All gives a copy of the items.
func (s *Store) All() []Item {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return append([]Item{}, s.items...)
}

// Get finds an item by its id.
func (s *Store) Get(id int) (Item, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, item := range s.items {
		if item.ID == id {
			return item, true
		}
	}
	return Item{}, false
}

// Remove tells whether there was such an item.
func (s *Store) Remove(id int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for index, item := range s.items {
		if item.ID == id {
			s.items = append(s.items[:index], s.items[index+1:]...)
			return true
		}
	}
	return false
}
