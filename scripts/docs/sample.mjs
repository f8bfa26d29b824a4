/** The smallest value a JSON schema takes: its example, default or first choice, and what it requires. */
export function sampleOf(schema, components, name = '') {
  if (schema.$ref) return sampleOf(components[schema.$ref.split('/').at(-1)], components, name);
  const given = schema.example ?? schema.examples?.[0] ?? schema.const ?? schema.default ?? schema.enum?.[0];
  if (given !== undefined) return given;
  const choice = (schema.anyOf ?? schema.oneOf)?.[0];
  if (choice) return sampleOf(choice, components, name);
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object':
      return Object.fromEntries((schema.required ?? []).map((key) => [key, sampleOf(schema.properties[key], components, key)]));
    case 'array':
      return (schema.minItems ?? 0) > 0 || name !== '' ? [sampleOf(schema.items ?? {}, components, name)] : [];
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return true;
    default:
      return textOf(schema, name);
  }
}

function textOf({ format, pattern }, name) {
  if (format === 'date-time') return '2027-01-15T08:00:00Z';
  if (format === 'uri' || name === 'url') return 'https://example.org/hook';
  if (pattern?.startsWith('^art-')) return 'art-5f0c1a2b3c4d5e6f7081';
  return name === '' ? 'text' : name.replaceAll('_', ' ');
}
