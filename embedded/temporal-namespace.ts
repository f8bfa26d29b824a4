/** What start-dev can't be told by flags: retention, and search attributes of a database that exists already. Over HTTP, without the SDK. */
import { request, type IncomingMessage } from 'node:http';

/** The only host the server's HTTP API answers to: a name that leads nowhere, so that no browser can be brought to ask for it. */
export const HTTP_NAME = 'millwright.invalid';
// 30 days: closed builds stay readable in the Web UI that long (the server's own default is one).
const RETENTION = '2592000s';
const ASK_TIMEOUT_MS = 2_000;
// A development server has ten columns of a kind at most.
const COLUMNS_MAX = 10;

interface NamespaceConfig {
  workflowExecutionRetentionTtl?: string;
  /** Column -> name: `{"Keyword01": "BuildPhase"}`. */
  customSearchAttributeAliases?: Record<string, string>;
}

/**
 * Answers true when the namespace answers, keeps closed workflows for 30 days and knows these attributes (name -> type);
 * changes what differs on the way there. Never rejects.
 */
export async function prepareNamespace(httpUrl: string, namespace: string, attributes: Record<string, string>): Promise<boolean> {
  const url = `${httpUrl}/api/v1/namespaces/${encodeURIComponent(namespace)}`;
  const config = await configOf(url);
  if (!config) return false;
  const change = missingFrom(config, attributes);
  if (!change) return true;
  await ask(`${url}/update`, { config: change });
  const changed = await configOf(url);
  return changed !== null && missingFrom(changed, attributes) === null;
}

/** What has to be changed, or null. */
function missingFrom(config: NamespaceConfig, attributes: Record<string, string>): NamespaceConfig | null {
  const taken = { ...config.customSearchAttributeAliases };
  const known = new Set(Object.values(taken));
  const missing = Object.entries(attributes).filter(([name]) => !known.has(name));
  if (config.workflowExecutionRetentionTtl === RETENTION && missing.length === 0) return null;
  // The server adds what is sent to what it has, and refuses what it has already.
  const added: Record<string, string> = {};
  for (const [name, type] of missing) added[freeColumn(type, { ...taken, ...added })] = name;
  return { workflowExecutionRetentionTtl: RETENTION, ...(missing.length > 0 ? { customSearchAttributeAliases: added } : {}) };
}

function freeColumn(type: string, aliases: Record<string, string>): string {
  const columns = Array.from({ length: COLUMNS_MAX }, (_, index) => `${type}${String(index + 1).padStart(2, '0')}`);
  // With none free the server refuses the last one, and the start fails with its log.
  return columns.find((column) => !(column in aliases)) ?? `${type}${COLUMNS_MAX}`;
}

async function configOf(url: string): Promise<NamespaceConfig | null> {
  const answer = (await ask(url)) as { config?: NamespaceConfig } | null;
  return answer?.config ?? null;
}

/** The answer, or null: nobody answers, or not with 200. (`fetch` lets nobody choose the Host.) */
async function ask(url: string, body?: object): Promise<unknown> {
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const headers = { host: HTTP_NAME, ...(body ? { 'content-type': 'application/json' } : {}) };
      request(url, { method: body ? 'POST' : 'GET', headers, agent: false, signal: AbortSignal.timeout(ASK_TIMEOUT_MS) }, resolve)
        .once('error', reject)
        .end(body && JSON.stringify(body));
    });
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return response.statusCode === 200 ? JSON.parse(Buffer.concat(chunks).toString('utf8')) : null;
  } catch {
    return null;
  }
}
