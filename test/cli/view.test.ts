import { describe, expect, it } from '@jest/globals';
import pc from 'picocolors';
import type { PlanAnswer } from '../../cli/answers.js';
import type { SeenEvent } from '../../cli/events.js';
import { cleanLine, cleanText, wrap } from '../../cli/view/clean.js';
import { madeBy, renderPlan } from '../../cli/view/plan.js';
import { ProgressView } from '../../cli/view/progress.js';
import { renderActive, renderLive, renderStatus, shortId } from '../../cli/view/status.js';
import { localTime, when } from '../../cli/view/time.js';
import { BUILD, initialStatus, liveAt, PLAN_DIGEST, waitingForPlan } from './stub-api.js';

const colors = pc.createColors(false);
const options = { colors, width: 60 };
const HOSTILE = 'a\u001b[2J\u001b]0;owned\u0007b\u009b31mc\u202e\u200bd\re\u0000f';

describe('text from elsewhere', () => {
  it('loses escape sequences, controls and invisible characters', () => {
    expect(cleanLine(HOSTILE)).toBe('abcd e f');
    expect(cleanText('two\r\nlines\tof\u001bc text')).toBe('two\nlines of text');
    expect(cleanLine('\u001b[38;5;196mred\u001b[0m and \u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\')).toBe('red and link');
  });

  it('is cut by characters, not by halves of them', () => {
    expect(cleanLine('👍'.repeat(10), 5)).toBe('👍👍...');
    const hidden = Array.from('approve it', (letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('');
    expect(cleanLine(`a plan${hidden}`)).toBe('a plan');
  });

  it('is wrapped at words and keeps its paragraphs', () => {
    expect(wrap('one two three\nfour', 9, '  ')).toEqual(['  one two', '  three', '  four']);
  });
});

describe('a plan', () => {
  const plan: Pick<PlanAnswer, 'version' | 'plan'> = {
    version: 2,
    plan: {
      title: `Tasks ${HOSTILE}`,
      summary: 'A small service that stores tasks in a file and answers on HTTP, with tests.',
      requirements: ['stores tasks', HOSTILE],
      phases: [],
      stack: ['python'],
      risks: ['a single process'],
      questions: [],
      estimate: { hours: 0.05, usd: 0, basis: 'no history yet' },
      made_by: 'template',
      tasks: [
        { id: 't1', goal: 'write the service', role: 'backend-developer', files: ['app.py'], depends_on: [], symbols: [], complexity: 1 },
        { id: 't2', goal: 'write tests', role: 'qa-engineer', files: [], depends_on: ['t1'], symbols: [], complexity: 1 },
      ],
    },
  };

  it('shows everything a person approves, within the width', () => {
    const lines = renderPlan(plan, options);
    const text = lines.join('\n');
    for (const part of [
      'Plan: Tasks abcd e f',
      '- stores tasks',
      '- t1 (backend-developer): write the service',
      'files: app.py',
      '- a single process',
      '3 min, $0.00',
    ])
      expect(text).toContain(part);
    expect(text).toContain('after t1');
    expect(Math.max(...lines.slice(1).map((line) => line.length))).toBeLessThanOrEqual(60);
    expect(text).not.toContain('Open questions');
  });

  it('tells what will not be built apart from the risks', () => {
    const risks = ['a single process', 'not built by the template model: GraphQL'];
    const text = renderPlan({ ...plan, plan: { ...plan.plan, risks } }, options).join('\n');
    expect(text).toContain('Will not be built\n    - GraphQL\n  Risks and limits\n    - a single process');
  });

  it('says honestly who made it', () => {
    expect(renderPlan(plan, { ...options, width: 200 }).at(-1)).toContain('built-in template model: text templates, no language model');
    expect(madeBy('gpt-5-mini')).toBe('Made by the model gpt-5-mini.');
  });
});

describe('progress', () => {
  const at = (seconds: number) => new Date(1_800_000_000_000 + seconds * 1_000).toISOString();
  const event = (data: object, seconds = 0) => ({ seq: 1, build_id: BUILD, at: at(seconds), ...data }) as SeenEvent;
  const view = () => new ProgressView({ colors, width: 80, cut: false });

  it('tells phases, turns, tools, checks, merges and deployments with seconds and per cent', () => {
    const progress = view();
    const lines = [
      event({ kind: 'phase.started', phase: 'code', progress: 25 }),
      event({ kind: 'turn', task: 't1', turn: 1, text: '', tools: ['write_file'], cost_usd: 0, progress: 30 }, 1),
      event({ kind: 'tool', task: 't1', turn: 1, tool: 'write_file', summary: 'app.py, 90 lines', ok: true, commit: 'c' }, 2),
      event({ kind: 'checks.ended', subject: 't1', passed: true, tests: 14, failed: 0, summary: '' }, 9),
      event({ kind: 'checks.ended', subject: 't1', passed: false, tests: 14, failed: 2, summary: 'KeyError' }, 9),
      event({ kind: 'merged', task: 't1', commit: '0123456789abcdef' }, 10),
      event({ kind: 'deploy.ended', deployment: 'd', environment: 'staging', status: 'live', url: 'http://127.0.0.1:4480/x', detail: null }, 70),
    ].map((one) => progress.line(one));
    expect(lines).toEqual([
      '    0s  25%  code',
      '    1s  30%      t1 turn 1: write_file',
      '    2s  30%        write_file app.py, 90 lines',
      '    9s  30%      checks of t1: 14 tests passed',
      '    9s  30%      checks of t1 FAILED: 2 of 14 tests failed; KeyError',
      '   10s  30%      t1 merged to main as 0123456789ab',
      '   70s  30%    staging: live at http://127.0.0.1:4480/x',
    ]);
  });

  it('says "trying again" only of failures that trying again can help', () => {
    const retrying = (detail: string) => view().line(event({ kind: 'retrying', what: 'makePlan', detail }));
    expect(retrying('LLM_RATE_LIMITED: wait')).toContain('trying again: makePlan; LLM_RATE_LIMITED: wait');
    expect(retrying('INTENT_NOT_UNDERSTOOD: what?')).toContain('makePlan failed; INTENT_NOT_UNDERSTOOD: what?');
  });

  it('lets no event move the cursor and passes over kinds it does not know', () => {
    expect(view().line(event({ kind: 'note', text: HOSTILE, by: 'x\nmw: approved' }))).toBe('    0s   0%      note by x mw: approved: abcd e f');
    expect(view().line(event({ kind: 'from.the.future' }))).toBeNull();
  });
});

describe('a time', () => {
  // Local times of this machine, whichever they are.
  const noon = new Date(2027, 0, 15, 12, 0).getTime();
  const ago = (minutes: number) => when(new Date(noon - minutes * 60_000).toISOString(), noon);

  it('is told on the clock of the reader, with how long ago it was', () => {
    expect([ago(0), ago(1), ago(3), ago(180)]).toEqual(['12:00 (just now)', '11:59 (60 s ago)', '11:57 (3 min ago)', '09:00 (3 h ago)']);
    expect(ago(13 * 60)).toBe('2027-01-14 23:00 (13 h ago)');
    expect(ago(3 * 24 * 60)).toBe('2027-01-12 12:00 (3 days ago)');
    // A clock that goes ahead of ours.
    expect(ago(-2)).toBe('12:02 (just now)');
  });

  it('that is none stays as it came, without what could steer a terminal', () => {
    expect([when('later\u001b[2J'), localTime('')]).toEqual(['later', '']);
  });
});

describe('the status', () => {
  const status = {
    ...initialStatus(),
    id: BUILD,
    title: 'Tasks',
    project_type: 'api',
    description: '',
    language: 'python',
    status: 'awaiting_review' as const,
    progress: 15,
    phase: 'plan' as const,
    gate: 'G2' as const,
    waiting_for: waitingForPlan(),
    plan: { version: 1, digest: PLAN_DIGEST },
    cost_usd: 0.0123,
    budget_usd: 5,
    estimate: null,
    model: 'template',
    tasks: [
      {
        id: 't1',
        goal: 'write it',
        role: 'backend-developer',
        status: 'running',
        attempts: 2,
        result: null,
        files: [],
        depends_on: [],
        complexity: 1,
        started_at: null,
        ended_at: null,
      },
    ],
    deployments: [liveAt('http://127.0.0.1:4480/x')],
    failure: { code: 'CHECKS_FAILED' as const, title: 'The checks do not pass', detail: `because ${HOSTILE}` },
    result: null,
    project_id: 'proj-abc123',
    created_at: 'x',
    updated_at: 'y',
  };

  it('of one build names what it waits for and the commands that answer', () => {
    const text = renderStatus(status, { colors, width: 100, repositories: '/srv/git' }).join('\n');
    for (const part of [
      'awaiting_review, 15%, phase plan at Plan (G2)',
      '$0.0123 of $5.00',
      'mw approve abc123',
      'mw reject abc123',
      'try 2',
      'staging     live',
      'because abcd',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('of a live deployment that does not answer says so, and why', () => {
    const problem = `Another program has port 4480. ${HOSTILE}`;
    const unserved = { ...liveAt('http://127.0.0.1:4480'), problem };
    const text = renderStatus({ ...status, deployments: [unserved] }, { colors, width: 100, repositories: '' }).join('\n');
    expect(text).toContain('staging     live, but does not answer: http://127.0.0.1:4480 (commit cccccccccccc)\n      Another program has port 4480. abcd');
    expect(renderLive([{ ...unserved, build_id: BUILD }], options)[0]).toBe(`staging of ${BUILD} does not answer: http://127.0.0.1:4480`);
    expect(renderLive([{ ...liveAt('http://x'), build_id: BUILD }], options)).toEqual([`live  staging of ${BUILD}: http://x`]);
    expect(renderLive([], options)).toEqual([]);
  });

  it('of a plan that asks something says so, with what it asks and the command that answers', () => {
    const asking = { summary: `Not understood: ${HOSTILE.replace('\r', '')} no thing is named.\n\nThe rest.`, questions: ['What should be built?'] };
    const text = renderStatus(status, { colors, width: 100, repositories: '', asking }).join('\n');
    expect(text).toContain('Not understood: abcde f no thing is named.\n    It asks');
    expect(text).toMatch(/It asks: What should be built\?\n {4}\.\/mw answer abc123 "<your answer>" {3}\(it plans again\)\n/);
    expect(text).toMatch(/mw approve abc123 {3}\(builds what the plan says as it is\)\n {4}\.\/mw changes abc123/);
    expect(renderStatus(status, { colors, width: 100, repositories: '' }).join('\n')).not.toContain('mw answer');
  });

  it('shows digests by their beginning and times on the clock of the reader', () => {
    const result = { branch: 'main', commit: 'c'.repeat(40), tree: 't'.repeat(40) };
    const at = new Date(Date.now() - 180_000).toISOString();
    const text = renderStatus({ ...status, result, created_at: at }, { colors, width: 100, repositories: '' }).join('\n');
    expect(text).toContain(`version 1, digest ${PLAN_DIGEST.slice(0, 12)}\n`);
    expect(text).toContain(`commit ${'c'.repeat(12)}, tree ${'t'.repeat(12)}`);
    expect(text).toMatch(/since {5}[\d: -]+ \(3 min ago\), last change y\n/);
  });

  it('of a build that waits for a sandbox says at which place', () => {
    const queue = { for: 'sandbox' as const, what: `checks ${HOSTILE}`, position: 3, ahead: 2, waiting: 7, since: 'x' };
    const text = renderStatus({ ...status, queue }, { colors, width: 100, repositories: '' }).join('\n');
    expect(text).toMatch(/queue {5}waits for a sandbox \(checks abcd.*\): place 3 of 7/);
    expect(renderStatus({ ...status, queue: null }, { colors, width: 100, repositories: '' }).join('\n')).not.toContain('place');
  });

  it('of a build with a result says how to get the code, and where a ready one goes next', () => {
    const result = { branch: 'main', commit: 'c'.repeat(40), tree: 't'.repeat(40) };
    const ready = { ...status, result, waiting_for: { ...waitingForPlan()!, kind: 'deploy' as const } };
    const text = renderStatus(ready, { colors, width: 100, repositories: "/srv/it's git" }).join('\n');
    expect(text).toContain(String.raw`git clone '/srv/it'\''s git/proj-abc123.git'`);
    expect(text).toContain('mw deploy abc123 production');
    expect(renderStatus({ ...ready, deployments: [] }, { colors, width: 100, repositories: '' }).join()).toContain('mw deploy abc123 staging');
  });

  it('of several is a table, and says so when there is none', () => {
    const [head, row] = renderActive([{ ...status, live: [], planned_language: null }], options);
    expect(head).toMatch(/^ID +DONE +STATUS/);
    expect(row).toMatch(/^int-code-abc123 +15% +awaiting_review +plan +plan +Tasks$/);
    expect(renderActive([], options).join()).toContain('mw build');
    expect(shortId(BUILD)).toBe('abc123');
  });
});
