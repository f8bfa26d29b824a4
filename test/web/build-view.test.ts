import { describe, expect, it } from '@jest/globals';
import type { BuildEvent } from '../../contracts/events.js';
import { addEvent, addPassing, emptyView, type BuildView, type SeenEvent } from '../../web/src/data/build-view.js';

const START = Date.parse('2026-11-20T10:00:00Z');

/** Events numbered from 1, a second apart. */
function seen(...events: BuildEvent[]): SeenEvent[] {
  return events.map((event, index) => ({ ...event, seq: index + 1, build_id: 'int-code-abc', at: new Date(START + index * 1_000).toISOString() }));
}

function viewOf(events: readonly SeenEvent[]): BuildView {
  const view = emptyView();
  for (const event of events) addEvent(view, event);
  return view;
}

const STORY = seen(
  { kind: 'build.created', title: 'A service', project_type: 'api' },
  { kind: 'phase.started', phase: 'code', progress: 25 },
  { kind: 'task.started', task: 'store', goal: 'keep notes', role: 'developer', attempt: 1 },
  { kind: 'turn', task: 'store', turn: 1, text: 'I begin.', tools: ['write_file'], cost_usd: 0.02, progress: 30 },
  { kind: 'tool', task: 'store', turn: 1, tool: 'write_file', summary: 'store.py', ok: true, commit: 'abc' },
  { kind: 'checks.started', subject: 'store' },
  { kind: 'checks.ended', subject: 'store', passed: false, tests: 3, failed: 1, summary: '1 failed' },
  { kind: 'task.ended', task: 'store', outcome: 'SOFT_FAIL', summary: 'a test fails', progress: 31 },
  { kind: 'task.started', task: 'store', goal: 'keep notes', role: 'developer', attempt: 2 },
  { kind: 'turn', task: 'store', turn: 1, text: 'Once more.', tools: [], cost_usd: 0.03, progress: 40 },
  { kind: 'task.ended', task: 'store', outcome: 'SUCCESS', summary: 'done', progress: 60 },
  { kind: 'merged', task: 'store', commit: 'def' },
  { kind: 'phase.ended', phase: 'code', progress: 70, outcome: '1 task merged' },
  { kind: 'build.ended', status: 'completed', failure: null },
);

describe('what events add up to', () => {
  it('keeps tries, turns and calls of a task together, with their cost', () => {
    const task = viewOf(STORY).tasks.get('store');
    expect(task?.tries.map(({ attempt, usd, turns }) => [attempt, usd, turns.length])).toEqual([
      [1, 0.02, 1],
      [2, 0.03, 1],
    ]);
    expect(task?.tries[0]?.turns[0]?.calls.map(({ tool, ok }) => [tool, ok])).toEqual([['write_file', true]]);
    expect([task?.outcome, task?.mergedAs]).toEqual(['SUCCESS', 'def']);
  });

  it('adds up phases, checks and progress', () => {
    const view = viewOf(STORY);
    expect(view.phases).toEqual([{ phase: 'code', startedAt: STORY[1]?.at, endedAt: STORY[12]?.at, outcome: '1 task merged', usd: 0.05 }]);
    expect(view.checks).toEqual([
      { subject: 'store', startedAt: STORY[5]?.at, endedAt: STORY[6]?.at, passed: false, tests: 3, failed: 1, summary: '1 failed' },
    ]);
    expect([view.progress, view.ended, view.now]).toEqual([70, true, null]);
  });

  it('says that a build is being stopped, whatever its work still tells', () => {
    const stop: BuildEvent = { kind: 'gate.decided', gate: null, decision: 'stop', by: 'ada', subject_digest: null };
    const turn: BuildEvent = { kind: 'turn', task: 'store', turn: 2, text: 'Meanwhile.', tools: ['run_command'], cost_usd: 0, progress: 40 };
    const view = viewOf(seen({ kind: 'phase.started', phase: 'code', progress: 25 }, stop, turn));
    addPassing(view, { kind: 'printing', build_id: 'int-code-abc', task: 'store', turn: 2, text: 'loaf 7', chars: 6, seconds: 1 });
    expect([view.now?.what, view.passing]).toEqual(['Stopping: ada asked for it', null]);
    addEvent(view, { ...seen({ kind: 'build.ended', status: 'stopped', failure: null })[0]!, seq: 4 });
    expect([view.now, view.ended]).toEqual([null, true]);
  });

  it('is the same however often events come again and in how many pieces', () => {
    const view = viewOf(STORY.slice(0, 7));
    for (const event of STORY.slice(3)) addEvent(view, event);
    for (const event of STORY) addEvent(view, event);
    expect(view).toEqual(viewOf(STORY));
  });

  it('says what is going on, and nothing once it has ended', () => {
    expect(viewOf(STORY.slice(0, 5)).now).toEqual({ what: 'store: write_file', detail: 'store.py', since: STORY[4]?.at });
    expect(viewOf(STORY.slice(0, 6)).now?.what).toBe('Checks of store run');
    expect(viewOf(STORY.slice(0, 7)).now).toBeNull();
  });

  it('says which checks run and since when, whatever comes late', () => {
    const told = (...running: string[]): BuildEvent => ({ kind: 'working', what: 'verifyMain', seconds: 1, checks: { subject: 'main', running } });
    const started: BuildEvent = { kind: 'checks.started', subject: 'main' };
    const ended: BuildEvent = { kind: 'checks.ended', subject: 'main', passed: true, tests: 1, failed: 0, summary: '' };
    const still: BuildEvent = { kind: 'working', what: 'verifyMain', seconds: 8 };
    const events = seen(started, told('test'), told('test', 'lint'), still, told('lint'), told(), ended, told('test'));
    const at = (count: number) => viewOf(events.slice(0, count)).now;
    expect(at(2)).toMatchObject({ what: 'Checks of main: test', since: events[1]?.at });
    expect(at(4)).toMatchObject({ what: 'Checks of main: test, lint', since: events[1]?.at });
    expect(at(5)).toMatchObject({ what: 'Checks of main: lint', since: events[2]?.at });
    expect(at(6)?.what).toBe('Checks of main: what they found is weighed');
    expect([at(7), at(8)]).toEqual([null, null]);
  });

  it('keeps memory flat: the oldest events go, what they said stays', () => {
    const view = viewOf(STORY.slice(0, 5));
    for (let seq = 6; seq <= 25_000; seq += 1) addEvent(view, { kind: 'note', text: 'x', by: 'y', seq, build_id: 'int-code-abc', at: '2026-11-20T11:00:00Z' });
    expect(view.events.length).toBeLessThanOrEqual(20_000);
    expect(view.events.length + view.dropped).toBe(25_000);
    expect(view.events.at(-1)?.seq).toBe(25_000);
    expect(view.tasks.get('store')?.tries).toHaveLength(1);
  });

  it('places the turns of a session that a fork took over', () => {
    const view = viewOf(seen({ kind: 'turn', task: 'store', turn: 7, text: 'On.', tools: [], cost_usd: 0, progress: 30 }));
    expect(view.tasks.get('store')?.tries.map(({ turns }) => turns.map(({ turn }) => turn))).toEqual([[7]]);
  });
});

describe('what is told in passing', () => {
  const passing = (kind: 'thinking' | 'printing', turn: number) => ({ kind, build_id: 'int-code-abc', task: 'store', turn, text: 'hm', chars: 2, seconds: 1 });

  it('is what a model says until its turn is stored', () => {
    const view = viewOf(STORY.slice(0, 3));
    addPassing(view, passing('thinking', 1));
    expect(view.passing?.text).toBe('hm');
    for (const event of STORY.slice(3, 4)) addEvent(view, event);
    expect(view.passing).toBeNull();
  });

  it('is what a command prints until its call is stored', () => {
    const view = viewOf(STORY.slice(0, 4));
    addPassing(view, passing('printing', 1));
    expect(view.passing?.kind).toBe('printing');
    for (const event of STORY.slice(4, 5)) addEvent(view, event);
    expect(view.passing).toBeNull();
  });

  it('is dropped when it comes late: after its turn or call, or after the end', () => {
    const view = viewOf(STORY.slice(0, 5));
    addPassing(view, passing('thinking', 1));
    addPassing(view, passing('printing', 1));
    expect(view.passing).toBeNull();
    const ended = viewOf(STORY);
    addPassing(ended, passing('thinking', 9));
    expect(ended.passing).toBeNull();
  });
});
