import type { Conversation } from '../conversation.js';
import { json, text, type Reply } from '../reply.js';

/** The intent's own words, for titles. */
export function wish(conversation: Conversation): string {
  const { title, description } = conversation.intent;
  const words = typeof title === 'string' ? title : description;
  return (typeof words === 'string' ? words : 'something').slice(0, 100);
}

/** What the products really do (products/python.ts, products/typescript.ts), as a sound design. */
function designFiles(subject: string): { path: string; content: string }[] {
  const item = { type: 'object', required: ['name'], properties: { id: { type: 'integer' }, name: { type: 'string', minLength: 1 } } };
  const holds = { content: { 'application/json': { schema: { $ref: '#/components/schemas/Item' } } } };
  const openapi = {
    openapi: '3.1.0',
    info: { title: subject, version: '1.0.0' },
    paths: {
      '/health': { get: { responses: { 200: { description: 'it is up' } } } },
      '/items': {
        get: { responses: { 200: { description: 'all items' } } },
        post: { requestBody: holds, responses: { 201: { description: 'made', ...holds }, 400: { description: 'bad input' } } },
      },
    },
    components: { schemas: { Item: item } },
  };
  return [
    { path: 'docs/architecture.md', content: `# ${subject}\n\nA store of items and an HTTP server in front of it.\n` },
    { path: 'docs/openapi.json', content: `${JSON.stringify(openapi, null, 2)}\n` },
  ];
}

/** Answers to structured requests other than the plan; fit-schema.ts brings them into the form that was asked for. */
export function structuredAnswer(conversation: Conversation, plan: Record<string, unknown>): Reply {
  const subject = wish(conversation);
  switch (conversation.schema?.name) {
    case undefined:
      return text(`Summary: work on "${subject}" goes on as planned.`);
    case 'plan':
      return json(plan);
    case 'architecture':
      return json({ summary: `One small HTTP service for "${subject}": a store and a server in front of it.`, files: designFiles(subject) });
    case 'ux_options':
      return json({
        options: ['Calm', 'Dense', 'Bold'].map((title) => ({ title, html: `<!doctype html><title>${title}</title><h1>${title}</h1><p>Items</p>` })),
      });
    case 'review':
      return json({ verdict: 'approve', approved: true, passed: true, summary: 'The change does what its task says.', findings: [], issues: [], comments: [] });
    case 'intent':
      return json({ title: subject, language: conversation.language, project_type: 'api', clear: true, questions: [] });
    case 'retrospective':
      return json({ summary: `"${subject}" went as planned.`, went_well: ['the plan held'], improve: ['nothing of note'], reuse: ['the store'] });
    default:
      return json({});
  }
}
