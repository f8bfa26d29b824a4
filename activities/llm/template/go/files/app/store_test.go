package app

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
)

// newStore answers a store in which only the last entity has no objects: nothing refers to it.
func newStore(t *testing.T) (*Store, string, Entity, []map[string]any) {
	t.Helper()
	directory := t.TempDir()
	store, err := OpenStore(directory)
	if err != nil {
		t.Fatal(err)
	}
	sets := samples(t)
	for _, set := range sets[:len(sets)-1] {
		entity := entityAt(t, set.Path)
		for _, sample := range set.Objects {
			created(t, store, entity, validated(t, entity, sample))
		}
	}
	last := sets[len(sets)-1]
	entity := entityAt(t, last.Path)
	objects := []map[string]any{}
	for _, sample := range last.Objects {
		objects = append(objects, validated(t, entity, sample))
	}
	return store, directory, entity, objects
}

func created(t *testing.T, store *Store, entity Entity, values map[string]any) Item {
	t.Helper()
	item, err := store.Create(entity, values)
	if err != nil {
		t.Fatal(err)
	}
	return item
}

func reopened(t *testing.T, directory string) *Store {
	t.Helper()
	store, err := OpenStore(directory)
	if err != nil {
		t.Fatal(err)
	}
	return store
}

func TestKeepsObjectsOverARestart(t *testing.T) {
	store, directory, entity, objects := newStore(t)
	first, second := created(t, store, entity, objects[0]), created(t, store, entity, objects[1])
	if first.ID() != 1 || second.ID() != 2 || first["created_at"] != first["updated_at"] {
		t.Errorf("%v %v", first, second)
	}
	found, err := reopened(t, directory).Get(entity, 2)
	if err != nil || !reflect.DeepEqual(found, second) {
		t.Errorf("%v, want %v (%v)", found, second, err)
	}
}

func TestSeesWhatAnotherProcessWrote(t *testing.T) {
	store, directory, entity, objects := newStore(t)
	other := reopened(t, directory)
	item := created(t, store, entity, objects[0])
	if all, err := other.All(entity); err != nil || !reflect.DeepEqual(all, []Item{item}) {
		t.Errorf("%v (%v)", all, err)
	}
}

func TestNeverGivesAnIDTwice(t *testing.T) {
	store, directory, entity, objects := newStore(t)
	item := created(t, store, entity, objects[0])
	if removed, err := store.Delete(entity, item.ID()); err != nil || !removed {
		t.Fatal(removed, err)
	}
	if again := created(t, reopened(t, directory), entity, objects[0]); again.ID() != item.ID()+1 {
		t.Error(again)
	}
}

func TestChangesOnlyTheGivenFields(t *testing.T) {
	store, _, entity, objects := newStore(t)
	item := created(t, store, entity, objects[0])
	name := entity.Fields[0].Name
	changed, err := store.Update(entity, item.ID(), map[string]any{name: objects[1][name]})
	want := maps.Clone(item)
	want[name] = objects[1][name]
	want["updated_at"] = changed["updated_at"]
	if err != nil || !reflect.DeepEqual(changed, want) {
		t.Errorf("%v, want %v (%v)", changed, want, err)
	}
}

func TestAnswersNothingForAnUnknownID(t *testing.T) {
	store, _, entity, _ := newStore(t)
	found, _ := store.Get(entity, 99)
	changed, _ := store.Update(entity, 99, map[string]any{})
	removed, _ := store.Delete(entity, 99)
	if found != nil || changed != nil || removed {
		t.Error(found, changed, removed)
	}
}

func TestLosesNothingWhenSeveralWrite(t *testing.T) {
	store, directory, entity, objects := newStore(t)
	values := maps.Clone(objects[0])
	for _, field := range entity.Fields {
		if field.Unique {
			values[field.Name] = nil
		}
	}
	var writers sync.WaitGroup
	for range 10 {
		writers.Add(1)
		go func() {
			defer writers.Done()
			if _, err := store.Create(entity, values); err != nil {
				t.Error(err)
			}
		}()
	}
	writers.Wait()
	if all, err := reopened(t, directory).All(entity); err != nil || len(all) != 10 {
		t.Error(len(all), err)
	}
}

func TestLeavesNoTemporaryFile(t *testing.T) {
	store, directory, entity, objects := newStore(t)
	created(t, store, entity, objects[0])
	files, err := os.ReadDir(directory)
	if err != nil || len(files) != 1 || files[0].Name() != "data.json" {
		t.Error(files, err)
	}
}

func TestRefusesADamagedFileWithAReason(t *testing.T) {
	directory := t.TempDir()
	if err := os.WriteFile(filepath.Join(directory, "data.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenStore(directory); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Error(err)
	}
}

func TestHoldsUniqueValuesAndReferences(t *testing.T) {
	store, _, entity, objects := newStore(t)
	item := created(t, store, entity, objects[0])
	for _, field := range entity.Fields {
		if field.Unique && item[field.Name] != nil {
			if _, err := store.Create(entity, objects[0]); !isConflict(err, false) {
				t.Errorf("%s: %v", field.Name, err)
			}
		}
		if field.References == "" {
			continue
		}
		if _, err := store.Update(entity, item.ID(), map[string]any{field.Name: int64(999)}); !isConflict(err, true) {
			t.Errorf("%s: %v", field.Name, err)
		}
		if id, isID := item[field.Name].(int64); isID {
			if _, err := store.Delete(entityAt(t, field.References), id); !isConflict(err, false) {
				t.Errorf("%s: %v", field.Name, err)
			}
		}
	}
}

func isConflict(err error, unknownReference bool) bool {
	var conflict *Conflict
	return errors.As(err, &conflict) && conflict.UnknownReference == unknownReference
}
