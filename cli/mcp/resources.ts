import { ResourceTemplate, type McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { Client } from '../../client/index.js';
import { fullId } from '../builds.js';
import { readable } from '../problem.js';
import { cleanLine } from '../view/clean.js';
import { logText, planText } from './texts.js';
import type { Desk } from './tool.js';
import { untrusted } from './untrusted.js';

interface Kind {
  name: string;
  description: string;
  read(client: Client, id: string, signal: AbortSignal): Promise<string>;
}

const KINDS: Kind[] = [
  {
    name: 'plan',
    description: 'The plan of a build',
    read: async (client, id, signal) => planText(await client.getPlan(id, {}, { signal }), null),
  },
  { name: 'diff', description: 'Everything a build has changed, as a unified diff', read: (client, id, signal) => client.getDiff(id, { signal }) },
  { name: 'logs', description: 'What has happened in a build so far, a line each', read: logText },
];

/** `millwright://builds/{id}/plan`, `/diff` and `/logs`: whole texts, fenced like those of the tools. */
export function registerResources(server: McpServer, { client }: Desk): void {
  for (const kind of KINDS) {
    const list = async () => ({
      resources: (await active(client)).map(({ id, title }) => ({ uri: uriOf(id, kind.name), name: `${kind.name} of ${id}: ${cleanLine(title, 80)}` })),
    });
    const complete = async (typed: string) => (await active(client)).map(({ id }) => id).filter((id) => id.includes(typed));
    const template = new ResourceTemplate(uriOf('{id}', kind.name), { list, complete: { id: complete } });
    server.registerResource(
      kind.name,
      template,
      { title: kind.description, description: kind.description, mimeType: 'text/plain' },
      async (uri, variables, extra) => {
        const id = fullId(String(variables['id']));
        const text = await kind.read(client, id, extra.signal).catch((error: unknown) => {
          throw readable(error);
        });
        return { contents: [{ uri: uri.href, mimeType: 'text/plain', text: untrusted(`${kind.name} of ${id}`, text, Number.POSITIVE_INFINITY) }] };
      },
    );
  }
}

function uriOf(id: string, kind: string): string {
  return `millwright://builds/${id}/${kind}`;
}

/** A list that cannot be had now is empty: resources are an offer, and the tools say what is wrong. */
async function active(client: Client) {
  return client.listBuilds({ limit: 50 }).then(
    ({ items }) => items,
    () => [],
  );
}
