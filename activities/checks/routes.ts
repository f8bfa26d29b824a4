/** Which HTTP routes sources show, read as text: no code is run, no framework is needed. What cannot be told is not claimed. */

export interface SourceFile {
  path: string;
  text: string;
}

export interface FoundRoute {
  /** Lower case; null when the source does not say. */
  method: string | null;
  /** Parameters without their names: `/tasks/{}`. */
  path: string;
  file: string;
  line: number;
}

const SOURCE = /\.(?:py|ts|mts|tsx|js|mjs|cjs|jsx|java|kt|go|cs|rb|rs|php)$/i;
const NOT_PRODUCT =
  /(^|\/)(?:tests?|__tests__|spec|docs|data|node_modules|vendor|examples?|migrations)\/|(?:^|\/)(?:test_[^/]*|[^/]*_test|[^/]*\.(?:test|spec)|conftest)\.\w+$/i;
// One pattern each for how routes are written; bounded repetition only, so that time stays linear in the text.
const METHODS = 'get|post|put|patch|delete|head|options|all';
const PATTERNS: readonly { pattern: RegExp; method: number | null; path: number }[] = [
  // app.get('/x', ...), router.post("/x"), @app.get("/x"), r.GET("/x")
  {
    pattern: new RegExp(
      `\\b(?:app|api|server|fastify|hono|koa|blueprint|bp|mux|[a-z]{0,20}router|[a-z]|group)\\s{0,3}\\.\\s{0,3}(${METHODS})\\s{0,3}\\(\\s{0,20}(['"\`])(/[^'"\`\\n]{0,200})\\2`,
      'gi',
    ),
    method: 1,
    path: 3,
  },
  // @app.route("/x", methods=["POST"]): each method is told apart below
  { pattern: /@\w{1,30}\.route\(\s{0,20}(['"])(\/[^'"\n]{0,200})\1([^)\n]{0,200})/gi, method: null, path: 2 },
  // @GetMapping("/x"), @PostMapping(path = "/x")
  { pattern: /@(Get|Post|Put|Patch|Delete)Mapping\(\s{0,20}(?:(?:path|value)\s{0,3}=\s{0,3})?(['"])(\/[^'"\n]{0,200})\2/g, method: 1, path: 3 },
  // http.HandleFunc("/x", ...), mux.HandleFunc("GET /x", ...)
  { pattern: /\.Handle(?:Func)?\(\s{0,20}(["`])(?:(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s{1,3})?(\/[^"`\n]{0,200})\1/g, method: 2, path: 3 },
  // app.MapGet("/x", ...)
  { pattern: /\.Map(Get|Post|Put|Patch|Delete)\(\s{0,20}(["])(\/[^"\n]{0,200})\2/g, method: 1, path: 3 },
];
const FLASK_METHODS = /methods\s{0,3}=\s{0,3}[[(]([^\])]{0,120})/i;
// A source beyond this is generated or data.
const TEXT_CHARS_MAX = 400_000;
const SEGMENT = /(?<=['"`/])[\p{L}\p{N}_.~-]{1,80}/gu;

/** Sources of the product: no tests, no documents. */
export function isProductSource(path: string): boolean {
  return SOURCE.test(path) && !NOT_PRODUCT.test(path);
}

/** Every route that is written down plainly. */
export function findRoutes(files: SourceFile[]): FoundRoute[] {
  return files.filter(({ path }) => isProductSource(path)).flatMap((file) => routesOf(file));
}

function routesOf({ path: file, text }: SourceFile): FoundRoute[] {
  const found: FoundRoute[] = [];
  const source = text.slice(0, TEXT_CHARS_MAX);
  for (const { pattern, method, path } of PATTERNS) {
    let at = 0;
    let line = 1;
    for (const match of source.matchAll(pattern)) {
      // Matches come in order, so every line end is counted once.
      for (; at < match.index; at += 1) if (source.charCodeAt(at) === 10) line += 1;
      const shape = routeShape(match[path] ?? '');
      const methods = method === null ? flaskMethods(match[3] ?? '') : [match[method]?.toLowerCase() ?? null];
      for (const each of methods) found.push({ method: each === 'all' ? null : each, path: shape, file, line });
    }
  }
  return found;
}

function flaskMethods(rest: string): (string | null)[] {
  const listed = FLASK_METHODS.exec(rest)?.[1];
  return listed === undefined ? ['get'] : [...listed.matchAll(/[A-Za-z]+/g)].map(([name]) => name.toLowerCase());
}

/** `/tasks/:id`, `/tasks/<int:id>`, `/tasks/{id}` and `/tasks/${id}` are all `/tasks/{}`. */
export function routeShape(path: string): string {
  const shape = path
    .split('?', 1)[0]!
    .split('/')
    .map((part) => (/^[:*]|[{}<>]|^\[|^\$/.test(part) ? '{}' : part))
    .join('/');
  return shape.length > 1 ? shape.replace(/\/+$/, '') : shape;
}

/** Every word that stands behind a quote or a slash in the sources: a path of which one part is nowhere is surely not served. */
export function mentionedSegments(files: SourceFile[]): Set<string> {
  const segments = new Set<string>();
  for (const { path, text } of files) {
    if (!isProductSource(path)) continue;
    for (const [part] of text.slice(0, TEXT_CHARS_MAX).matchAll(SEGMENT)) segments.add(part);
  }
  return segments;
}
