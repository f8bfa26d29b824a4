/** Compares a build that was hurt with its calm twin. A sentence for each thing that is not right. */
import type { Observation } from './observe.js';
import type { Scenario } from './scenario.js';
import type { Blow } from './stack.js';

export interface Verdict {
  problems: string[];
  /** Requests to the model beyond the twin's, each explained by a blow that hit an open call. */
  extraRequests: number;
}

// The clocks are of one machine, but a busy one says late that it was hit, and that it was asked.
const CLOCK_MS = 50;

export function judge(hurt: Observation, calm: Observation, scenario: Scenario, blows: readonly Blow[]): Verdict {
  const llm = judgeRequests(hurt, calm, blows);
  const problems = [
    ...judgeEnd(hurt, calm, scenario),
    ...judgeEvents(hurt, calm),
    ...same(
      'audit rows',
      hurt.audit.map((row) => `${row.key} ${row.action}`),
      calm.audit.map((row) => `${row.key} ${row.action}`),
    ),
    ...same(
      'steps',
      hurt.steps.map((step) => JSON.stringify(step)),
      calm.steps.map((step) => JSON.stringify(step)),
    ),
    ...same('commits on main', hurt.commits, calm.commits),
    ...repeated(
      'a step has two commits',
      hurt.commits.filter((step) => !step.endsWith('/merge')),
    ),
    ...judgeMoney(hurt),
    ...judgeDeployments(hurt, calm),
    ...llm.problems,
  ];
  return { problems: problems.map((problem) => `${hurt.id}: ${problem}`), extraRequests: llm.extra };
}

function judgeEnd(hurt: Observation, calm: Observation, scenario: Scenario): string[] {
  const { status } = hurt;
  const problems: string[] = [];
  if (status.status !== scenario.ends) problems.push(`ended ${status.status} (${JSON.stringify(status.failure)}) instead of ${scenario.ends}`);
  if (status.result?.tree !== calm.status.result?.tree) problems.push(`tree ${status.result?.tree} instead of ${calm.status.result?.tree}`);
  if (hurt.openSessions > 0) problems.push(`${hurt.openSessions} sessions are still running`);
  for (const { kind, done } of hurt.outbox) if (!done) problems.push(`the promise ${kind} is still open`);
  return problems;
}

function judgeEvents(hurt: Observation, calm: Observation): string[] {
  const problems = hurt.events.flatMap(({ seq }, index) => (seq === index + 1 ? [] : [`event ${index + 1} has the number ${seq}`])).slice(0, 1);
  // What was tried again, takes long or waits for its turn is told; everything else happens once.
  const told = (seen: Observation) =>
    seen.events.filter((event) => !['retrying', 'working', 'queue'].includes(event.kind)).map((event) => `${event.key} ${event.kind}`);
  return [...problems, ...same('events', told(hurt), told(calm))];
}

function judgeMoney(hurt: Observation): string[] {
  const problems: string[] = [];
  for (const call of hurt.calls) if (call.state !== 'answered') problems.push(`the call ${call.key} is ${call.state}`);
  for (const row of hurt.money) if (!['settled', 'released', 'uncertain'].includes(row.state)) problems.push(`the reservation ${row.key} is ${row.state}`);
  if (hurt.reservedUsd !== 0) problems.push(`$${hurt.reservedUsd} are still reserved`);
  return problems;
}

function judgeDeployments(hurt: Observation, calm: Observation): string[] {
  const states = (seen: Observation) => seen.status.deployments.map((one) => `${one.environment} ${one.status}`);
  const running = (seen: Observation) => seen.serving.filter((one) => one.running).map((one) => `${one.role} ${one.deployment.replace(seen.id, '<id>')}`);
  return [
    ...same('deployments', states(hurt), states(calm)),
    ...(running(hurt).length > (hurt.health.length > 0 ? 1 : 0)
      ? [`${running(hurt).length} containers serve one environment: ${running(hurt).join('; ')}`]
      : []),
    ...same('serving containers', running(hurt), running(calm)),
    ...same('health of the deployments', hurt.health, calm.health),
    ...hurt.serving.flatMap((one) => (['test', 'data', 'candidate'].includes(one.role) ? [`a ${one.role} container of ${one.deployment} is left`] : [])),
  ];
}

/** Each request beyond the twin's must be one that was sent again since a blow took the send before it. */
function judgeRequests(hurt: Observation, calm: Observation, blows: readonly Blow[]): { problems: string[]; extra: number } {
  const expected = countBy(calm.requests.map((request) => request.place));
  const places = countBy(hurt.requests.map((request) => request.place));
  const problems = [...expected.keys()].filter((place) => !places.has(place)).map((place) => `the model was never asked at ${place}`);
  const tooOften = [...places].filter(([place, count]) => count > (expected.get(place) ?? 0));
  const explained = explainedAt(
    tooOften.flatMap(([place]) => repeatsAt(place, hurt)),
    lostSends(hurt, blows),
  );
  let extra = 0;
  for (const [place, count] of tooOften) {
    const allowed = expected.get(place) ?? 0;
    extra += count - allowed;
    if (count - (explained.get(place) ?? 0) > allowed)
      problems.push(`the model was asked ${count} times instead of ${allowed} at ${place}, and no blow explains it${trace(place, hurt)}`);
  }
  return { problems, extra };
}

interface Lost {
  bookedAt: number;
  closedAt: number;
}

/** The sends that were given up as lost after a blow fell while they were open. The API asks no model. */
function lostSends(hurt: Observation, blows: readonly Blow[]): Lost[] {
  return hurt.money.flatMap(({ state, bookedAt, closedAt }) => {
    if (state !== 'uncertain' || closedAt === null) return [];
    const isHit = blows.some(({ target, at }) => target !== 'api' && at >= bookedAt - CLOCK_MS && at <= closedAt);
    return isHit ? [{ bookedAt, closedAt }] : [];
  });
}

/** A request, and an equal one before it. */
interface Repeat {
  place: string;
  first: number;
  again: number;
}

/** A place may be asked several different things (each file of a design): only an equal request is one that was sent again. */
function repeatsAt(place: string, hurt: Observation): Repeat[] {
  const asked = hurt.requests.filter((request) => request.place === place);
  return [...new Set(asked.map(({ digest }) => digest))].flatMap((wanted) => {
    const times = asked.flatMap(({ digest, at }) => (digest === wanted ? [at] : [])).sort((a, b) => a - b);
    return times.slice(1).map((again, index) => ({ place, first: times[index] ?? 0, again }));
  });
}

/**
 * How many repeats of each place a lost send explains, each of them one: that which was closed last before it. It was the first
 * of the two or, when its process was stopped at the very sending, the second.
 */
function explainedAt(repeats: readonly Repeat[], lost: readonly Lost[]): Map<string, number> {
  const left = [...lost].sort((a, b) => b.closedAt - a.closedAt);
  const places: string[] = [];
  for (const { place, first, again } of [...repeats].sort((a, b) => a.again - b.again)) {
    const index = left.findIndex(({ bookedAt, closedAt }) => bookedAt - CLOCK_MS <= first && closedAt <= again + CLOCK_MS);
    if (index < 0) continue;
    left.splice(index, 1);
    places.push(place);
  }
  return countBy(places);
}

/** What a person needs to find out why. */
function trace(place: string, hurt: Observation): string {
  const asked = hurt.requests.filter((request) => request.place === place).map(({ at, digest }) => `${at} ${digest.slice(0, 8)}`);
  const sends = hurt.money.filter(({ state }) => state !== 'settled').map(({ key, state, bookedAt, closedAt }) => `${key} ${state} ${bookedAt} to ${closedAt}`);
  return ` (asked at ${asked.join(', ')}; sends given up: ${sends.join(', ') || 'none'})`;
}

function same(what: string, hurt: string[], calm: string[]): string[] {
  const had = countBy(hurt);
  const should = countBy(calm);
  const more = [...had].flatMap(([key, count]) => (count > (should.get(key) ?? 0) ? [`${key}${count > 1 ? ` (${count} times)` : ''}`] : []));
  const less = [...should].flatMap(([key, count]) => (count > (had.get(key) ?? 0) ? [key] : []));
  const list = (items: string[]) => items.slice(0, 8).join('; ');
  return [...(more.length > 0 ? [`${what}: too many: ${list(more)}`] : []), ...(less.length > 0 ? [`${what}: missing: ${list(less)}`] : [])];
}

function repeated(what: string, items: string[]): string[] {
  return [...countBy(items)].flatMap(([item, count]) => (count > 1 ? [`${what}: ${item}`] : []));
}

function countBy(items: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}
