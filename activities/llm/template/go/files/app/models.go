// Package app holds the entities, the rules of their fields, the store and everything that works on them.
package app

// Field is one field of an entity. The limits are a length for text and lists, and a value for numbers.
type Field struct {
	Name       string
	Type       string
	Required   bool
	Unique     bool
	Minimum    *float64
	Maximum    *float64
	Choices    []string
	References string
	Default    any
}

// Entity is a kind of object and the path of its collection.
type Entity struct {
	Name   string
	Path   string
	Fields []Field
}

// Entities are all kinds of objects there are.
var Entities = []Entity{
	// @ENTITIES@
}

// Limit makes a limit of a field.
func Limit(value float64) *float64 {
	return &value
}

// Empty is the value of a field that was not given.
func (field Field) Empty() any {
	switch {
	case field.Type == "list":
		return []string{}
	case field.Type == "boolean" && field.Default == nil:
		return false
	}
	return field.Default
}

// Field is the field of this name; false when there is none.
func (entity Entity) Field(name string) (Field, bool) {
	for _, field := range entity.Fields {
		if field.Name == name {
			return field, true
		}
	}
	return Field{}, false
}

// EntityAt is the entity whose collection has this path; false when there is none.
func EntityAt(path string) (Entity, bool) {
	for _, entity := range Entities {
		if entity.Path == path {
			return entity, true
		}
	}
	return Entity{}, false
}
