import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { keepArtifact, keepBinaryArtifact } from '../../activities/build/artifacts.js';
import { RESULT_ZIP } from '../../contracts/names.js';
import { eventually } from '../embedded/workshop.js';
import { rawZip } from '../harness/raw-zip.js';
import { Api, Engines, TOKEN, type Answer } from './stack.js';

let engines: Engines;
let api: Api;
beforeAll(async () => {
  engines = await Engines.start({ temporal: false });
  api = await Api.start(engines, { background: false });
  // As at a start: the store is marked as this database's.
  await api.app.deps.artifactSweeper.runOnce();
  for (const [id, role] of [
    ['eve', 'admin'],
    ['victor', 'viewer'],
  ]) {
    await engines.sql('insert into users (id, name, role) values ($1, $1, $2)', [id, role]);
    await engines.sql('insert into tokens (id, user_id, sha256) values ($1, $1, $2)', [id, createHash('sha256').update(`${id}-token`).digest('hex')]);
  }
});
afterAll(async () => {
  await api.stop();
  await engines.stop();
});

const EDGE = '--edge-7f3a';
function form(content: Buffer | string, name = 'notes.md', field = 'file'): Buffer {
  const head = `${EDGE}\r\ncontent-disposition: form-data; name="${field}"; filename="${name}"\r\ncontent-type: image/png\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from(`\r\n${EDGE}--\r\n`)]);
}
const send = (raw: Buffer, more: { token?: string; type?: string; headers?: Record<string, string> } = {}): Promise<Answer> =>
  api.ask('POST', '/api/artifacts/upload', {
    raw,
    headers: { 'content-type': more.type ?? `multipart/form-data; boundary=${EDGE.slice(2)}`, ...more.headers },
    ...(more.token ? { token: more.token } : {}),
  });
const upload = async (content: Buffer | string, name?: string, token?: string) => String((await send(form(content, name), token ? { token } : {})).body['id']);
const get = (path: string, options: { token?: string; headers?: Record<string, string> } = {}) => api.ask('GET', `/api/artifacts${path}`, options);

describe('an upload', () => {
  it('is kept by its bytes, found, sent and deleted', async () => {
    const content = '# notes\n';
    const made = await send(form(content, '../../notes.md'));
    expect(made.status).toBe(201);
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(made.body).toMatchObject({ name: 'notes.md', media_type: 'text/markdown', bytes: 8, sha256, source: 'upload', build_id: null, status: 'available' });
    const id = String(made.body['id']);
    const days = (Date.parse(String(made.body['expires_at'])) - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(30);
    expect((await get(`/${id}`)).body).toEqual(made.body);
    expect((await get('?source=upload&name=notes.md')).body).toMatchObject({ total: 1, page: 1, artifacts: [{ id }] });
    const sent = await get(`/${id}/download`);
    expect([sent.status, sent.text]).toEqual([200, content]);
    expect(Object.fromEntries(sent.headers)).toMatchObject({
      'content-disposition': `attachment; filename="notes.md"; filename*=UTF-8''notes.md`,
      'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
      'x-content-type-options': 'nosniff',
      etag: `"${sha256}"`,
    });
    expect((await api.ask('DELETE', `/artifacts/${id}`)).status).toBe(204);
    expect([(await get(`/${id}`)).status, (await get(`/${id}/download`)).status, (await api.ask('DELETE', `/artifacts/${id}`)).status]).toEqual([
      404, 404, 404,
    ]);
    expect(await api.app.deps.blobs.read(id)).toBeNull();
  });

  it('is sent in ranges', async () => {
    const id = await upload('0123456789');
    const part = async (range: string, more: Record<string, string> = {}) => {
      const answer = await get(`/${id}/download`, { headers: { range, ...more } });
      return [answer.status, answer.text, answer.headers.get('content-range')];
    };
    expect(await part('bytes=2-4')).toEqual([206, '234', 'bytes 2-4/10']);
    expect(await part('bytes=7-')).toEqual([206, '789', 'bytes 7-9/10']);
    expect(await part('bytes=-2')).toEqual([206, '89', 'bytes 8-9/10']);
    expect(await part('bytes=8-99')).toEqual([206, '89', 'bytes 8-9/10']);
    expect(await part('bytes=10-')).toEqual([416, '', 'bytes */10']);
    expect(await part('bytes=0-1,3-4')).toEqual([200, '0123456789', null]);
    expect(await part('bytes=2-4', { 'if-range': '"other"' })).toEqual([200, '0123456789', null]);
  });

  it('is refused with the reason', async () => {
    const refused = async (answer: Promise<Answer>) => {
      const { status, body } = await answer;
      return `${status} ${String(body['code'])} ${String(body['detail'])}`;
    };
    expect((await send(form(Buffer.alloc(2 * 1024 * 1024)))).status).toBe(201);
    expect(await refused(send(form(Buffer.alloc(2 * 1024 * 1024 + 1))))).toMatch(/^413 PAYLOAD_TOO_LARGE An artifact may have 2 MB/);
    expect(await refused(send(form('')))).toMatch(/^422 ARTIFACT_REFUSED The file is empty/);
    expect(await refused(send(form('\u007fELF\u0002\u0001', 'notes.md')))).toMatch(/^415 UNSUPPORTED_MEDIA_TYPE Programs/);
    expect(await refused(send(form(Buffer.from([0x1f, 0x8b, 8, 0]))))).toMatch(/^415 .*send the files as a ZIP/);
    expect(await refused(send(form(rawZip([{ name: '../evil', content: 'x' }]))))).toMatch(/^422 ARTIFACT_REFUSED The ZIP is not kept: .*\.\.\/evil/);
    expect(await refused(send(form(rawZip([{ name: 'b', content: Buffer.alloc(9_000_000), deflate: true }]))))).toMatch(/^422 ARTIFACT_REFUSED .*unpack to/);
    expect(await refused(send(Buffer.from('{}'), { type: 'application/json' }))).toMatch(/^415 UNSUPPORTED_MEDIA_TYPE Send the file as multipart/);
    expect(await refused(send(form('x'), { type: 'multipart/form-data' }))).toMatch(/^415/);
    expect(await refused(send(form('x'), { headers: { 'content-encoding': 'gzip' } }))).toMatch(/^415/);
    expect(await refused(send(Buffer.from(`${EDGE}--\r\n`)))).toMatch(/^(422 INVALID_INPUT the form has no file|400 MALFORMED_FORM)/);
    expect(await refused(send(Buffer.concat([form('a').subarray(0, -16), Buffer.from('\r\n'), form('b')])))).toMatch(/^(422 INVALID_INPUT|400 MALFORMED_FORM)/);
    expect(await refused(send(form('cut here').subarray(0, -20)))).toMatch(/^400 MALFORMED_FORM/);
    expect(await refused(send(form('x'), { token: 'victor-token' }))).toMatch(/^403/);
  });

  it('is never more than a 4xx, however its form is torn', async () => {
    const whole = form('hello world\r\n--edge', 'a"b\\.txt');
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }), fc.boolean(), async (at, byte, cut) => {
        const torn = cut ? whole.subarray(0, at) : Buffer.from(whole);
        if (!cut) torn[at] = byte;
        const { status } = await send(torn);
        expect([201, 400, 413, 415, 422]).toContain(status);
      }),
      { numRuns: 300 },
    );
    await engines.sql('delete from artifacts');
    await api.app.deps.artifactSweeper.runOnce(Date.now() + 2 * 3_600_000);
    expect(await blobCount()).toBe(0);
  });

  it('leaves nothing behind when it breaks, and the API goes on', async () => {
    const before = await blobCount();
    const port = Number(new URL(api.url).port);
    for (const bytes of [form('x'.repeat(100_000)).subarray(0, 50_000), Buffer.alloc(0), Buffer.from(`${EDGE}\r\n\r\n`)])
      await new Promise<void>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => {
          socket.write(`POST /artifacts/upload HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${TOKEN}\r\ncontent-length: 200000\r\n`);
          socket.write(`content-type: multipart/form-data; boundary=${EDGE.slice(2)}\r\n\r\n`);
          socket.write(bytes, () => setTimeout(() => socket.destroy(), 50));
        });
        socket.on('close', () => resolve());
      });
    expect((await send(form('fine'))).status).toBe(201);
    expect(await blobCount()).toBe(before + 1);
    // The server hears of a client that went a moment later.
    await eventually(() => readdirSync(join(engines.home.root, 'blobs', 'incoming')).length === 0);
  });
});

async function blobCount(): Promise<number> {
  let count = 0;
  for await (const { key } of api.app.deps.blobs.list()) if (key.startsWith('art-')) count += 1;
  return count;
}

describe('artifacts of a user', () => {
  it('are nobody else’s', async () => {
    const mine = await upload('mine');
    const build = await api.create();
    const { id: left } = await keepArtifact(api.database.orm, { buildId: build, name: 'a.txt', mediaType: 'text/plain', content: 'left' });
    for (const id of [mine, left]) {
      for (const path of [`/${id}`, `/${id}/download`]) expect([path, (await get(path, { token: 'eve-token' })).status]).toEqual([path, 404]);
      expect((await api.ask('DELETE', `/artifacts/${id}`, { token: 'eve-token' })).status).toBe(404);
    }
    expect((await get('', { token: 'eve-token' })).body).toMatchObject({ total: 0, items: [] });
    for (const id of ['art-0000', 'art-%00', 'x', '..%2f..%2fetc']) expect([id, (await get(`/${id}`)).status]).toEqual([id, 404]);
  });

  it('are listed with filters, newest first, and those of builds beside uploads', async () => {
    const build = await api.create();
    await keepArtifact(api.database.orm, { buildId: build, gate: 'G3', name: 'docs/openapi.json', mediaType: 'application/json', content: '{}' });
    const png = Buffer.from('\u0089PNG\r\n\u001a\npicture', 'latin1');
    const { id } = await keepBinaryArtifact(
      { db: api.database, blobs: api.app.deps.blobs },
      { buildId: build, gate: 'G4', name: 'ux.png', mediaType: 'image/png', bytes: png },
    );
    expect((await get(`?build_id=${build}`)).body).toMatchObject({
      total: 2,
      items: [{ name: 'ux.png', source: 'build', expires_at: null }, { name: 'docs/openapi.json' }],
    });
    expect((await get(`?build_id=${build}&gate=G3`)).body).toMatchObject({ total: 1 });
    expect((await get('?media_type=image/png&limit=1')).body).toMatchObject({ items: [{ id, bytes: png.length }] });
    expect((await get('?gate=x')).status).toBe(422);
    expect((await get('?sort=1;drop table artifacts')).status).toBe(422);
    for (const path of [`/api/artifacts/${id}/download`, `/api/coding_agent/${build}/artifacts/${id}`]) {
      const sent = await fetch(api.url + path, { headers: { authorization: `Bearer ${TOKEN}` } });
      expect(Buffer.from(await sent.arrayBuffer()).equals(png)).toBe(true);
    }
  });

  it('that prove a gate stay while their build is at work', async () => {
    const build = await api.create();
    const { id } = await keepArtifact(api.database.orm, { buildId: build, gate: 'G6', name: 'checks.json', mediaType: 'application/json', content: '{}' });
    expect((await api.ask('DELETE', `/artifacts/${id}`)).body).toMatchObject({ status: 409, code: 'ARTIFACT_IN_USE' });
    await engines.sql(`update builds set ended_at = now(), status = 'completed' where id = $1`, [build]);
    expect((await api.ask('DELETE', `/artifacts/${id}`)).status).toBe(204);
  });

  it('hold the result of a build as a ZIP', async () => {
    const build = await api.create();
    expect((await api.ask('GET', `/coding_agent/${build}/download`)).body).toMatchObject({ status: 409, code: 'NOT_READY' });
    const bytes = rawZip([{ name: 'a', content: 'x' }]);
    await keepBinaryArtifact(
      { db: api.database, blobs: api.app.deps.blobs },
      { buildId: build, gate: 'G8', name: RESULT_ZIP, mediaType: 'application/zip', bytes },
    );
    const sent = await api.ask('GET', `/api/coding_agent/${build}/download`);
    expect([sent.status, sent.headers.get('content-length'), sent.headers.get('content-disposition')]).toEqual([
      200,
      String(bytes.length),
      expect.stringContaining(`${build}.zip`),
    ]);
    expect((await api.ask('GET', `/api/coding_agent/${build}/download`, { token: 'eve-token' })).status).toBe(404);
  });
});

describe('the sweep', () => {
  it('removes what has expired with its blob, once, and what a crash left', async () => {
    const sweeper = api.app.deps.artifactSweeper;
    const [old, fresh] = [await upload('old'), await upload('fresh')];
    await engines.sql(`update artifacts set expires_at = now() - interval '1 minute' where id = $1`, [old]);
    const build = await api.create();
    const keep = (name: string) =>
      keepBinaryArtifact({ db: api.database, blobs: api.app.deps.blobs }, { buildId: build, name, mediaType: 'image/png', bytes: Buffer.from(name) });
    const { id: left } = await keep('left');
    await engines.sql(`update builds set ended_at = now() - interval '31 days' where id = $1`, [build]);
    await api.app.deps.blobs.put('art-orphan00000000', Buffer.from('x'));
    const reports = await Promise.all([sweeper.runOnce(), sweeper.runOnce()]);
    expect(reports.reduce((sum, { expired }) => sum + expired, 0)).toBe(2);
    for (const id of [old, left]) expect([await api.app.deps.blobs.read(id), (await get(`/${id}`)).status]).toEqual([null, 404]);
    expect((await get(`/${fresh}/download`)).text).toBe('fresh');
    // A young blob may belong to an upload under way.
    expect(await api.app.deps.blobs.read('art-orphan00000000')).not.toBeNull();
    expect(await sweeper.runOnce(Date.now() + 2 * 3_600_000)).toMatchObject({ expired: 0, orphans: 1 });
    expect((await get(`/${fresh}/download`)).text).toBe('fresh');
  });

  it('spares what a build at work was given', async () => {
    const id = await upload('a,b\n1,2\n', 'sales.csv');
    const build = await api.create({ description: 'a report', artifacts: { datasets: [id] } });
    await engines.sql(`update artifacts set expires_at = now() - interval '1 minute' where id = $1`, [id]);
    expect((await api.app.deps.artifactSweeper.runOnce()).expired).toBe(0);
    expect((await api.ask('DELETE', `/artifacts/${id}`)).body).toMatchObject({ code: 'ARTIFACT_IN_USE' });
    await engines.sql(`update builds set ended_at = now(), status = 'completed' where id = $1`, [build]);
    expect((await api.app.deps.artifactSweeper.runOnce()).expired).toBe(1);
  });
});

describe('an intent', () => {
  it('names uploads, which its build is given with the beginning of each text', async () => {
    const zip = await upload(rawZip([{ name: 'a', content: 'x' }]), 'days.ZIP');
    const [doc, data, image] = [await upload('# wishes\n', 'wishes.md'), await upload('a,b\n1,2\n', 'wishes.md'), await upload('\u0089PNG', 'logo.bin')];
    const build = await api.create({ description: 'a report', artifacts: { artifact_ids: [doc, image], datasets: [data, zip] } });
    const [row] = await engines.sql<{ artifacts: { inputs: object[] } }>('select artifacts from builds where id = $1', [build]);
    expect(row?.artifacts.inputs).toMatchObject([
      { id: doc, kind: 'document', path: 'docs/input/wishes.md', excerpt: '# wishes\n', media_type: 'text/markdown' },
      { id: image, kind: 'document', path: 'docs/input/logo.bin' },
      { id: data, kind: 'dataset', path: 'data/wishes.md', excerpt: 'a,b\n1,2\n' },
      { id: zip, kind: 'dataset', path: 'data/days', media_type: 'application/zip', excerpt: null },
    ]);
  });

  it('is refused when it names what is not there, not theirs, or one twice', async () => {
    const foreign = await upload('x', 'x.txt', 'eve-token');
    const mine = await upload('x', 'x.txt');
    const refused = async (artifacts: object) => {
      const { status, body } = await api.ask('POST', '/coding_agent/create', { body: { description: 'x', artifacts } });
      return [status, (body['errors'] as { pointer: string; detail: string }[] | undefined)?.[0]];
    };
    expect(await refused({ artifact_ids: [mine, foreign] })).toEqual([
      422,
      { pointer: '/artifacts/artifact_ids/1', detail: expect.stringContaining('no artifact of yours') },
    ]);
    expect(await refused({ datasets: ['art-00000000'] })).toEqual([
      422,
      { pointer: '/artifacts/datasets/0', detail: expect.stringContaining('no artifact of yours') },
    ]);
    expect(await refused({ datasets: [mine], artifact_ids: [mine] })).toEqual([422, { pointer: '/artifacts/datasets/0', detail: 'is named twice' }]);
    expect(await refused({ datasets: ['../x'] })).toEqual([422, { pointer: '/artifacts/datasets/0', detail: expect.stringContaining('must be the id') }]);
  });
});
