import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build, type Files, intentOf } from './drive.js';
import { folderOf, type Ran, run, runNodeTests, startService, transpile, typeCheck } from './run-project.js';
import { call, misuseTasks, postLarge, useTasks } from './use-service.js';

const WORDS = 'a REST API for tasks with title, done and due date';
// All types, limits, references and awkward names at once.
const RICH =
  'a REST API for authors with name (required, unique, max 100 characters), born, email (unique) and homepage; ' +
  'books with title (max 5 characters), year, rating from 1 to 5, price, author, isbn (min 10 characters), genre (fiction, non-fiction or it is complicated), tags, in print (boolean, default true), read at, parent book, class, constructor, page and limit; ' +
  'categories with name and weight (min -5, max -1)';

interface Language {
  name: 'Python' | 'TypeScript';
  /** Runs the project's own tests. */
  tests: (folder: string, files: Files) => Ran;
  start: (folder: string) => { command: string[]; cwd: string };
}

const LANGUAGES: Language[] = [
  {
    name: 'Python',
    tests: (folder) => run('python3', ['-m', 'unittest', '-q'], folder),
    start: (folder) => ({ command: ['python3', '-m', 'app'], cwd: folder }),
  },
  {
    name: 'TypeScript',
    tests: (folder, files) => runNodeTests(transpile(folder, files)),
    start: (folder) => ({ command: [process.execPath, 'src/main.js'], cwd: join(folder, 'js') }),
  },
];

describe.each(LANGUAGES)('a generated REST service in $name', ({ name, tests, start }) => {
  let files: Files;
  let folder: ReturnType<typeof folderOf>;
  let ran: Ran;

  beforeAll(async () => {
    ({ files } = await build(intentOf(`${WORDS}, in ${name}`)));
    folder = folderOf(files);
    ran = tests(folder.path, files);
  });
  afterAll(() => folder.remove());

  it('passes its own tests', () => {
    expect(ran.output).not.toMatch(/FAIL|not ok/);
    expect(ran.status).toBe(0);
  });

  it('has what a deployment and its users need', () => {
    expect(JSON.parse(files.get('millwright.json') ?? '')).toMatchObject({ port: 8080, health: '/health', data_dir: 'DATA_DIR' });
    for (const path of ['README.md', 'Dockerfile', '.gitignore', 'GENERATED.md', 'docs/architecture.md', 'docs/openapi.json'])
      expect(files.has(path)).toBe(true);
    expect(files.get('README.md')).toContain('curl -X POST http://localhost:8080/tasks');
  });

  it('works for a person, over a restart, and ends on SIGTERM', async () => {
    const { command, cwd } = start(folder.path);
    const data = join(folder.path, 'data-1');
    const first = await startService(command, cwd, data);
    await useTasks(first);
    await misuseTasks(first);
    expect((await call(`${first.url}/openapi.json`)).body).toEqual(JSON.parse(files.get('docs/openapi.json') ?? ''));
    expect(await first.stop()).toBe(0);
    const second = await startService(command, cwd, data);
    expect((await call(`${second.url}/tasks`)).body).toMatchObject({
      total: 2,
      items: [
        { id: 1, title: 'Buy bread' },
        { id: 3, title: 'Sleep' },
      ],
    });
    expect((await call(`${second.url}/tasks`, 'POST', { title: 'New' })).body).toMatchObject({ id: 4 });
    expect(await second.stop()).toBe(0);
    writeFileSync(join(data, 'data.json'), '{"broken"');
    await expect(startService(command, cwd, data)).rejects.toThrow(/can't start[^]*damaged/);
  });

  it('lets a client that sends far too much see the answer', async () => {
    const { command, cwd } = start(folder.path);
    const service = await startService(command, cwd, join(folder.path, 'data-3'));
    try {
      for (const megabytes of [2, 20]) {
        const answer = await postLarge(service, megabytes * 1024 * 1024);
        expect(answer).toMatch(/^HTTP\/1\.1 413 [^]*\r\nConnection: close\r\n[^]*The body is larger/);
      }
      const client = `import http.client, sys
connection = http.client.HTTPConnection("127.0.0.1", ${new URL(service.url).port}, timeout=10)
connection.request("POST", "/tasks", b" " * 2 * 1024 * 1024, {"Content-Type": "application/json"})
response = connection.getresponse()
print(response.status, response.headers["Connection"], len(response.read()) > 0)`;
      expect(run('python3', ['-c', client], folder.path)).toEqual({ status: 0, output: '413 close True\n' });
      const { status, body } = await call(`${service.url}/tasks`, 'POST', 'a=b', { 'Content-Type': 'application/x-www-form-urlencoded' });
      expect([status, body.detail]).toEqual([415, expect.stringContaining('Content-Type: application/json')]);
      expect((await call(`${service.url}/tasks`)).body).toMatchObject({ total: 0 });
    } finally {
      await service.stop();
    }
  });

  it('does what its README says', async () => {
    const { command, cwd } = start(folder.path);
    const service = await startService(command, cwd, join(folder.path, 'data-2'));
    const lines = (files.get('README.md') ?? '').split('\n').filter((line) => line.startsWith('    curl '));
    expect(lines).toHaveLength(4);
    for (const line of lines) {
      const { status, output } = run(
        'sh',
        ['-c', line.trim().replace('curl ', 'curl -sS --fail-with-body ').replace('http://localhost:8080', service.url)],
        folder.path,
      );
      expect({ line, status, output }).toMatchObject({ status: 0 });
      JSON.parse(output);
    }
    await service.stop();
  });

  it('keeps the rules between objects, whatever their fields are called', async () => {
    const rich = await build(intentOf(`${RICH}, in ${name}`));
    const other = folderOf(rich.files);
    const result = tests(other.path, rich.files);
    expect(result.output).not.toMatch(/FAIL|not ok/);
    expect(result.status).toBe(0);
    const { command, cwd } = start(other.path);
    const service = await startService(command, cwd, join(other.path, 'data'));
    expect((await call(`${service.url}/openapi.json`)).body).toEqual(JSON.parse(rich.files.get('docs/openapi.json') ?? ''));
    await call(`${service.url}/authors`, 'POST', { name: 'Ada' });
    expect((await call(`${service.url}/authors`, 'POST', { name: 'Ada' })).status).toBe(409);
    expect((await call(`${service.url}/books`, 'POST', { title: 'x', author_id: 7 })).status).toBe(422);
    expect((await call(`${service.url}/books`, 'POST', { title: 'x', author_id: 1, rating: 4.5, constructor: 'y' })).body).toMatchObject({
      in_print: true,
      tags: [],
    });
    expect((await call(`${service.url}/books?author_id=1&constructor=y`)).body).toMatchObject({ total: 1 });
    expect((await call(`${service.url}/authors/1`, 'DELETE')).status).toBe(409);
    expect((await call(`${service.url}/books`, 'POST', { title: 'x', rating: 6 })).status).toBe(422);
    await service.stop();
    if (name === 'TypeScript') expect(typeCheck(other.path)).toEqual({ status: 0, output: '' });
    other.remove();
  });
});
