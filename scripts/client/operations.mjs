/** Operations of our OpenAPI document -> methods of the typed client, as text. */
import { docComment, typeOf } from './types.mjs';

/** Every operation: `{ path, method, tag, ...operation }`. Throws for one without a name of its own. */
export function operationsOf(document) {
  const seen = new Map();
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const id = operation.operationId;
      if (!/^[a-z][A-Za-z0-9]*$/.test(id ?? '')) throw new Error(`${method} ${path} has no operation name: give its route \`operation: 'verbNoun'\``);
      if (seen.has(id)) throw new Error(`${method} ${path} and ${seen.get(id)} share the operation name ${id}`);
      seen.set(id, `${method} ${path}`);
      return { ...operation, path, method, tag: operation.tags[0] };
    }),
  );
}

/** One operation as its entry in the object of its tag. `uses` collects the components it refers to. */
export function operationText(operation, uses) {
  const name = operation.operationId;
  const parts = [
    parametersOf(operation, 'path').map((each) => `${each.name}: string`),
    bodyOf(operation, uses),
    queryOf(operation, uses),
    optionsOf(operation),
  ];
  const { kind, type } = answerOf(operation, uses);
  const isStream = kind === 'stream';
  const call = `call.${kind}(${requestText(operation)}, options)`;
  const doc = docComment(`${operation.summary}. \`${operation.method.toUpperCase()} ${operation.path}\``);
  const returns = isStream ? 'AsyncGenerator<StreamEvent, void, void>' : `Promise<${type}>`;
  return `${doc}${name}(${parts.flat().join(', ')}): ${returns} { return ${call}; },`;
}

function parametersOf(operation, place) {
  return (operation.parameters ?? []).filter((each) => each.in === place);
}

function bodyOf(operation, uses) {
  const content = operation.requestBody?.content;
  if (!content) return [];
  if (content['multipart/form-data']) return ['file: Blob'];
  const type = typeOf(content['application/json'].schema, uses);
  return [operation.requestBody.required ? `body: ${type}` : `body: ${type} = {}`];
}

function queryOf(operation, uses) {
  const query = parametersOf(operation, 'query');
  if (query.length === 0) return [];
  const fields = query.map(({ name, schema, required, description }) => {
    const note = description ?? schema.description;
    return `${note ? docComment(note) : ''}${name}${required ? '' : '?'}: ${typeOf(schema, uses)};`;
  });
  return [`query: {\n${fields.join('\n')}\n}${query.some(({ required }) => required) ? '' : ' = {}'}`];
}

function optionsOf(operation) {
  return [answerKind(operation) === 'stream' ? 'options: StreamOptions = {}' : 'options: CallOptions = {}'];
}

/** The successful answers: which method of the runtime reads them, and what it gives. */
function answerOf(operation, uses) {
  const kind = answerKind(operation);
  if (kind === 'json') return { kind, type: jsonAnswer(operation, uses) };
  return { kind, type: { text: 'string', nothing: 'void', raw: 'Response', stream: '' }[kind] };
}

function successes(operation) {
  return Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
}

function answerKind(operation) {
  const types = successes(operation).flatMap(([, { content }]) => Object.keys(content ?? {}));
  if (types.length === 0) return 'nothing';
  if (types.includes('text/event-stream')) return 'stream';
  if (types.includes('application/json')) return 'json';
  return types.every((type) => type.startsWith('text/')) ? 'text' : 'raw';
}

function jsonAnswer(operation, uses) {
  const schemas = successes(operation).flatMap(([, { content }]) => (content?.['application/json'] ? [content['application/json'].schema] : []));
  return [...new Set(schemas.map((schema) => pageType(schema, uses) ?? typeOf(schema, uses)))].join(' | ');
}

/** A list answers its items twice: as `items` and under its own name. */
function pageType(schema, uses) {
  const { items, total, page, ...rest } = schema.properties ?? {};
  if (!items || !total || !page) return null;
  const name = Object.keys(rest).find((key) => JSON.stringify(rest[key]) === JSON.stringify(items));
  if (!name) return null;
  const { [name]: _again, ...more } = rest;
  const own = Object.keys(more).length > 0 ? ` & ${typeOf({ ...schema, properties: more }, uses)}` : '';
  return `Page<'${name}', ${typeOf(items.items, uses)}>${own}`;
}

function requestText(operation) {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_all, name) => `\${part(${name})}`);
  const fields = [`method: '${operation.method.toUpperCase()}'`, `path: ${path.includes('${') ? `\`${path}\`` : `'${path}'`}`];
  if (operation.requestBody?.content['multipart/form-data']) fields.push('form: { file }');
  else if (operation.requestBody) fields.push('body');
  if (parametersOf(operation, 'query').length > 0) fields.push('query');
  if (parametersOf(operation, 'header').some(({ name }) => name === 'Idempotency-Key')) fields.push('keyed: true');
  return `{ ${fields.join(', ')} }`;
}
