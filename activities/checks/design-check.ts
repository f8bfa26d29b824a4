/** Does the work follow the approved design? Compared by digests and by text: deterministic, quick, and silent where nothing can be told. */
import { createHash } from 'node:crypto';
import type { Finding } from './port.js';
import { findRoutes, isProductSource, mentionedSegments, routeShape, type FoundRoute } from './routes.js';

export interface ApprovedFile {
  path: string;
  kind: string;
  sha256: string;
}

export interface TreeFile {
  path: string;
  content: Buffer;
}

export interface Operation {
  /** Lower case. */
  method: string;
  path: string;
}

// A tree with more source text than this is not compared: what was not looked at can not be called missing.
const SOURCE_BYTES_MAX = 20 * 1024 * 1024;
// More are not read by anybody.
const FINDINGS_MAX = 30;
// Every service has these, and no design names them all.
const COMMON = /^\/(?:health|healthz|livez|readyz|ping|metrics|openapi\.json|docs|redoc|ui|static|assets|favicon\.ico|robots\.txt)?(?:\/|$)/;
const MEANING: Record<string, string> = { input: 'a file the person gave along', page: 'the chosen page' };

/** Approved files that are not what was approved. */
export function changedDesign(approved: ApprovedFile[], files: TreeFile[]): Finding[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return approved.flatMap(({ path, kind, sha256 }) => {
    const file = byPath.get(path);
    const what = MEANING[kind] ?? 'the approved design';
    if (!file) return [finding(path, 'design-file-removed', `${what} is gone`)];
    const is = createHash('sha256').update(file.content).digest('hex');
    return is === sha256 ? [] : [finding(path, 'design-file-changed', `${what} was changed (it is ${is.slice(0, 12)}, approved was ${sha256.slice(0, 12)})`)];
  });
}

/** Where the routes in the sources and the approved OpenAPI document differ. */
export function routeDeviations(document: string, operations: Operation[], files: TreeFile[]): Finding[] {
  const product = files.filter(({ path }) => isProductSource(path));
  if (product.reduce((sum, { content }) => sum + content.length, 0) > SOURCE_BYTES_MAX) return [];
  const sources = product.map(({ path, content }) => ({ path, text: content.toString('utf8') }));
  const found = unique(findRoutes(sources));
  const mentioned = mentionedSegments(sources);
  const missing = operations.filter((operation) => !isServed(operation, found, mentioned));
  const documented = operations.map((operation) => ({ ...operation, path: routeShape(operation.path) }));
  const extra = found.filter((route) => !COMMON.test(route.path) && !documented.some((operation) => matches(operation, route)));
  return [
    ...missing.map(({ method, path }) =>
      finding(document, 'route-missing', `${method.toUpperCase()} ${path} is approved and nothing in the sources serves it`),
    ),
    ...extra.map(({ method, path, file, line }) => ({
      file,
      line,
      rule: 'route-not-approved',
      message: `${method?.toUpperCase() ?? 'ANY'} ${path} is served and not in ${document}`,
    })),
  ].slice(0, FINDINGS_MAX);
}

function isServed(operation: Operation, found: FoundRoute[], mentioned: Set<string>): boolean {
  const wanted = { ...operation, path: routeShape(operation.path) };
  if (found.some((route) => matches(wanted, route))) return true;
  // A path that is there with other methods only is told apart; one that is put together from parts is not.
  if (found.some((route) => samePath(wanted.path, route.path))) return false;
  return wanted.path.split('/').every((part) => part === '' || part === '{}' || mentioned.has(part));
}

function matches(operation: Operation, route: FoundRoute): boolean {
  const sameMethod = route.method === null || route.method === operation.method || (operation.method === 'head' && route.method === 'get');
  return sameMethod && samePath(operation.path, route.path);
}

/** The same, or one under the prefix a router is mounted at. */
function samePath(documented: string, found: string): boolean {
  if (documented === found) return true;
  if (found === '/') return false;
  return documented.endsWith(found) || found.endsWith(documented === '/' ? '\n' : documented);
}

/** Each method and path once, where it stands first. */
function unique(routes: FoundRoute[]): FoundRoute[] {
  const seen = new Map<string, FoundRoute>();
  for (const route of routes) if (!seen.has(`${route.method} ${route.path}`)) seen.set(`${route.method} ${route.path}`, route);
  return [...seen.values()];
}

function finding(file: string, rule: string, message: string): Finding {
  return { file, line: null, rule, message };
}
