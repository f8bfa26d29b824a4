/** Submissions: how fast one is answered while they keep coming, and how many a second beside a bare Express route. */
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { BenchContext, Benchmark } from '../benchmark.js';
import { figure, type Figure } from '../figure.js';
import { PYTHON_INTENT } from '../intents.js';
import { alternate } from '../statistics.js';
import { openRoutes } from '../floors/routes.js';
import type { BenchStack } from '../stack.js';

const CREATE_MS_MAX = 200;
const PER_SECOND = 20;
// The share of a bare route, in percent.
const SHARE_MIN = 70;
// 600 plans on two cores take a minute or two; a machine that is busy gets ten.
const PLANNED_MS = 10 * 60_000;

export const create: Benchmark = { name: 'create', model: 'template', run };

async function run(context: BenchContext): Promise<Figure[]> {
  // The flood comes last: what it left to do would be in the way of the other.
  const throughput = await throughputBeside(context);
  return [...(await flood(context)), throughput];
}

async function flood({ stack, quick, say }: BenchContext): Promise<Figure[]> {
  const seconds = quick ? 5 : 30;
  say(`${PER_SECOND} creates a second for ${seconds} s.`);
  const before = await countPlanned(stack);
  const { took, errors } = await submitSteadily(stack, seconds * PER_SECOND);
  const began = Date.now();
  say('waiting until every one of them is at its plan gate.');
  const missing = await untilPlanned(stack, before + took.length);
  const drained = (Date.now() - began) / 1000;
  const note = `${PER_SECOND}/s for ${seconds} s; the last plan was there ${drained.toFixed(1)} s after the last create`;
  return [
    figure(`create, ${PER_SECOND} a second: 202 after`, 'ms', took, { of: 'p95', atMost: CREATE_MS_MAX }, { note }),
    figure('create: answered with an error, or without a plan in the end', 'failed', [errors + missing], { of: 'median', atMost: 0 }),
  ];
}

/** One request each 50 ms, whatever became of the ones before. Answers their milliseconds, and how many failed. */
async function submitSteadily(stack: BenchStack, count: number): Promise<{ took: number[]; errors: number }> {
  const { client } = stack;
  const took: number[] = [];
  let errors = 0;
  const one = async () => {
    const began = performance.now();
    const answer = await client.send('POST', 'create', { description: PYTHON_INTENT }).catch(() => ({ status: 0 }));
    if (answer.status === 202) took.push(performance.now() - began);
    else errors += 1;
  };
  const began = performance.now();
  const requests: Promise<void>[] = [];
  for (let index = 0; index < count; index += 1) {
    await sleep(Math.max(0, began + (index * 1000) / PER_SECOND - performance.now()));
    requests.push(one());
  }
  await Promise.all(requests);
  return { took, errors };
}

/** How many never got there. */
async function untilPlanned(stack: BenchStack, wanted: number): Promise<number> {
  const deadline = Date.now() + PLANNED_MS;
  for (;;) {
    const planned = await countPlanned(stack);
    if (planned >= wanted || Date.now() > deadline) return Math.max(0, wanted - planned);
    await sleep(200);
  }
}

async function countPlanned(stack: BenchStack): Promise<number> {
  const client = new pg.Client({ connectionString: stack.endpoints().databaseOwnerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: string }>("select count(*) from events where kind = 'gate.opened' and data->>'wait' = 'plan'");
    return Number(rows[0]?.count ?? 0);
  } finally {
    await client.end();
  }
}

async function throughputBeside({ stack, quick, say }: BenchContext): Promise<Figure> {
  const [rounds, seconds] = quick ? [1, 3] : [3, 8];
  say(`create at full speed, beside a bare Express route (${rounds} rounds of 2 x ${seconds} s).`);
  const routes = await openRoutes(stack);
  try {
    await routes.perSecond('bare', 1);
    await routes.perSecond('product', 1);
    const { left, right } = await alternate(
      rounds,
      () => routes.perSecond('bare', seconds),
      () => routes.perSecond('product', seconds),
    );
    const share = (figure('', 'per s', right, null).median / figure('', 'per s', left, null).median) * 100;
    const shown = figure('create at full speed, 10 connections', 'per s', right, null, {
      floor: { label: 'bare Express 5 route, same statement', samples: left },
    });
    return {
      ...shown,
      bound: { text: `median >= ${SHARE_MIN} % of the floor`, ok: share >= SHARE_MIN },
      note: `${share.toFixed(0)} % of the floor; on a database of its own and with Temporal away, so that both do the same work`,
    };
  } finally {
    await routes.close();
  }
}
