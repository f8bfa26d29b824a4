import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { publicOnly, requireAllowedUrl } from '../../api/webhooks/address.js';
import { FAILURES_MAX, WebhookSender } from '../../api/webhooks/sender.js';
import { Seal } from '../../api/webhooks/seal.js';
import { record } from '../../db/queries/record.js';
import { claimDeliveries } from '../../db/queries/webhooks.js';
import { apiAlone } from '../api/alone.js';
import type { Api } from '../api/stack.js';
import { newBuild } from '../harness/builds.js';
import type { TestDatabase } from '../harness/database.js';

interface Heard {
  headers: IncomingMessage['headers'];
  body: string;
}

/** A receiver as people write one; a test says how it answers. */
class Receiver {
  readonly heard: Heard[] = [];
  answer: (heard: Heard, response: ServerResponse) => void = (_heard, response) => response.writeHead(204).end();
  private constructor(readonly server: Server) {}

  static async open(): Promise<Receiver> {
    const receiver: Receiver = new Receiver(createServer((request, response) => void receiver.take(request, response)));
    await new Promise<void>((resolve) => receiver.server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const heard = { headers: request.headers, body: Buffer.concat(chunks).toString('utf8') };
    this.heard.push(heard);
    this.answer(heard, response);
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

let database: TestDatabase;
let api: Api;
let close: () => Promise<void>;
let receiver: Receiver;
beforeAll(async () => {
  // Without work beside requests: a test sends when it says so.
  ({ database, api, close } = await apiAlone());
  receiver = await Receiver.open();
});
afterAll(async () => {
  receiver.close();
  await close();
});
afterEach(async () => {
  receiver.heard.length = 0;
  receiver.answer = (_heard, response) => response.writeHead(204).end();
  await database.sql('delete from webhooks');
});

const sender = (allow: string[] = ['127.0.0.1']) =>
  new WebhookSender({ database: database.db, seal: new Seal(Buffer.alloc(32, 7)), allow, log: pino({ level: 'silent' }) });
const add = async (body: object) => api.ask('POST', '/webhooks', { body });
const hook = async (id: unknown) =>
  ((await api.ask('GET', '/webhooks')).body['items'] as unknown as Record<string, unknown>[]).find((each) => each['id'] === id);
/** What waits is due now. */
const later = () => database.sql(`update webhook_deliveries set next_at = now() where state = 'pending'`);

/** A build, and something that happens to it. */
async function happens(key = 'p'): Promise<string> {
  const { buildId } = await newBuild(database.db);
  await record(database.db.orm, { buildId, key, event: { kind: 'plan.ready', version: 1, digest: 'a'.repeat(64), title: 'Tasks', tasks: 3 } });
  return buildId;
}

describe('a webhook', () => {
  it('hears of events by their names, signed, with an id', async () => {
    const made = await add({ url: receiver.url, events: ['coding.plan.*'] });
    expect(made).toMatchObject({ status: 201, body: { active: true, events: ['coding.plan.*'] } });
    const secret = String(made.body['secret']);
    const buildId = await happens();
    await record(database.db.orm, { buildId, key: 't', event: { kind: 'task.started', task: 't1', goal: 'g', role: 'r', attempt: 1 } });
    await sender().runOnce();
    expect(receiver.heard).toHaveLength(1);
    const [{ headers, body }] = receiver.heard as [Heard];
    expect(JSON.parse(body)).toMatchObject({
      event: 'coding.plan.ready',
      build_id: buildId,
      title: 'Tasks',
      seq: 2,
      data: { version: 1, tasks: 3 },
      id: headers['x-millwright-delivery'],
    });
    const [, seconds, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-millwright-signature'])) ?? [];
    expect(signature).toBe(createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex'));
    expect(headers['x-millwright-event']).toBe('coding.plan.ready');
    expect(await hook(made.body['id'])).toMatchObject({ last_status: 204, failures: 0 });
    // Delivered is delivered.
    await later();
    expect(await sender().runOnce()).toBe(0);
  });

  it("shows its secret once, keeps it sealed, and is its owner's alone", async () => {
    const made = await add({ url: receiver.url });
    const list = await api.ask('GET', '/webhooks');
    expect(list.text).not.toContain(String(made.body['secret']));
    const [row] = await database.sql<{ sealed_secret: string }>('select sealed_secret from webhooks');
    const sealed = row?.sealed_secret ?? '';
    expect(sealed).not.toContain(String(made.body['secret']).slice(6, 20));
    expect(() => new Seal(Buffer.alloc(32, 7)).open(sealed, 'another webhook')).toThrow();
    await database.sql(`insert into users (id, name, role) values ('other', 'Other', 'admin') on conflict do nothing`);
    await database.sql(`update webhooks set user_id = 'other'`);
    for (const [method, path] of [
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/test'],
      ['GET', '/deliveries'],
    ] as const) {
      const body = method === 'PATCH' ? { body: { active: true } } : {};
      expect((await api.ask(method, `/webhooks/${made.body['id']}${path}`, body)).status).toBe(404);
    }
  });

  it('is tried again later and later, with the same id, until it takes it', async () => {
    const made = await add({ url: receiver.url });
    await happens();
    let failures = 0;
    receiver.answer = (_heard, response) => response.writeHead(failures++ < 2 ? 500 : 200).end('thanks');
    for (let round = 0; round < 4; round += 1) {
      await sender().runOnce();
      await later();
    }
    expect(receiver.heard).toHaveLength(3);
    expect(new Set(receiver.heard.map(({ headers }) => headers['x-millwright-delivery'])).size).toBe(1);
    expect(await hook(made.body['id'])).toMatchObject({ failures: 0, last_error: null, last_status: 200 });
    const waits = await database.sql<{ wait: number }>(
      `select extract(epoch from next_at - now())::int as wait from webhook_deliveries where state = 'pending'`,
    );
    expect(waits).toEqual([]);
  });

  it('is sent to again when the sender died in between', async () => {
    await add({ url: receiver.url });
    await happens();
    expect(await claimDeliveries(database.db.orm, 10, 30)).toHaveLength(1);
    // Its lease still runs: nobody else takes it.
    expect(await sender().runOnce()).toBe(0);
    await later();
    expect(await sender().runOnce()).toBe(1);
    expect(receiver.heard).toHaveLength(1);
  });

  it('takes turns with those of other people, whatever they have waiting', async () => {
    await database.sql(`insert into users (id, name, role) values ('other', 'Other', 'admin') on conflict do nothing`);
    const others = await Promise.all(Array.from({ length: 10 }, () => add({ url: receiver.url })));
    await database.sql(`update webhooks set user_id = 'other'`);
    for (const { body } of others)
      await database.sql(
        `insert into webhook_deliveries (webhook_id, event, key, body, next_at)
         select $1, 'coding.ping', 'old ' || n, '{"event": "coding.ping"}', now() - interval '1 hour' from generate_series(1, 20) n`,
        [body['id']],
      );
    const mine = await add({ url: receiver.url });
    await happens();
    const claimed = await claimDeliveries(database.db.orm, 5, 30);
    expect(claimed).toHaveLength(5);
    expect(claimed.map(({ webhookId }) => webhookId)).toContain(mine.body['id']);
  });

  it('has a few tests waiting at most, and each person so many webhooks, however many are asked for at once', async () => {
    const made = await add({ url: receiver.url });
    const path = `/webhooks/${made.body['id']}/test`;
    const asked = await Promise.all(Array.from({ length: 12 }, () => api.ask('POST', path)));
    expect(new Set(asked.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(asked.map(({ body }) => body['id'])).size).toBe(3);
    await sender().runOnce();
    expect(receiver.heard).toHaveLength(3);
    // Those have ended: there is room for others.
    expect((await api.ask('POST', path)).body).toMatchObject({ state: 'pending', attempts: 0 });
    const added = await Promise.all(Array.from({ length: 25 }, () => add({ url: receiver.url })));
    expect(added.filter(({ status }) => status === 201)).toHaveLength(19);
    expect(added.filter(({ status }) => status !== 201).map(({ body }) => body['code'])).toEqual(Array(6).fill('TOO_MANY_WEBHOOKS'));
  });

  it('is switched off after failing again and again, says so, and is switched on by its owner', async () => {
    const made = await add({ url: receiver.url });
    receiver.answer = (_heard, response) => response.writeHead(503).end('down');
    await database.sql('update webhooks set failures = $1', [FAILURES_MAX - 1]);
    await happens();
    await sender().runOnce();
    // Not after a moment, however many events there were in it.
    expect(await hook(made.body['id'])).toMatchObject({ active: true, failures: FAILURES_MAX });
    await database.sql(`update webhook_deliveries set created_at = now() - interval '61 minutes'`);
    await later();
    await sender().runOnce();
    expect(await hook(made.body['id'])).toMatchObject({ active: false, disabled_reason: expect.stringContaining('503: down') });
    expect((await api.ask('GET', '/notifications?status=unread')).body).toMatchObject({ notifications: [{ kind: 'webhook_disabled' }] });
    await happens();
    await later();
    expect(await sender().runOnce()).toBe(0);
    // A test is sent all the same, so that one sees whether it works again.
    receiver.answer = (_heard, response) => response.writeHead(200).end();
    expect((await api.ask('POST', `/webhooks/${made.body['id']}/test`)).status).toBe(202);
    expect(await sender().runOnce()).toBe(1);
    expect(JSON.parse(receiver.heard.at(-1)?.body ?? '')).toMatchObject({ event: 'coding.ping' });
    expect((await api.ask('PATCH', `/webhooks/${made.body['id']}`, { body: { active: true } })).body).toMatchObject({ active: true, failures: 0 });
    // What was promised before it was switched off still comes; what happened meanwhile was not promised.
    expect(await sender().runOnce()).toBe(1);
    expect((await api.ask('GET', `/webhooks/${made.body['id']}/deliveries?status=delivered`)).body['total']).toBe(2);
  });

  it('is switched off at once by a receiver that is gone for good; redirects are not followed', async () => {
    const made = await add({ url: receiver.url });
    await happens();
    receiver.answer = (_heard, response) => response.writeHead(302, { location: `${receiver.url}/elsewhere` }).end();
    await sender().runOnce();
    expect(receiver.heard).toHaveLength(1);
    expect(await hook(made.body['id'])).toMatchObject({ active: true, last_status: 302 });
    receiver.answer = (_heard, response) => response.writeHead(410).end();
    await later();
    await sender().runOnce();
    expect(await hook(made.body['id'])).toMatchObject({ active: false });
  });

  it('gives up waiting for an answer that never ends, and reads only its beginning', async () => {
    await add({ url: receiver.url });
    await happens();
    receiver.answer = (_heard, response) => {
      response.writeHead(500);
      const drip = setInterval(() => response.write('x'.repeat(1_000)), 5);
      response.once('close', () => clearInterval(drip));
    };
    await sender().runOnce();
    const [row] = await database.sql<{ last_error: string }>('select last_error from webhook_deliveries');
    expect(row?.last_error.length).toBeLessThan(400);
  });
});

describe('the address of a webhook', () => {
  const REFUSED = [
    'http://example.org/hook',
    'https://127.0.0.1:8443/',
    'https://10.0.0.7/',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://0x7f000001/',
    'https://2130706433/',
    'https://localhost/',
    'https://printer.local/',
    'https://intranet/',
    'https://user:secret@example.org/',
    'ftp://example.org/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'nonsense',
  ];
  it.each(REFUSED)('is refused: %s', (url) => expect(() => requireAllowedUrl(url, [])).toThrow(/WEBHOOK_URL_NOT_ALLOWED/));

  it('may be public by https, or whatever the operator named', async () => {
    expect(requireAllowedUrl('https://example.org/hook', []).href).toBe('https://example.org/hook');
    expect(requireAllowedUrl('http://10.0.0.7:9000/x', ['10.0.0.7:9000']).port).toBe('9000');
    expect(() => requireAllowedUrl('http://10.0.0.7:9001/x', ['10.0.0.7:9000'])).toThrow();
    expect((await add({ url: 'http://10.0.0.7/' })).body).toMatchObject({ status: 422, code: 'WEBHOOK_URL_NOT_ALLOWED' });
    for (const body of [{}, { url: receiver.url, events: [] }, { url: receiver.url, events: ['coding.plan*'] }, { url: receiver.url, secret: 'x' }])
      expect((await add(body)).status).toBe(422);
  });

  it('is looked at again when it is connected to: a name that leads to a private address gets nothing', async () => {
    const made = await add({ url: receiver.url });
    await happens();
    // The operator took the permission back.
    await sender([]).runOnce();
    expect(receiver.heard).toEqual([]);
    // A public name whose answer is private: no name of a test resolves outside, so the lookup itself is asked.
    const refused = await new Promise<NodeJS.ErrnoException | null>((resolve) => publicOnly('localhost', { all: true }, (error) => resolve(error)));
    expect(refused?.code).toBe('EADDRNOTPUBLIC');
    expect(await hook(made.body['id'])).toMatchObject({ failures: 1 });
  });
});
