import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { changedDesign, routeDeviations } from '../../activities/checks/design-check.js';
import { findRoutes, routeShape } from '../../activities/checks/routes.js';

const found = (path: string, text: string) => findRoutes([{ path, text }]).map((route) => `${route.method ?? '*'} ${route.path}:${route.line}`);
const file = (path: string, text: string) => ({ path, content: Buffer.from(text) });

describe('routes in sources', () => {
  it('are found where they are written plainly', () => {
    expect(found('src/app.ts', "app.get('/items', f);\nrouter.post(`/items/:id`, f);\napp.use('/x', y);")).toEqual(['get /items:1', 'post /items/{}:2']);
    expect(found('app.py', '@app.get("/items/{id}")\ndef a(): ...\n@bp.route("/b/<int:id>", methods=["POST", "PUT"])\n@app.route("/c")')).toEqual([
      'get /items/{}:1',
      'post /b/{}:3',
      'put /b/{}:3',
      'get /c:4',
    ]);
    expect(found('main.go', 'mux.HandleFunc("GET /items/{id}", h)\nhttp.HandleFunc("/all", h)\nr.DELETE("/x/:id", h)').toSorted()).toEqual([
      '* /all:2',
      'delete /x/{}:3',
      'get /items/{}:1',
    ]);
    expect(found('A.java', '@GetMapping("/items")\n@PostMapping(path = "/items")')).toEqual(['get /items:1', 'post /items:2']);
    expect(found('P.cs', 'app.MapGet("/items/{id}", () => 1);')).toEqual(['get /items/{}:1']);
  });

  it('are not looked for in tests, documents and data', () => {
    for (const path of ['tests/test_app.py', 'src/app.test.ts', 'docs/x.py', 'data/x.js', 'README.md']) expect(found(path, "app.get('/x', f)")).toEqual([]);
  });

  it('have one shape, whatever their parameters are called', () => {
    for (const path of ['/a/:id', '/a/{id}', '/a/<int:id>', '/a/[id]', '/a/${id}', '/a/*', '/a/{x}/']) expect(routeShape(path)).toBe('/a/{}');
  });

  it('are looked for to the end, whatever the text', () => {
    const hostile = ["'".repeat(300_000), 'app.get('.repeat(40_000), '@x.route("/'.repeat(30_000), 'router '.repeat(50_000), '/'.repeat(300_000)];
    for (const text of hostile) expect(found('a.js', `${text}\napp.get('/a', f)`)).toContain('get /a:2');
  });
});

describe('the comparison with the approved design', () => {
  const operations = [
    { method: 'get', path: '/items' },
    { method: 'get', path: '/items/{id}' },
    { method: 'delete', path: '/items/{id}' },
  ];
  const deviations = (...files: { path: string; content: Buffer }[]) =>
    routeDeviations('docs/openapi.json', operations, files).map(({ rule, message }) => `${rule} ${message}`);

  it('names what is missing and what nobody approved', () => {
    const text = "app.get('/items', f);\napp.get('/items/:id', f);\napp.post('/admin/drop', f);\napp.get('/health', f)";
    expect(deviations(file('src/app.js', text))).toEqual([
      'route-missing DELETE /items/{id} is approved and nothing in the sources serves it',
      'route-not-approved POST /admin/drop is served and not in docs/openapi.json',
    ]);
  });

  it('takes routers that are mounted under a prefix', () => {
    expect(deviations(file('src/items.js', "router.get('/', f); router.get('/items', f); router.all('/items/:id', f)"))).toEqual([]);
  });

  it('is silent about paths that are put together from their parts', () => {
    expect(deviations(file('server.py', 'if parts == ["items"]: ...\n'))).toEqual([]);
    expect(deviations(file('server.py', 'if path == "/items" or path.startswith("/items/"): ...'))).toEqual([]);
    expect(deviations(file('server.py', 'print("hello")'))).toHaveLength(3);
  });

  it('names approved files that were changed or removed', () => {
    const approved = [file('docs/a.md', 'a'), file('data/sales.csv', '1,2')].map(({ path, content }) => ({
      path,
      kind: path.startsWith('data') ? 'input' : 'document',
      sha256: createHash('sha256').update(content).digest('hex'),
    }));
    expect(changedDesign(approved, [file('docs/a.md', 'a'), file('data/sales.csv', '1,2')])).toEqual([]);
    expect(changedDesign(approved, [file('docs/a.md', 'b')]).map(({ rule, file: path }) => `${rule} ${path}`)).toEqual([
      'design-file-changed docs/a.md',
      'design-file-removed data/sales.csv',
    ]);
  });
});
