import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from './browser.js';
import { Api, Engines } from './stack.js';

const HOSTILE = '<h1>Option</h1><script>top.location = "https://evil.example"</script><img src=x onerror=alert(1)>';

let engines: Engines;
let api: Api;
let build: string;
beforeAll(async () => {
  engines = await Engines.start({ temporal: false });
  await engines.sql(`insert into users (id, name, role) values ('eve', 'Eve', 'admin')`);
  await engines.sql(`insert into tokens (id, user_id, sha256) values ('eve', 'eve', $1)`, [createHash('sha256').update('eve-token').digest('hex')]);
  api = await Api.start(engines, { background: false });
  build = await api.create();
  await keep('art-page', 'text/html', HOSTILE);
  await keep('art-json', 'application/json', '{}');
});
afterAll(async () => {
  await api.stop();
  await engines.stop();
});

const keep = (id: string, mediaType: string, content: string) =>
  engines.sql(`insert into artifacts (id, build_id, gate, name, media_type, bytes, sha256, content) values ($1, $2, 'G4', $1, $3, $4, 'x', $5)`, [
    id,
    build,
    mediaType,
    Buffer.byteLength(content),
    content,
  ]);
const preview = async () => String((await api.ask('POST', '/api/artifacts/art-page/preview')).body['url']);

describe('a preview', () => {
  it('is shown to a frame of the page without token or cookie, and can run, load, send and reach nothing', async () => {
    const url = await preview();
    expect(url).toMatch(/^\/previews\/[\w-]{43}$/);
    const shown = await api.ask('GET', url, { token: null });
    expect([shown.status, shown.text]).toEqual([200, HOSTILE]);
    expect(shown.headers.get('content-disposition')).toBeNull();
    const policy = new Map(
      (shown.headers.get('content-security-policy') ?? '').split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1).join(' ')]),
    );
    // Without a word behind it: no script, no forms, no windows, an origin of its own.
    expect(policy.get('sandbox')).toBe('');
    expect(policy.get('default-src')).toBe("'none'");
    expect(policy.get('form-action')).toBe("'none'");
    expect(policy.get('frame-ancestors')).toBe("'self'");
    expect(policy.has('script-src')).toBe(false);
    expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
    expect(shown.headers.get('referrer-policy')).toBe('no-referrer');
    expect(shown.headers.get('set-cookie')).toBeNull();
  });

  it('is made of one’s own HTML only, by the page or a token', async () => {
    const make = (id: string, token?: string) => api.ask('POST', `/api/artifacts/${id}/preview`, token ? { token } : {});
    expect(await make('art-json')).toMatchObject({ status: 409, body: { code: 'ACTION_NOT_ALLOWED' } });
    expect((await make('art-page', 'eve-token')).status).toBe(404);
    expect((await make('art-none')).status).toBe(404);
    const browser = await Browser.signedIn(api);
    expect((await browser.fetch('POST', '/api/artifacts/art-page/preview')).status).toBe(201);
    expect((await browser.send('POST', '/api/artifacts/art-page/preview')).status).toBe(403);
  });

  it('is over after an hour, and its address is kept as a digest', async () => {
    const url = await preview();
    const code = url.split('/').at(-1) ?? '';
    expect(JSON.stringify(await engines.sql('select * from previews'))).not.toContain(code);
    await engines.sql(`update previews set expires_at = now() where sha256 = $1`, [createHash('sha256').update(code).digest('hex')]);
    expect((await api.ask('GET', url, { token: null })).status).toBe(404);
    expect((await api.ask('GET', '/previews/%00', { token: null })).status).toBe(404);
  });

  it('goes with its artifact', async () => {
    await keep('art-gone', 'text/html', '<p>x</p>');
    const url = String((await api.ask('POST', '/api/artifacts/art-gone/preview')).body['url']);
    await engines.sql(`delete from artifacts where id = 'art-gone'`);
    expect((await api.ask('GET', url, { token: null })).status).toBe(404);
  });
});
