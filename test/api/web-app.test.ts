import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import { webApp } from '../../api/web-app.js';

const INDEX = '<!doctype html><title>Millwright</title>';
const SCRIPT = 'export const answer = 42;'.repeat(50);
let folder: string;
let server: Server;
let url: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mw-web-'));
  mkdirSync(join(folder, 'assets'));
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'index.html'), INDEX);
  writeFileSync(join(folder, 'scheme.js'), 'one();');
  writeFileSync(join(folder, 'inputs.sha256'), 'abc');
  writeFileSync(join(folder, 'src/secret.js'), 'secret');
  writeFileSync(join(folder, 'assets/index-abc123.js'), SCRIPT);
  writeFileSync(join(folder, 'assets/index-abc123.js.gz'), gzipSync(SCRIPT));
  const app = express();
  const web = webApp(folder);
  if (web) app.use('/ui', web);
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the web app below /ui', () => {
  it('answers every address inside the app with the page, asked for anew each time, under a strict policy', async () => {
    for (const path of ['/ui', '/ui/', '/ui/builds/int-code-7k2m9q', '/ui/index.html', '/ui/builds/x?tab=files', '/ui/src/secret.js', '/ui/inputs.sha256']) {
      const answer = await fetch(url + path);
      expect([path, answer.status, await answer.text()]).toEqual([path, 200, INDEX]);
      expect(answer.headers.get('cache-control')).toBe('no-cache');
      const policy = answer.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toMatch(/script-src 'self'(;|$)/);
      expect(policy).toContain("frame-ancestors 'none'");
    }
  });

  it('hands out the files of a version for ever, compressed where the browser can read that', async () => {
    const compressed = await fetch(`${url}/ui/assets/index-abc123.js`, { headers: { 'accept-encoding': 'gzip' } });
    expect(compressed.headers.get('content-encoding')).toBe('gzip');
    expect(compressed.headers.get('cache-control')).toContain('immutable');
    expect(compressed.headers.get('content-type')).toContain('text/javascript');
    expect(compressed.headers.get('vary')).toBe('accept-encoding');
    expect(await compressed.text()).toBe(SCRIPT);
    const plain = await fetch(`${url}/ui/assets/index-abc123.js`, { headers: { 'accept-encoding': 'identity' } });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await plain.text()).toBe(SCRIPT);
  });

  it('serves its own small files under their names, to be asked for each time', async () => {
    const answer = await fetch(`${url}/ui/scheme.js`);
    expect(await answer.text()).toBe('one();');
    expect(answer.headers.get('cache-control')).toBe('no-cache');
  });

  it('has no page in place of a file of another version, and nothing outside its folder', async () => {
    expect((await fetch(`${url}/ui/assets/index-old.js`)).status).toBe(404);
    expect((await fetch(`${url}/ui/assets/..%2f..%2fpackage.json`)).status).toBe(404);
  });

  it('tells HEAD the length without the body', async () => {
    const answer = await fetch(`${url}/ui/scheme.js`, { method: 'HEAD' });
    expect(answer.headers.get('content-length')).toBe('6');
    expect(await answer.text()).toBe('');
  });

  it('is null where the app was not built', () => {
    expect(webApp(join(folder, 'nowhere'))).toBeNull();
  });
});
