/** What start-dev can't be told by flags: retention, and search attributes of a database that exists already. Over HTTP, without the SDK. */

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
  await ask(`${url}/update`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ config: change }) });
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

async function ask(url: string, init: RequestInit = {}): Promise<unknown> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(ASK_TIMEOUT_MS) });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
