import type { EntitySpec, FieldSpec, ServiceSpec } from '../spec.js';
import { literal, source } from '../source.js';

const HEAD = source`
"""What is stored: the entities, their fields and the rules of each field."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """One field. The limits are a length for text and lists, and a value for numbers."""

    name: str
    type: str
    required: bool = False
    unique: bool = False
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    references: str | None = None
    default: str | int | float | bool | None = None

    @property
    def empty(self) -> object:
        """The value of a field that was not given."""
        if self.type == "list":
            return []
        if self.type == "boolean":
            return bool(self.default)
        return self.default


@dataclass(frozen=True)
class Entity:
    """A kind of object and the path of its collection."""

    name: str
    path: str
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field | None:
        """The field of this name, or None."""
        return next((field for field in self.fields if field.name == name), None)


`;

const TAIL = source`


def entity_at(path: str) -> Entity | None:
    """The entity whose collection has this path, or None."""
    return next((entity for entity in ENTITIES if entity.path == path), None)
`;

/** `app/models.py`: the one file that knows the fields. */
export function pythonModels(spec: ServiceSpec): string {
  const entities = spec.entities.map(entity).join('\n');
  return `${HEAD}ENTITIES = (\n${entities}\n)\n${TAIL}`;
}

function entity(spec: EntitySpec): string {
  const fields = spec.fields.map((field) => `            ${fieldCall(field)},`).join('\n');
  return `    Entity(\n        name=${literal(spec.name)},\n        path=${literal(spec.path)},\n        fields=(\n${fields}\n        ),\n    ),`;
}

function fieldCall(field: FieldSpec): string {
  const parts = [literal(field.name), literal(field.type)];
  if (field.required) parts.push('required=True');
  if (field.unique) parts.push('unique=True');
  if (field.min !== null) parts.push(`minimum=${field.min}`);
  if (field.max !== null) parts.push(`maximum=${field.max}`);
  if (field.values.length > 0) parts.push(`choices=(${field.values.map((value) => `${literal(value)},`).join(' ')})`);
  if (field.references !== null) parts.push(`references=${literal(field.references)}`);
  if (field.default !== null) parts.push(`default=${pythonValue(field.default)}`);
  return `Field(${parts.join(', ')})`;
}

/** A plain value as a Python literal. */
export function pythonValue(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return `[${value.map(pythonValue).join(', ')}]`;
  if (typeof value === 'object')
    return `{${Object.entries(value)
      .map(([key, item]) => `${JSON.stringify(key)}: ${pythonValue(item)}`)
      .join(', ')}}`;
  return JSON.stringify(value);
}
