import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api, Engines, TOKEN } from '../api/stack.js';
import { buildCli, type CliHarness } from './run-cli.js';

let engines: Engines;
let api: Api;
let cli: CliHarness;
beforeAll(async () => {
  cli = buildCli();
  writeFileSync(join(cli.home, 'token'), `${TOKEN}\n`);
  engines = await Engines.start({ temporal: false });
  api = await Api.start(engines, { background: false });
});
afterAll(async () => {
  await api.stop();
  await engines.stop();
  cli.cleanUp();
});

const open = (...args: string[]) => cli.run(['open', ...args], { port: Number(new URL(api.url).port) });
const follow = (url: string) => fetch(url, { redirect: 'manual', headers: { accept: 'text/html' } });

describe('mw open', () => {
  it('prints a link that signs a browser in once and shows the page', async () => {
    const { code, out, err } = await open();
    expect([code, err]).toEqual([0, '']);
    const url = out.trim();
    expect(url.startsWith(`${api.url}/auth/link/`)).toBe(true);
    const first = await follow(url);
    expect([first.status, first.headers.get('location')]).toEqual([303, '/ui']);
    expect(first.headers.get('set-cookie')).toContain('HttpOnly');
    expect((await follow(url)).status).toBe(410);
  });

  it('leads to a build by the last part of its id, as JSON too', async () => {
    const { out } = await open('abc123', '--json');
    const { url, page } = JSON.parse(out) as { url: string; page: string };
    expect(page).toBe(`${api.url}/ui/builds/int-code-abc123`);
    expect((await follow(url)).headers.get('location')).toBe('/ui/builds/int-code-abc123');
  });

  it('refuses what is no build, and a token that is not valid', async () => {
    expect((await open('../etc')).code).toBe(2);
    writeFileSync(join(cli.home, 'token'), 'another\n');
    const refused = await open();
    expect([refused.code, refused.out]).toEqual([1, '']);
    expect(refused.err).toContain('MW_HOME/token');
  });
});
