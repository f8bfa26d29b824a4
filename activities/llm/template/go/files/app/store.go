package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"sync"
	"time"
)

const (
	fileName      = "data.json"
	temporaryName = ".data.json.tmp"
)

// Item is one stored object: its fields, and id, created_at and updated_at.
type Item map[string]any

// ID is the number of an object among those of its kind.
func (item Item) ID() int64 {
	id, _ := item["id"].(int64)
	return id
}

// Conflict is a change that breaks a rule between objects.
type Conflict struct {
	Message  string
	Problems []Problem
	// UnknownReference is true when the change points at an object that is not there.
	UnknownReference bool
}

func (conflict *Conflict) Error() string {
	return conflict.Message
}

type table struct {
	NextID int64  `json:"next_id"`
	Items  []Item `json:"items"`
}

type dataFile struct {
	Version     int              `json:"version"`
	Collections map[string]table `json:"collections"`
}

// Store keeps all objects in one JSON file that is replaced as a whole, so a crash never leaves half a file. It is safe to
// use from several goroutines.
type Store struct {
	lock   sync.Mutex
	root   *os.Root
	seen   fs.FileInfo
	tables map[string]table
}

// OpenStore opens the store in a directory, which is made when it is missing.
func OpenStore(directory string) (*Store, error) {
	if err := os.MkdirAll(directory, 0o750); err != nil {
		return nil, fmt.Errorf("the data directory %s can't be made (%w); set DATA_DIR to another one", directory, err)
	}
	root, err := os.OpenRoot(directory)
	if err != nil {
		return nil, fmt.Errorf("the data directory %s can't be opened (%w); set DATA_DIR to another one", directory, err)
	}
	store := &Store{root: root, tables: tablesOf(dataFile{})}
	return store, store.refresh()
}

// All answers every object of an entity, oldest first. Callers must not change them.
func (store *Store) All(entity Entity) ([]Item, error) {
	store.lock.Lock()
	defer store.lock.Unlock()
	err := store.refresh()
	return store.tables[entity.Path].Items, err
}

// Get answers one object, or nil when it is not there.
func (store *Store) Get(entity Entity, id int64) (Item, error) {
	store.lock.Lock()
	defer store.lock.Unlock()
	err := store.refresh()
	if at := store.find(entity, id); at >= 0 {
		return store.tables[entity.Path].Items[at], err
	}
	return nil, err
}

// Create stores a new object and answers it with its id and times.
func (store *Store) Create(entity Entity, values map[string]any) (Item, error) {
	store.lock.Lock()
	defer store.lock.Unlock()
	if err := errors.Join(store.refresh(), store.checkRelations(entity, values, 0)); err != nil {
		return nil, err
	}
	old := store.tables[entity.Path]
	now := timestamp()
	item := Item{"id": old.NextID, "created_at": now, "updated_at": now}
	maps.Copy(item, values)
	return item, store.save(entity, table{old.NextID + 1, append(slices.Clone(old.Items), item)})
}

// Update changes the given fields of an object; nil when there is no such object.
func (store *Store) Update(entity Entity, id int64, values map[string]any) (Item, error) {
	store.lock.Lock()
	defer store.lock.Unlock()
	if err := store.refresh(); err != nil {
		return nil, err
	}
	at := store.find(entity, id)
	if at < 0 {
		return nil, nil
	}
	if err := store.checkRelations(entity, values, id); err != nil {
		return nil, err
	}
	old := store.tables[entity.Path]
	items := slices.Clone(old.Items)
	items[at] = maps.Clone(old.Items[at])
	maps.Copy(items[at], values)
	items[at]["updated_at"] = timestamp()
	return items[at], store.save(entity, table{old.NextID, items})
}

// Delete removes an object; false when there is no such object.
func (store *Store) Delete(entity Entity, id int64) (bool, error) {
	store.lock.Lock()
	defer store.lock.Unlock()
	if err := store.refresh(); err != nil {
		return false, err
	}
	at := store.find(entity, id)
	if at < 0 {
		return false, nil
	}
	if err := store.checkUnused(entity, id); err != nil {
		return false, err
	}
	old := store.tables[entity.Path]
	return true, store.save(entity, table{old.NextID, slices.Delete(slices.Clone(old.Items), at, at+1)})
}

func (store *Store) find(entity Entity, id int64) int {
	return slices.IndexFunc(store.tables[entity.Path].Items, func(item Item) bool { return item.ID() == id })
}

func (store *Store) checkRelations(entity Entity, values map[string]any, ownID int64) error {
	for _, field := range entity.Fields {
		value := values[field.Name]
		if value == nil {
			continue
		}
		if id, isID := value.(int64); isID && field.References != "" {
			if other, _ := EntityAt(field.References); store.find(other, id) < 0 {
				problem := Problem{field.Name, fmt.Sprintf("there is no object %d in %s", id, field.References)}
				return &Conflict{"A referenced object does not exist", []Problem{problem}, true}
			}
		}
		isTaken := func(item Item) bool { return item.ID() != ownID && sameValue(item[field.Name], value) }
		if field.Unique && slices.ContainsFunc(store.tables[entity.Path].Items, isTaken) {
			problem := Problem{field.Name, "another " + entity.Name + " has this value already"}
			return &Conflict{"A value that must be unique is taken", []Problem{problem}, false}
		}
	}
	return nil
}

func (store *Store) checkUnused(entity Entity, id int64) error {
	for _, other := range Entities {
		for _, field := range other.Fields {
			if field.References != entity.Path {
				continue
			}
			for _, item := range store.tables[other.Path].Items {
				if item[field.Name] == id && (other.Path != entity.Path || item.ID() != id) {
					problem := Problem{field.Name, fmt.Sprintf("%s %d still refers to it", other.Path, item.ID())}
					return &Conflict{"The object is still in use", []Problem{problem}, false}
				}
			}
		}
	}
	return nil
}

// refresh reads the file when it changed since the last look: another process may have replaced it.
func (store *Store) refresh() error {
	info, err := store.root.Stat(fileName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil && isSame(store.seen, info) {
		return nil
	}
	content, err := store.root.ReadFile(fileName)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	var data dataFile
	if err := decoder.Decode(&data); err != nil {
		return fmt.Errorf("the data file %s is damaged (%w); restore it from a backup, or move it away to start empty", fileName, err)
	}
	store.tables = tablesOf(data)
	store.seen = info
	return nil
}

func isSame(seen, info fs.FileInfo) bool {
	return seen != nil && os.SameFile(seen, info) && seen.ModTime().Equal(info.ModTime()) && seen.Size() == info.Size()
}

func (store *Store) save(entity Entity, changed table) error {
	tables := maps.Clone(store.tables)
	tables[entity.Path] = changed
	content, err := json.Marshal(dataFile{1, tables})
	if err != nil {
		return err
	}
	if err := store.write(content); err != nil {
		return err
	}
	info, err := store.root.Stat(temporaryName)
	if err == nil {
		err = store.root.Rename(temporaryName, fileName)
	}
	if err != nil {
		return err
	}
	store.seen = info
	store.tables = tables
	return nil
}

func (store *Store) write(content []byte) error {
	file, err := store.root.OpenFile(temporaryName, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	return errors.Join(err, file.Sync(), file.Close())
}

// tablesOf gives fields that were added since the file was written their default.
func tablesOf(data dataFile) map[string]table {
	tables := map[string]table{}
	for _, entity := range Entities {
		found := data.Collections[entity.Path]
		kept := table{max(found.NextID, 1), make([]Item, 0, len(found.Items))}
		for _, raw := range found.Items {
			item := Item{"id": storedValue(Field{Type: "integer"}, raw["id"]), "created_at": raw["created_at"], "updated_at": raw["updated_at"]}
			for _, field := range entity.Fields {
				if value, given := raw[field.Name]; given {
					item[field.Name] = storedValue(field, value)
				} else {
					item[field.Name] = field.Empty()
				}
			}
			kept.NextID = max(kept.NextID, item.ID()+1)
			kept.Items = append(kept.Items, item)
		}
		tables[entity.Path] = kept
	}
	return tables
}

// storedValue turns what JSON knows into what a field holds.
func storedValue(field Field, value any) any {
	switch typed := value.(type) {
	case json.Number:
		if field.Type == "number" {
			number, _ := typed.Float64()
			return number
		}
		number, _ := typed.Int64()
		return number
	case []any:
		texts := make([]string, 0, len(typed))
		for _, item := range typed {
			text, _ := item.(string)
			texts = append(texts, text)
		}
		return texts
	}
	return value
}

func sameValue(one, other any) bool {
	if texts, isList := one.([]string); isList {
		others, _ := other.([]string)
		return slices.Equal(texts, others)
	}
	if _, isList := other.([]string); isList {
		return false
	}
	return one == other
}

func timestamp() string {
	return time.Now().UTC().Format("2006-01-02T15:04:05.000Z")
}
