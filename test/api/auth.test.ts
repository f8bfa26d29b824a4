import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SignInTries } from '../../api/auth-tries.js';
import { eventually } from '../embedded/workshop.js';
import { Browser, linkPath } from './browser.js';
import { Api, Engines, TOKEN } from './stack.js';

const ME = '/api/auth/me';

let engines: Engines;
let api: Api;
beforeAll(async () => {
  engines = await Engines.start({ temporal: false });
  api = await Api.start(engines);
});
afterAll(async () => {
  await api.stop();
  await engines.stop();
});
beforeEach(() => {
  // Refusals of other tests are no tries of this one.
  api.app.deps.signInTries = new SignInTries();
});

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const codeOf = (path: string) => path.split('/').at(-1) ?? '';
async function addToken(name: string, role: string): Promise<string> {
  await engines.sql(`insert into users (id, name, role) values ($1, $1, $2) on conflict do nothing`, [name, role]);
  await engines.sql(`insert into tokens (id, user_id, sha256) values ($1, $1, $2)`, [name, sha256(`${name}-token`)]);
  return `${name}-token`;
}

describe('a one-time link', () => {
  it('signs a browser in, once, and leads it where it was meant to', async () => {
    const path = await linkPath(api, { to: '/ui/builds/int-code-abc123' });
    expect(path).toMatch(/^\/auth\/link\/[\w-]{43}$/);
    const browser = new Browser(api);
    const opened = await browser.open(path);
    expect([opened.status, opened.headers.get('location')]).toEqual([303, '/ui/builds/int-code-abc123']);
    expect(browser.setCookie).toMatch(/^mw_session_\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=1209600$/);
    expect((await browser.fetch('GET', ME)).body).toMatchObject({
      id: 'local',
      name: 'Local user',
      role: 'admin',
      session: { id: expect.stringMatching(/^ses-/) },
    });
    const again = await new Browser(api).open(path);
    expect([again.status, again.headers.get('set-cookie')]).toEqual([410, null]);
    expect(again.text).toContain('mw open');
    expect(await api.ask('GET', path, { token: null })).toMatchObject({ status: 410, body: { code: 'LINK_USED_UP' } });
  });

  it('is used by one of many that bring it at once', async () => {
    const path = await linkPath(api);
    const answers = await Promise.all(Array.from({ length: 8 }, () => new Browser(api).open(path)));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 410, 410, 410, 410, 410, 410, 410]);
  });

  it('is worth nothing after ten minutes, or when its token was revoked, or when nobody made it', async () => {
    const old = await linkPath(api);
    await engines.sql(`update login_links set expires_at = now() - interval '1 second' where sha256 = $1`, [sha256(codeOf(old))]);
    const [kept] = await engines.sql<{ minutes: string }>(
      `select extract(epoch from max(expires_at - created_at)) / 60 as minutes from login_links where expires_at > now()`,
    );
    expect(Number(kept?.minutes)).toBeLessThanOrEqual(10);
    const token = await addToken('gone', 'developer');
    const orphaned = await linkPath(api, {}, token);
    await engines.sql(`update tokens set revoked_at = now() where id = 'gone'`);
    for (const path of [old, orphaned, `/auth/link/${'x'.repeat(43)}`, '/auth/link/%00', `/auth/link/${"'".repeat(2000)}`])
      expect((await new Browser(api).open(path)).status).toBe(410);
  });

  it('is not used up by whoever only looks ahead, nor by a page that leads somebody there', async () => {
    const path = await linkPath(api);
    const cautious: Record<string, string>[] = [
      { 'sec-purpose': 'prefetch;prerender' },
      { purpose: 'prefetch' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of cautious) {
      const asked = await new Browser(api).open(path, headers);
      expect([asked.status, asked.headers.get('set-cookie')]).toEqual([200, null]);
      expect(asked.text).toContain('<form method="get">');
      expect(asked.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    }
    expect((await api.ask('HEAD', path, { token: null })).headers.get('set-cookie')).toBeNull();
    // The form of that page sends the same address, now from the page itself.
    expect((await new Browser(api).open(`${path}?`, { 'sec-fetch-site': 'same-origin' })).status).toBe(303);
  });

  it('is made for a bearer token only, and leads nowhere but to the page', async () => {
    const browser = await Browser.signedIn(api);
    expect(await browser.fetch('POST', '/auth/links', {})).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    for (const to of ['https://evil.example', '//evil.example', '/ui//evil.example', '/ui/../docs', '/docs', '/ui/a?b', '/ui\\evil', 7])
      expect(await api.ask('POST', '/auth/links', { body: { to } })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/to' }] } });
  });

  it('and what it gave are kept as digests, and come into no log', async () => {
    const lines: string[] = [];
    const { log } = api.app.deps;
    const path = await linkPath(api);
    const browser = new Browser(api);
    log.level = 'info';
    const write = log.info.bind(log);
    log.info = ((line: unknown) => lines.push(JSON.stringify(line))) as typeof log.info;
    await browser.open(path);
    await browser.fetch('POST', '/auth/session', { token: TOKEN });
    await eventually(() => lines.length >= 2);
    log.info = write;
    log.level = 'silent';
    expect(lines.join('\n')).toContain('/auth/link/(cut)');
    const secrets = [codeOf(path), (browser.cookie ?? '').split('=')[1] ?? '', TOKEN];
    const rows = JSON.stringify([
      await engines.sql('select * from login_links'),
      await engines.sql('select * from web_sessions'),
      await engines.sql(`select * from audit_log where action like 'session.%'`),
    ]);
    for (const secret of secrets) {
      expect(lines.join('\n')).not.toContain(secret);
      expect(rows).not.toContain(secret);
    }
  });
});

describe('a token typed into the page', () => {
  it('becomes a cookie', async () => {
    const browser = new Browser(api);
    const made = await browser.fetch('POST', '/auth/session', { token: TOKEN });
    expect(made).toMatchObject({ status: 201, body: { id: expect.stringMatching(/^ses-/) } });
    expect(made.text).not.toContain(browser.cookie);
    expect((await browser.fetch('GET', ME)).status).toBe(200);
  });

  it('is refused when it is wrong, and after ten wrong ones in a minute so is every try, right or not', async () => {
    const wrong = () => new Browser(api).fetch('POST', '/auth/session', { token: 'wrong' });
    for (let tries = 0; tries < 10; tries += 1) expect(await wrong()).toMatchObject({ status: 401, body: { code: 'UNAUTHORIZED' } });
    const refused = await new Browser(api).fetch('POST', '/auth/session', { token: TOKEN });
    expect(refused).toMatchObject({ status: 429, body: { code: 'TOO_MANY_TRIES' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await new Browser(api).open(await linkPath(api))).status).toBe(429);
    // Whoever is in stays in.
    expect((await api.ask('GET', ME)).status).toBe(200);
  });

  it('is not taken from a page of another address', async () => {
    const send = (headers: Record<string, string>) => new Browser(api).send('POST', '/auth/session', { body: { token: TOKEN }, headers });
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of foreign) expect(await send(headers)).toMatchObject({ status: 403, body: { code: 'REQUEST_NOT_FROM_PAGE' } });
  });
});

describe('a cookie', () => {
  it('does what the token does: reads, changes, downloads and streams', async () => {
    const browser = await Browser.signedIn(api);
    const made = await browser.fetch('POST', '/api/coding_agent/create', { description: 'a REST API for tasks' });
    expect(made.status).toBe(202);
    const id = String(made.body['id']);
    expect((await browser.fetch('GET', `/api/coding_agent/status/${id}`)).status).toBe(200);
    expect((await browser.fetch('GET', `/api/coding_agent/${id}/events?follow=false`)).text).toContain('event: build.created');
    await engines.sql(
      `insert into artifacts (id, build_id, gate, name, media_type, bytes, sha256, content) values ('art-cookie', $1, 'G2', 'a.txt', 'text/plain', 2, 'x', 'hi')`,
      [id],
    );
    expect((await browser.fetch('GET', '/api/artifacts/art-cookie/download')).text).toBe('hi');
  });

  it('changes nothing without the header of the page, or without a word of the browser where it comes from', async () => {
    const browser = await Browser.signedIn(api);
    const own = browser.own('POST');
    const create = (headers: Record<string, string>) => browser.send('POST', '/api/coding_agent/create', { body: { description: 'x' }, headers });
    const refusedHeaders: Record<string, string>[] = [
      {},
      { 'x-millwright-csrf': '1' },
      { 'x-millwright-csrf': '0', origin: api.url },
      { origin: api.url, 'sec-fetch-site': 'same-origin' },
      { ...own, origin: 'https://evil.example' },
      { ...own, origin: 'null' },
      { ...own, origin: 'not an address' },
      { ...own, origin: api.url.replace(/\d+$/, '1') },
      { ...own, 'sec-fetch-site': 'same-site' },
      { ...own, 'sec-fetch-site': 'cross-site' },
    ];
    const before = await engines.sql('select id from builds');
    for (const headers of refusedHeaders) expect(await create(headers)).toMatchObject({ status: 403, body: { code: 'REQUEST_NOT_FROM_PAGE' } });
    expect(await engines.sql('select id from builds')).toHaveLength(before.length);
    expect((await create(own)).status).toBe(202);
  });

  it('reads nothing for a page of another address: neither another site nor a service we deployed on another port', async () => {
    const browser = await Browser.signedIn(api);
    const others: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: api.url.replace(/\d+$/, '1') },
      { origin: 'null' },
    ];
    for (const headers of others) expect((await browser.send('GET', ME, { headers })).status).toBe(403);
    const preflight = await browser.send('OPTIONS', '/api/coding_agent/create', { headers: { origin: 'https://evil.example' } });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('is asked for under the port of the address, so that two installations do not sign each other out', async () => {
    const browser = await Browser.signedIn(api);
    const value = (browser.cookie ?? '').split('=')[1];
    const other = { 'sec-fetch-site': 'same-origin', cookie: `mw_session_1=${value}; theme=dark` };
    expect((await api.ask('GET', ME, { token: null, headers: other })).status).toBe(401);
    const both = { 'sec-fetch-site': 'same-origin', cookie: `mw_session_1=junk; ${browser.cookie}` };
    expect((await api.ask('GET', ME, { token: null, headers: both })).status).toBe(200);
  });

  it('that cannot be ours is answered like none, and a wrong token is not made up for by a cookie', async () => {
    const browser = await Browser.signedIn(api);
    const name = (browser.cookie ?? '').split('=')[0];
    for (const value of ['', 'short', 'x'.repeat(43), 'x'.repeat(5000), '%00'])
      expect(await api.ask('GET', ME, { token: null, headers: { cookie: `${name}=${value}` } })).toMatchObject({ status: 401 });
    expect((await browser.send('GET', ME, { headers: { authorization: 'Bearer wrong' } })).status).toBe(401);
    expect((await browser.send('GET', ME, { headers: { authorization: 'Basic x' } })).status).toBe(401);
  });

  it('is marked for https only where the page is served so', async () => {
    const browser = new Browser(api);
    await browser.open(await linkPath(api), { 'x-forwarded-proto': 'https' });
    expect(browser.setCookie).toContain('; Secure');
  });
});

describe('signing out', () => {
  it('makes a cookie worthless at once, also a stolen copy, and ends its streams', async () => {
    const browser = await Browser.signedIn(api);
    const stolen = browser.cookie ?? '';
    const id = await api.create();
    const stream = await openStream(`/api/coding_agent/${id}/events`, stolen);
    const out = await browser.fetch('DELETE', '/auth/session');
    expect([out.status, browser.cookie]).toEqual([204, null]);
    expect(browser.setCookie).toMatch(/^mw_session_\d+=; .*Max-Age=0$/);
    expect((await api.ask('GET', ME, { token: null, headers: { cookie: stolen } })).status).toBe(401);
    // The stream asks at its next heartbeat.
    expect(await api.app.deps.authenticator.isStillValid(stream.request)).toBe(false);
    stream.close();
    const actions = await engines.sql<{ action: string }>(`select action from audit_log where subject = $1 order by id`, [stream.sessionId]);
    expect(actions.map(({ action }) => action)).toEqual(['session.started', 'session.ended']);
  });

  it('needs a session, and the proof that the page asks', async () => {
    expect(await api.ask('DELETE', '/auth/session')).toMatchObject({ status: 409, body: { code: 'ACTION_NOT_ALLOWED' } });
    const browser = await Browser.signedIn(api);
    expect((await browser.send('DELETE', '/auth/session')).status).toBe(403);
    expect((await browser.fetch('GET', ME)).status).toBe(200);
  });

  it('works for another browser of the same user, and for nobody else', async () => {
    const token = await addToken('dora', 'developer');
    const [mine, other, doras] = [await Browser.signedIn(api), await Browser.signedIn(api), await Browser.signedIn(api, token)];
    const idOf = async (browser: Browser) => ((await browser.fetch('GET', ME)).body['session'] as unknown as { id: string }).id;
    const ids = [await idOf(mine), await idOf(other), await idOf(doras)];
    const listed = (await mine.fetch('GET', '/auth/sessions')).body['sessions'] as unknown as { id: string; current: boolean }[];
    expect(listed.filter(({ current }) => current).map(({ id }) => id)).toEqual([ids[0]]);
    expect(listed.map(({ id }) => id)).toContain(ids[1]);
    expect(listed.map(({ id }) => id)).not.toContain(ids[2]);
    for (const id of [ids[2], 'ses-0', '%00']) expect((await mine.fetch('DELETE', `/auth/sessions/${id}`)).status).toBe(404);
    expect((await mine.fetch('DELETE', `/auth/sessions/${ids[1]}`)).status).toBe(204);
    expect((await mine.fetch('DELETE', `/auth/sessions/${ids[1]}`)).status).toBe(404);
    expect((await other.fetch('GET', ME)).status).toBe(401);
    expect((await doras.fetch('GET', ME)).status).toBe(200);
  });

  it('happens by itself: when the session is too old, and when its token is revoked', async () => {
    const token = await addToken('erik', 'viewer');
    const [old, revoked] = [await Browser.signedIn(api), await Browser.signedIn(api, token)];
    await engines.sql(`update web_sessions set expires_at = now() where sha256 = $1`, [sha256((old.cookie ?? '').split('=')[1] ?? '')]);
    expect((await old.fetch('GET', ME)).status).toBe(401);
    expect(await revoked.fetch('POST', '/api/coding_agent/create', { description: 'x' })).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    await engines.sql(`update tokens set revoked_at = now() where id = 'erik'`);
    await eventually(async () => (await revoked.fetch('GET', ME)).status === 401);
  });
});

/** An event stream opened with a cookie, the request as the server saw it, and whose it is. */
async function openStream(path: string, cookie: string) {
  const [row] = await engines.sql<{ id: string }>('select id from web_sessions where sha256 = $1', [sha256(cookie.split('=')[1] ?? '')]);
  const { authenticator } = api.app.deps;
  const seen: Parameters<typeof authenticator.authenticate>[0][] = [];
  const authenticate = authenticator.authenticate.bind(authenticator);
  authenticator.authenticate = (request) => (seen.push(request), authenticate(request));
  const url = new URL(api.url);
  const request = httpRequest({ host: url.hostname, port: url.port, path, headers: { cookie, 'sec-fetch-site': 'same-origin' } });
  const status = await new Promise<number>((resolve, reject) => {
    request.on('response', (response) => resolve(response.statusCode ?? 0));
    request.on('error', reject);
    request.end();
  });
  expect(status).toBe(200);
  Reflect.deleteProperty(authenticator, 'authenticate');
  request.on('error', () => undefined);
  return { request: seen[0]!, sessionId: row?.id, close: () => request.destroy() };
}
