import type { EntitySpec, FieldSpec, ServiceSpec } from '../spec.js';
import type { Code } from '../print.js';
import { literal, plain, source } from '../source.js';
import { pythonCall, pythonLines, pythonString, pythonTable, pythonTuple, pythonValue } from './print.js';

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
  const fields = pythonLines(8, pythonTable(spec.fields.map(fieldCall), 'fields='), ',');
  return `    Entity(\n        name=${literal(spec.name)},\n        path=${literal(spec.path)},\n${fields}\n    ),`;
}

function fieldCall(field: FieldSpec): Code {
  const parts: Code[] = [literal(field.name), literal(field.type)];
  if (field.required) parts.push('required=True');
  if (field.unique) parts.push('unique=True');
  if (field.min !== null) parts.push(`minimum=${field.min}`);
  if (field.max !== null) parts.push(`maximum=${field.max}`);
  if (field.values.length > 0)
    parts.push(
      pythonTuple(
        field.values.map((value) => pythonString(plain(value))),
        'choices=',
      ),
    );
  if (field.references !== null) parts.push(`references=${literal(field.references)}`);
  if (field.default !== null) parts.push(`default=${pythonValue(field.default)}`);
  return pythonCall('Field', parts);
}
