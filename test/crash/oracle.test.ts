import { describe, expect, it } from '@jest/globals';
import type { Observation } from '../chaos/observe.js';
import { judge } from '../chaos/oracle.js';
import { pointCount, sharedLanes, singleLanes } from '../chaos/points.js';
import { renderReport } from '../chaos/report.js';
import { SCENARIOS } from '../chaos/scenario.js';
import { Seeded } from '../chaos/seeded.js';
import type { Blow } from '../chaos/stack.js';

/** A build that went right, as it is observed. */
function wellDone(id: string): Observation {
  const deployment = `${id}-staging-1`;
  return {
    id,
    status: {
      id,
      status: 'completed',
      project_id: 'proj',
      waiting_for: null,
      failure: null,
      result: { commit: 'c', tree: 't' },
      deployments: [{ id: deployment, environment: 'staging', status: 'live', url: 'http://127.0.0.1:4500' }],
    },
    events: [
      { seq: 1, key: 'created', kind: 'build.created' },
      { seq: 2, key: 'w/1', kind: 'phase.started' },
    ],
    audit: [{ key: '<id>/created', action: 'build.create' }],
    steps: [{ place: '<id>/task/a/1.1/1.0', tool: 'write_file', ok: true, commit: true }],
    calls: [{ key: '<id>/plan', state: 'answered', answeredAt: 1_000 }],
    money: [{ key: '<id>/plan#1', state: 'settled', bookedAt: 990, closedAt: 1_300 }],
    reservedUsd: 0,
    openSessions: 0,
    outbox: [{ kind: 'start', done: true }],
    commits: ['init', '<id>/task/a/1.1/1.0'],
    requests: [{ place: 'schema:plan', digest: 'a', at: 1_000, outcome: 'sent' }],
    serving: [{ deployment, running: true, role: 'live' }],
    health: ['200'],
  };
}

const calm = wellDone('int-code-calm');
const problemsOf = (spoil: (seen: Observation) => void, blows: Blow[] = []): string[] => {
  const hurt = wellDone('int-code-hurt');
  spoil(hurt);
  return judge(hurt, calm, SCENARIOS.deploy, blows).problems;
};
/** The plan is asked for once more; the send before it was given up as lost, or answered. */
const askedAgain =
  (state: 'uncertain' | 'settled' = 'uncertain') =>
  (seen: Observation): void => {
    seen.requests.push({ place: 'schema:plan', digest: 'a', at: 9_000, outcome: 'sent' });
    seen.money = [
      { key: '<id>/plan#1', state, bookedAt: 990, closedAt: 8_990 },
      { key: '<id>/plan#2', state: 'settled', bookedAt: 8_990, closedAt: 9_300 },
    ];
  };

describe('the oracle of the crash tests', () => {
  it('finds nothing wrong with a build that is like its twin, retries aside', () => {
    expect(problemsOf(() => undefined)).toEqual([]);
    expect(problemsOf((seen) => seen.events.push({ seq: 3, key: 'retry/1', kind: 'retrying' }))).toEqual([]);
  });

  const spoils: [string, RegExp, (seen: Observation) => void][] = [
    ['another tree', /tree/, (seen) => (seen.status.result = { commit: 'c', tree: 'other' })],
    ['another end', /ended failed/, (seen) => (seen.status.status = 'failed')],
    ['a gap in the events', /event 2 has the number 3/, (seen) => (seen.events[1]!.seq = 3)],
    ['an event twice', /events: too many/, (seen) => seen.events.push({ seq: 3, key: 'w/1', kind: 'phase.started' })],
    ['a lost event', /events: missing/, (seen) => seen.events.pop()],
    ['an audit row too many', /audit rows: too many/, (seen) => seen.audit.push({ key: '<id>/w/9', action: 'build.create' })],
    ['a step twice', /steps: too many/, (seen) => seen.steps.push({ ...seen.steps[0]!, place: '<id>/task/a/1.1/1.1' })],
    ['two commits of a step', /two commits/, (seen) => seen.commits.push('<id>/task/a/1.1/1.0')],
    ['an open call', /is open/, (seen) => (seen.calls[0]!.state = 'open')],
    ['money that stays reserved', /still reserved/, (seen) => (seen.reservedUsd = 0.000001)],
    ['two serving containers', /2 containers serve/, (seen) => seen.serving.push({ deployment: 'another', running: true, role: 'live' })],
    ['a candidate left behind', /candidate container/, (seen) => seen.serving.push({ deployment: 'x', running: false, role: 'candidate' })],
    ['a deployment that does not answer', /health/, (seen) => (seen.health = ['502'])],
    ['a request that nobody made', /never asked/, (seen) => (seen.requests = [])],
    ['a promise that was not kept', /still open/, (seen) => (seen.outbox[0]!.done = false)],
  ];
  it.each(spoils)('sees %s', (_what, message, spoil) => {
    expect(problemsOf(spoil).join('\n')).toMatch(message);
  });

  it('forgives a request that is sent again only when a blow took the one before', () => {
    const blow = (at: number, target = 'worker'): Blow[] => [{ target, at, kind: 'kill' }];
    expect(problemsOf(askedAgain()).join()).toMatch(/no blow explains it/);
    expect(problemsOf(askedAgain(), blow(1_100))).toEqual([]);
    expect(problemsOf(askedAgain(), blow(1_100, 'api')).join()).toMatch(/no blow explains it/);
    expect(problemsOf(askedAgain(), blow(900)).join()).toMatch(/no blow explains it/);
    expect(problemsOf(askedAgain(), blow(9_500)).join()).toMatch(/no blow explains it/);
    // An answer that is stored is never bought again, whoever was hit meanwhile.
    expect(problemsOf(askedAgain('settled'), blow(1_100)).join()).toMatch(/no blow explains it/);
  });

  it('lets one lost send explain one request', () => {
    const twice = (seen: Observation): void => {
      askedAgain()(seen);
      seen.requests.push({ place: 'schema:plan', digest: 'a', at: 9_100, outcome: 'sent' });
    };
    expect(problemsOf(twice, [{ target: 'worker', at: 1_100, kind: 'pause' }]).join()).toMatch(/asked 3 times instead of 1/);
  });

  it('gives each repeat the loss right before it', () => {
    const send = (key: string, bookedAt: number, closedAt: number) => ({ key, state: 'uncertain', bookedAt, closedAt });
    const seen = wellDone('int-code-hurt');
    seen.money.push(send('a#1', 1_980, 2_400), send('b#1', 1_990, 8_900));
    seen.requests.push(...['a', 'b'].map((place) => ({ place, digest: place, at: 2_000, outcome: 'sent' })));
    const twin = { ...calm, requests: [...seen.requests] };
    seen.requests.push({ place: 'b', digest: 'b', at: 9_000, outcome: 'sent' }, { place: 'a', digest: 'a', at: 2_500, outcome: 'sent' });
    expect(judge(seen, twin, SCENARIOS.deploy, [{ target: 'worker', at: 2_100, kind: 'kill' }]).problems).toEqual([]);
  });

  it('tells an equal request from another one at the same place', () => {
    const files = ['a', 'b', 'c'].map((digest, index) => ({ place: 'schema:architecture', digest, at: 2_000 + index * 300, outcome: 'sent' }));
    const twin = { ...calm, requests: [...calm.requests, ...files] };
    const hurt = (more: { digest: string; at: number }) => {
      const seen = wellDone('int-code-hurt');
      seen.requests.push(...files, { place: 'schema:architecture', outcome: 'sent', ...more });
      seen.money.push({ key: '<id>/design#1', state: 'uncertain', bookedAt: 2_290, closedAt: 8_990 });
      return judge(seen, twin, SCENARIOS.deploy, [{ target: 'worker', at: 2_400, kind: 'kill' }]).problems.join();
    };
    expect(hurt({ digest: 'b', at: 9_000 })).toBe('');
    expect(hurt({ digest: 'd', at: 9_000 })).toMatch(/no blow explains it/);
  });
});

describe('the plan of the crash tests', () => {
  it('names each point once, in few builds as in many', () => {
    const named = (lanes: { points: string[] }[]) => lanes.flatMap((lane) => lane.points).sort();
    expect(named(sharedLanes(12))).toEqual(named(singleLanes()));
    expect(new Set(named(singleLanes())).size).toBe(pointCount(singleLanes()));
  });

  it('does the same again with the same seed', () => {
    const draw = (seed: number) =>
      Array.from(
        { length: 20 },
        (
          (random) => () =>
            random.pick({ worker: 60, api: 40 })
        )(new Seeded(seed)),
      );
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('tells every problem in its report', () => {
    const report = renderReport(7, {
      random: { builds: 3, blows: 9, extraRequests: 1, problems: ['int-code-x: tree a instead of b'], figures: { worker: 5 } },
    });
    expect(report).toMatch(/3 builds, 9 blows, 1 requests .* \*\*1 problems\*\*/s);
    expect(report).toContain('- int-code-x: tree a instead of b');
  });
});
