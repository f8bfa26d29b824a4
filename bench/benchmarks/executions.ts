/** A hundred executions of two users at once: all end, the two get their turns alike, and memory stays as it is. */
import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { BenchContext, Benchmark } from '../benchmark.js';
import { figure, type Figure } from '../figure.js';
import { ensureImages } from '../images.js';
import { pssMb } from '../machine.js';
import type { BenchStack } from '../stack.js';

const PROMPT = 'a function that says whether a number is prime, in Python';
// The modest user asks last, for a fifth of all: served in the order of asking it would end last.
const CROWD = { eager: 80, modest: 20 };
const QUICK_CROWD = { eager: 16, modest: 4 };
// What a process allocates on its first work is not growth.
const WARM_UP = 8;
const LOOK_MS = 500;
// A second each, on a machine that is busy with other things.
const CROWD_MS = 20 * 60_000;
// From the first of the modest user's turns to the last: half of them are its own when turns are fair, a fifth in the order of asking.
const SHARE_MIN = 45;
// Planning needs no sandbox: a hundred that wait for one must not be in its way.
const PLAN_SECONDS_MAX = 10;
// The young generation of one heap may be full or just collected when it is looked at.
const GROWTH_MB_MAX = 48;

export const executions: Benchmark = { name: 'executions', model: 'template', run };

async function run({ stack, quick, say }: BenchContext): Promise<Figure[]> {
  await ensureImages(stack, ['python'], say);
  const crowd = quick ? QUICK_CROWD : CROWD;
  const client = new pg.Client({ connectionString: stack.endpoints().databaseOwnerUrl });
  await client.connect();
  try {
    const people = new Crowd(stack, client);
    say(`${WARM_UP} executions first.`);
    await people.ask('warm', WARM_UP);
    await people.watch(['warm'], WARM_UP);
    const alone = await people.plan('third');
    say(`${crowd.eager} executions of one user and then ${crowd.modest} of another, at once.`);
    const began = Date.now();
    await people.ask('eager', crowd.eager);
    const last = (await people.ask('modest', crowd.modest)).at(-1) ?? '';
    const [planned, seen] = await Promise.all([people.plan('third'), people.watch(['eager', 'modest'], crowd.eager + crowd.modest, last)]);
    return figuresOf(seen, crowd, { all: (Date.now() - began) / 1000, plan: planned, alone });
  } finally {
    await client.end();
  }
}

function figuresOf({ ends, memory, places }: Seen, { eager, modest }: typeof CROWD, seconds: { all: number; plan: number; alone: number }): Figure[] {
  const all = eager + modest;
  const isModest = ({ user }: { user: string }) => user === 'modest';
  const turns = ends.findLastIndex(isModest) - ends.findIndex(isModest) + 1;
  const share = turns === 0 ? Number.NaN : (modest / turns) * 100;
  const tenth = Math.ceil(memory.length / 10);
  const mean = (samples: readonly number[]) => samples.reduce((sum, one) => sum + one, 0) / samples.length;
  const [before, after] = [mean(memory.slice(0, tenth)), mean(memory.slice(-tenth))];
  const queueNote = `its last was shown at place ${places[0] ?? '-'} of the queue first, then at ${new Set(places).size} others`;
  return [
    figure(`${all} executions at once: did not pass`, 'failed', [all - ends.filter(({ status }) => status === 'passed').length], { of: 'median', atMost: 0 }),
    figure(`${all} executions at once: the last had ended after`, 's', [seconds.all], null, { note: `${((all / seconds.all) * 60).toFixed(0)} a minute` }),
    figure(
      'a plan that a third user asked for meanwhile was there after',
      's',
      [seconds.plan],
      { of: 'median', atMost: PLAN_SECONDS_MAX },
      {
        floor: { label: 'the same before, alone', samples: [seconds.alone] },
      },
    ),
    figure(
      `turns of the user who asked last for ${modest}, from the first of these to the last`,
      '%',
      [share],
      { of: 'median', atLeast: SHARE_MIN },
      { note: queueNote },
    ),
    figure(
      'API and worker: growth from the first tenth of that time to the last',
      'MB',
      [after - before],
      { of: 'median', atMost: GROWTH_MB_MAX },
      {
        note: `PSS ${before.toFixed(0)} MB, then ${after.toFixed(0)} MB; at most ${Math.max(...memory).toFixed(0)} MB`,
      },
    ),
  ];
}

interface Seen {
  /** In the order they ended. */
  ends: { user: string; status: string }[];
  /** Megabytes of API and worker together, as time goes on. */
  memory: number[];
  /** Where the one that was looked at stood, as long as it waited. */
  places: number[];
}

/** Users of the stack, each made by its first request. */
class Crowd {
  readonly #tokens = new Map<string, string>();

  constructor(
    private readonly stack: BenchStack,
    private readonly client: pg.Client,
  ) {}

  /** All of these at once; answers their ids. */
  async ask(user: string, count: number): Promise<string[]> {
    const token = await this.#tokenOf(user);
    return Promise.all(
      Array.from({ length: count }, async () => String((await this.#send(token, 'POST', '/api/execute', { prompt: PROMPT }))['execution_id'])),
    );
  }

  /** A build of a user; answers the seconds until its plan waits for them. */
  async plan(user: string): Promise<number> {
    const token = await this.#tokenOf(user);
    const began = Date.now();
    const { status_url } = await this.#send(token, 'POST', '/api/coding_agent/create', { description: PROMPT });
    for (const deadline = began + CROWD_MS; Date.now() < deadline; await sleep(LOOK_MS / 5))
      if ((await this.#send(token, 'GET', String(status_url)))['waiting_for']) break;
    return (Date.now() - began) / 1000;
  }

  /** Until `count` executions of these users have ended. */
  async watch(users: string[], count: number, lookAt?: string): Promise<Seen> {
    const seen: Seen = { ends: [], memory: [], places: [] };
    for (const deadline = Date.now() + CROWD_MS; seen.ends.length < count && Date.now() < deadline; await sleep(LOOK_MS)) {
      const query = 'select user_id as user, status from executions where user_id = any($1) and ended_at is not null order by ended_at';
      seen.ends = (await this.client.query<Seen['ends'][number]>(query, [users])).rows;
      seen.memory.push(pssMb(this.stack.pidOf('api')) + pssMb(this.stack.pidOf('worker')));
      if (!lookAt) continue;
      const { queue } = await this.#send(await this.#tokenOf('modest'), 'GET', `/api/execute/${lookAt}`);
      if (queue) seen.places.push((queue as { position: number }).position);
    }
    return seen;
  }

  async #tokenOf(user: string): Promise<string> {
    const known = this.#tokens.get(user);
    if (known !== undefined) return known;
    const token = randomBytes(24).toString('hex');
    this.#tokens.set(user, token);
    await this.client.query(`insert into users (id, name, role) values ($1, $1, 'developer')`, [user]);
    await this.client.query('insert into tokens (id, user_id, sha256) values ($1, $1, $2)', [user, createHash('sha256').update(token).digest('hex')]);
    return token;
  }

  async #send(token: string, method: string, path: string, body?: object): Promise<Record<string, unknown>> {
    const headers = { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) };
    const response = await fetch(`${this.stack.url}${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${(await response.text()).slice(0, 500)}`);
    return (await response.json()) as Record<string, unknown>;
  }
}
