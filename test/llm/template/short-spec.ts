import type { FieldSpec, ServiceSpec } from '../../../activities/llm/template/spec.js';

/** A spec on one line: "tasks: title! done:boolean | users: ..."; `!` required, `~` unique, `=x` default. */
export function shortSpec(spec: Pick<ServiceSpec, 'entities'>): string {
  return spec.entities.map((entity) => `${entity.path}: ${entity.fields.map(shortField).join(' ')}`).join(' | ');
}

function shortField(field: FieldSpec): string {
  const type =
    field.type === 'string'
      ? ''
      : field.type === 'enum'
        ? `:${field.values.join('/')}`
        : field.type === 'reference'
          ? `->${field.references}`
          : `:${field.type}`;
  const limits = field.min === null && field.max === null ? '' : `[${field.min ?? ''},${field.max ?? ''}]`;
  return `${field.name}${type}${limits}${field.required ? '!' : ''}${field.unique ? '~' : ''}${field.default === null ? '' : `=${String(field.default)}`}`;
}
