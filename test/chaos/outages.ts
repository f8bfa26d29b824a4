/** An engine is away: submissions are taken all the same, and what ran goes on when it is back. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from './client.js';
import { type ChaosRun, type Outcome } from './run.js';
import { intentOf, SCENARIOS, submit } from './scenario.js';
import { patiently } from './stack.js';

const BUILDS = 5;
// Far enough into their work that the restart hits running steps.
const UNDER_WAY_MS = 4_000;
// A server whose main process was killed may answer for a moment through those it had forked: only after that its absence is seen.
const GONE_MS = 5_000;

export async function runOutages(run: ChaosRun, temporalDownMs: number): Promise<Outcome> {
  const outcome: Outcome = { builds: 0, blows: 0, extraRequests: 0, problems: [], figures: {} };
  // What an earlier part killed last must be back: with two engines away a submission is refused, and rightly.
  await sleep(Math.max(0, (run.stack.blows.at(-1)?.at ?? 0) + GONE_MS - Date.now()));
  await patiently('the stack', async () => {
    const { status } = await ask(run.stack, 'GET', '/readyz');
    if (status !== 200) throw new Error(`/readyz answers ${status}`);
  });
  await temporalAway(run, temporalDownMs, outcome);
  await postgresRestarts(run, outcome);
  return outcome;
}

/** Temporal is held down; five submissions must be answered 202 meanwhile, and run afterwards. */
async function temporalAway(run: ChaosRun, downMs: number, outcome: Outcome): Promise<void> {
  const calm = await run.calmByApi('small');
  run.stack.hold('temporal');
  run.stack.kill('temporal');
  const since = Date.now();
  const ids: string[] = [];
  try {
    for (let number = 0; number < BUILDS; number += 1) {
      const answer = await ask(run.stack, 'POST', '/api/coding_agent/create', intentOf(SCENARIOS.small, `outage ${number} ${since}`));
      if (answer.status === 202) ids.push(String(answer.body['id']));
      else outcome.problems.push(`with Temporal down create answered ${answer.status}: ${String(answer.body['detail'])}`);
    }
    await sleep(Math.max(0, since + downMs - Date.now()));
  } finally {
    run.stack.release('temporal');
  }
  outcome.blows += 1;
  await judgeAll(run, ids, calm, outcome);
  outcome.figures['Temporal down, seconds'] = Math.round(downMs / 1000);
  outcome.figures['submissions answered 202 meanwhile'] = ids.length;
}

/** PostgreSQL is killed while five builds run; the supervisor starts it again. */
async function postgresRestarts(run: ChaosRun, outcome: Outcome): Promise<void> {
  const calm = await run.calmByApi('small');
  const ids = await Promise.all(Array.from({ length: BUILDS }, (_, number) => submit(run.stack, SCENARIOS.small, `restart ${number} ${Date.now()}`)));
  const all = judgeAll(run, ids, calm, outcome);
  await sleep(UNDER_WAY_MS);
  if (run.stack.kill('postgres')) outcome.blows += 1;
  else outcome.problems.push('PostgreSQL was not there to be killed');
  await all;
  outcome.figures['builds through a restart of PostgreSQL'] = ids.length;
}

async function judgeAll(run: ChaosRun, ids: string[], calm: Parameters<ChaosRun['endure']>[2], outcome: Outcome): Promise<void> {
  const verdicts = await Promise.all(ids.map((id) => run.endure(id, SCENARIOS.small, calm)));
  outcome.builds += ids.length;
  for (const verdict of verdicts) {
    outcome.extraRequests += verdict.extraRequests;
    outcome.problems.push(...verdict.problems);
  }
}
