import { pascalCase } from '../functions/cases.js';
import { literal } from '../source.js';
import type { EntitySpec, FieldSpec, ServiceSpec } from '../spec.js';

/** `new[] { ... }` of `Models.cs`. */
export function csharpEntities(spec: ServiceSpec): string {
  return spec.entities.map((entity) => `${methodOf(entity)}()`).join(', ');
}

export function csharpEntityMethods(spec: ServiceSpec): string {
  return spec.entities.map(entityMethod).join('\n\n');
}

function methodOf(entity: EntitySpec): string {
  return `${pascalCase(entity.name)}Entity`;
}

function entityMethod(entity: EntitySpec): string {
  const fields = entity.fields.map((field) => `            fields.Add(${fieldOf(field)});`).join('\n');
  return `        private static Entity ${methodOf(entity)}()
        {
            var fields = new List<Field>();
${fields}
            return new Entity(${literal(entity.name)}, ${literal(entity.path)}, fields.ToArray());
        }`;
}

function fieldOf(field: FieldSpec): string {
  const rules = [
    ...(field.required ? ['Required = true'] : []),
    ...(field.unique ? ['Unique = true'] : []),
    ...(field.min === null ? [] : [`Minimum = ${field.min}`]),
    ...(field.max === null ? [] : [`Maximum = ${field.max}`]),
    ...(field.values.length === 0 ? [] : [`Choices = new[] { ${field.values.map(literal).join(', ')} }`]),
    ...(field.references === null ? [] : [`References = ${literal(field.references)}`]),
    ...(field.default === null ? [] : [`Default = ${defaultValue(field)}`]),
  ];
  return `new Field(${literal(field.name)}, ${literal(field.type)})${rules.length === 0 ? '' : ` { ${rules.join(', ')} }`}`;
}

/** The stored types are long, double, bool and string. */
function defaultValue(field: FieldSpec): string {
  if (typeof field.default === 'string') return literal(field.default);
  if (typeof field.default === 'number') return field.type === 'number' ? `${field.default}d` : `${field.default}L`;
  return String(field.default);
}

/** A text between `@"` and `"`. */
export function verbatim(text: string): string {
  return text.replaceAll('"', '""');
}
