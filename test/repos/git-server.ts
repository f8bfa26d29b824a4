/** Repositories as a test needs them, and the smart-HTTP server they are served by: git's own program behind a few lines of node. */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const WHO = { GIT_AUTHOR_NAME: 'Ann', GIT_AUTHOR_EMAIL: 'ann@example.org', GIT_COMMITTER_NAME: 'Ann', GIT_COMMITTER_EMAIL: 'ann@example.org' };
const ENVIRONMENT = { PATH: '/usr/bin:/bin', HOME: '/nonexistent', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', ...WHO };

export function git(cwd: string, ...args: string[]): string {
  return execFileSync('git', ['-c', 'safe.directory=*', '-c', 'init.defaultBranch=main', ...args], {
    cwd,
    env: ENVIRONMENT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

export interface Origin {
  /** The folder that holds all repositories. */
  root: string;
  /** A work tree with its .git folder. */
  dir: string;
  /** Writes files (`!path`: executable; null: removed), commits, and answers the commit. */
  commit(files: Record<string, string | Buffer | null>, message?: string): string;
  remove(): void;
}

/** A repository with a first commit of these files. */
export function origin(files: Record<string, string | Buffer>): Origin {
  const root = mkdtempSync(join(tmpdir(), 'mw-origin-'));
  // The server, and readers of other users, look in here.
  chmodSync(root, 0o755);
  const dir = join(root, 'shop');
  mkdirSync(dir);
  git(dir, 'init', '-q');
  const made: Origin = {
    root,
    dir,
    commit: (changes, message = 'change') => {
      for (const [name, content] of Object.entries(changes)) {
        const path = join(dir, name.replace(/^!/, ''));
        if (content === null) rmSync(path);
        else {
          mkdirSync(dirname(path), { recursive: true });
          writeFileSync(path, content, { mode: name.startsWith('!') ? 0o755 : 0o644 });
        }
      }
      git(dir, 'add', '-A');
      git(dir, 'commit', '-q', '-m', message);
      return git(dir, 'rev-parse', 'HEAD');
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
  made.commit(files, 'first');
  return made;
}

export interface GitServer {
  host: string;
  url: string;
  /** Paths that were asked for. */
  asked: string[];
  close(): Promise<void>;
}

/** Serves every repository below `root` on a free port of this machine. `answer` may take a request over. */
export async function gitServer(root: string, answer?: (request: IncomingMessage, response: ServerResponse) => boolean): Promise<GitServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (!answer?.(request, response)) serve(root, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { host, url: `http://${host}`, asked, close };
}

function serve(root: string, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://x');
  const env = {
    ...ENVIRONMENT,
    GIT_PROJECT_ROOT: root,
    GIT_HTTP_EXPORT_ALL: '1',
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'safe.directory',
    GIT_CONFIG_VALUE_0: '*',
    PATH_INFO: url.pathname,
    QUERY_STRING: url.search.slice(1),
    REQUEST_METHOD: request.method ?? 'GET',
    CONTENT_TYPE: request.headers['content-type'] ?? '',
    HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
    GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
  };
  const child = spawn('git', ['http-backend'], { env, stdio: ['pipe', 'pipe', 'ignore'] });
  request.pipe(child.stdin);
  child.stdin.on('error', () => undefined);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.on('close', () => {
    const out = Buffer.concat(chunks);
    const end = out.indexOf('\r\n\r\n');
    const headers = out.subarray(0, end).toString().split('\r\n');
    const status = headers.find((line) => line.startsWith('Status: '));
    for (const line of headers.filter((each) => !each.startsWith('Status: '))) response.setHeader(line.split(': ')[0]!, line.slice(line.indexOf(': ') + 2));
    response.writeHead(status ? Number(status.slice(8, 11)) : 200).end(out.subarray(end + 4));
  });
}
