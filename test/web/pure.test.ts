import { describe, expect, it } from '@jest/globals';
import type { BuildEvent } from '../../contracts/events.js';
import type { Gate } from '../../contracts/messages.js';
import { matchPath } from '../../web/src/app/match.js';
import { kindOfFile } from '../../web/src/builds/kind-of-file.js';
import { gateTone } from '../../web/src/builds/gate-tone.js';
import { liveOf, waitSummary, waitWords } from '../../web/src/builds/waiting.js';
import { emptyView, addEvent, type SeenEvent } from '../../web/src/data/build-view.js';
import { staleList, staleParts } from '../../web/src/data/stale-parts.js';
import { argumentParts } from '../../web/src/pages/build/arguments.js';
import { readReport } from '../../web/src/pages/build/checks-report.js';
import { lineOf } from '../../web/src/pages/build/event-line.js';
import { phaseLine, secondsIn } from '../../web/src/pages/build/phases.js';
import { workedAndWaited } from '../../web/src/pages/build/worked.js';
import { matches } from '../../web/src/pages/builds/matches.js';
import { examplesFor } from '../../web/src/pages/chat/examples.js';
import { keyWords, providerOf } from '../../web/src/pages/settings/key-words.js';
import { age, bytes, duration, kindName, languageName, money, roughly, sentence } from '../../web/src/ui/format.js';
import { safeHref } from '../../web/src/ui/safe-href.js';

const AT = '2026-11-20T10:00:00Z';
const event = (body: BuildEvent, seq = 1): SeenEvent => ({ ...body, seq, build_id: 'int-code-abc', at: AT });

describe('the key of a provider', () => {
  it('is present, missing, or not what is needed', () => {
    const provider = (over: object) => ({ name: 'x', base_url: null, key_variable: 'X_KEY', key_set: false, missing: null, ...over });
    expect([
      keyWords(provider({ key_set: true })),
      keyWords(provider({ missing: 'set X_KEY' })),
      keyWords(provider({ key_variable: null })),
      keyWords(provider({ missing: 'set X_BASE_URL' })),
    ]).toEqual([
      { label: 'Present', variable: 'X_KEY', tone: 'good' },
      { label: 'Missing', variable: 'X_KEY', tone: 'idle' },
      { label: 'Not needed', variable: null, tone: 'good' },
      { label: 'Not usable: set X_BASE_URL', variable: null, tone: 'idle' },
    ]);
    expect(providerOf('groq/openai/gpt-oss-20b')).toBe('groq');
  });
});

describe('figures', () => {
  it('read like people write them', () => {
    expect([0, 0.004, 0.5, 1234.5].map(money)).toEqual(['$0', '<$0.01', '$0.50', '$1,234.50']);
    expect([0, 0.4, 59.6, 200, 7_500, 90_000].map(duration)).toEqual(['0 s', '<1 s', '1 min', '3 min 20 s', '2 h 5 min', '1 d 1 h']);
    expect([0.001, 0.0042, 0.0165, 0.31, 1, 2.54].map(roughly)).toEqual(['5 s', '15 s', '1 min', '19 min', '1 h', '2.5 h']);
    expect([1_000, 45_000, 7_000_000].map((ms) => age(AT, Date.parse(AT) + ms))).toEqual(['now', '45 s', '1 h']);
    expect(languageName('node', ['package.json', 'src/main.ts'])).toBe('TypeScript');
    expect([languageName('node', ['src/main.mjs']), languageName('python', ['a.ts']), kindName('node')]).toEqual(['JavaScript', 'Python', 'Node.js']);
    expect([12, 4_200, 42_000, 5_000_000].map(bytes)).toEqual(['12 B', '4.2 kB', '42 kB', '5.0 MB']);
  });
});

describe('addresses', () => {
  it('fit a route with their parts decoded, or not at all', () => {
    expect(matchPath('/builds/:id', '/builds/int-code-1')).toEqual({ id: 'int-code-1' });
    expect(matchPath('/builds/:id', '/builds/a%2Fb/')).toEqual({ id: 'a/b' });
    expect(matchPath('/builds/:id', '/builds/%ZZ')).toBeNull();
    expect(matchPath('/builds/:id', '/builds/x/plan')).toBeNull();
    expect(matchPath('/', '/')).toEqual({});
  });

  it('of other people lead only to http, https and mail', () => {
    expect(safeHref('https://example.com/a?b')).toBe('https://example.com/a?b');
    for (const bad of [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      ' javascript:alert(1)',
      'data:text/html,x',
      'vbscript:x',
      '//evil',
      'file:///etc/passwd',
      '',
      null,
    ])
      expect(safeHref(bad)).toBeNull();
  });
});

describe('the line of phases', () => {
  const facts = {
    phase: 'code' as const,
    status: 'coding',
    ended: false,
    waits: false,
    gates: [{ gate: 'G2', state: 'approved' }],
    phaseCosts: [{ phase: 'code', usd: 0.5 }],
  };
  const view = emptyView();
  addEvent(view, event({ kind: 'phase.started', phase: 'plan', progress: 0 }, 1));
  addEvent(view, { ...event({ kind: 'phase.ended', phase: 'plan', progress: 15, outcome: 'ok' }, 2), at: '2026-11-20T10:01:00Z' });
  addEvent(view, event({ kind: 'phase.started', phase: 'code', progress: 25 }, 3));

  it('says what is done, under way, left out and to come', () => {
    expect(phaseLine(facts, view).map(({ phase, state }) => `${phase} ${state}`)).toEqual([
      'plan done',
      'design skipped',
      'code active',
      'test upcoming',
      'document upcoming',
      'ready upcoming',
      'deploy upcoming',
      'complete upcoming',
    ]);
    expect(phaseLine({ ...facts, waits: true }, view)[2]?.state).toBe('waiting');
    expect(phaseLine({ ...facts, ended: true, status: 'failed' }, view)[2]?.state).toBe('failed');
  });

  it('adds time, money and gates to each', () => {
    const [plan, , code] = phaseLine(facts, view);
    expect(secondsIn(plan?.visits ?? [], 0)).toBe(60);
    expect(secondsIn(code?.visits ?? [], Date.parse(AT) + 5_000)).toBe(5);
    expect([plan?.gates.map(({ gate }) => gate), code?.usd]).toEqual([['G2'], 0.5]);
  });
});

describe('lines of events', () => {
  it('say what happened in a sentence, whatever a text holds', () => {
    expect(lineOf(event({ kind: 'tool', task: 't', turn: 1, tool: 'run', summary: '<b>x</b>', ok: false, commit: null }))).toEqual({
      tone: 'bad',
      depth: 3,
      group: 'work',
      text: 'run: <b>x</b> (failed)',
    });
    expect(lineOf(event({ kind: 'gate.decided', gate: 'G2', decision: 'approve', by: 'ada', subject_digest: '0123456789abcdef' })).text).toBe(
      'ada approved · Plan (G2) · 01234567',
    );
    expect(lineOf(event({ kind: 'gate.decided', gate: 'G2', decision: 'approve', by: 'ada', subject_digest: null }), 'ada').text).toBe(
      'You approved · Plan (G2)',
    );
  });

  it('name a kind they do not know', () => {
    expect(lineOf({ ...event({ kind: 'note', text: '', by: '' }), kind: 'quite.new' } as unknown as SeenEvent).text).toBe('quite.new');
  });
});

describe('what was kept, read again', () => {
  it('takes a report apart and refuses what is none', () => {
    const report = readReport(
      JSON.stringify({
        verdict: 'passed',
        summary: 'fine',
        checks: [
          { name: 'lint', outcome: 'failed', required: false, findings: [{ file: 'a.py', line: 3, rule: 'E1', message: 'm' }], output: 'o', durationMs: 1500 },
        ],
        tests: { total: 3, failed: 1, skipped: 0, names: ['a'], failing: ['a'], flaky: 'no list' },
        coveragePercent: 88.5,
      }),
    );
    expect(report?.checks[0]).toMatchObject({ name: 'lint', seconds: 1.5, security: false, findings: [{ file: 'a.py', line: 3 }] });
    expect([report?.tests.failing, report?.tests.flaky, report?.coveragePercent]).toEqual([['a'], [], 88.5]);
    for (const text of ['', 'null', '[]', '{"a":1}', '<html>']) expect(readReport(text)).toBeNull();
  });

  it('takes the arguments of a call apart, in the colours of their file', () => {
    expect(argumentParts('{"path":"a.py","content":"x = 1","count":2}')).toEqual([
      { name: 'path', text: 'a.py', path: 'text.txt' },
      { name: 'content', text: 'x = 1', path: 'a.py' },
      { name: 'count', text: '2', path: 'value.json' },
    ]);
    expect(argumentParts('{"path": broken')).toEqual([{ name: 'Arguments', text: '{"path": broken', path: 'arguments.json' }]);
    expect([argumentParts(null), argumentParts('{}')]).toEqual([[], []]);
  });
});

describe('what waits', () => {
  it('is said by its gate, without the title that stands beside it', () => {
    expect(waitWords({ kind: 'gate', gate: 'G3' })).toBe('Architecture to approve');
    expect(waitWords({ kind: 'plan', gate: 'G2' })).toBe('Plan to approve');
    expect(waitSummary('a shop: 3 tasks (a, b, c)', 'A shop')).toBe('3 tasks (a, b, c)');
    expect(waitSummary('Commit 0123 is verified.', 'A shop')).toBe('Commit 0123 is verified.');
  });

  it('is the next step once staging serves it', () => {
    const wait = { kind: 'deploy', gate: 'G8' } as const;
    expect([waitWords(wait), waitWords(wait, ['staging']), waitWords({ kind: 'plan', gate: 'G2' }, ['staging'])]).toEqual([
      'Ready to deploy',
      'Live on staging: promote or close',
      'Plan to approve',
    ]);
    const deployments = [
      { environment: 'production' as const, status: 'failed' },
      { environment: 'staging' as const, status: 'live' },
    ];
    expect([liveOf({ deployments }), liveOf({ live: ['production'] }), liveOf({})]).toEqual([['staging'], ['production'], []]);
  });

  it('stands at the phase that waits', () => {
    const steps = phaseLine(
      { phase: 'deploy', status: 'ready', ended: false, waits: true, gates: [{ gate: 'G8', state: 'open' }], phaseCosts: [] },
      emptyView(),
    );
    expect(steps.filter(({ state, gates }) => state === 'waiting' || gates.length > 0).map(({ phase }) => phase)).toEqual(['deploy']);
  });
});

describe('the time of a build', () => {
  const at = (minute: number) => new Date(Date.parse(AT) + minute * 60_000).toISOString();
  const wait = (gate: Gate | null, since: number, until: number | null) => ({ gate, since: at(since), until: until === null ? null : at(until) });

  it('of work is told apart from what it waited for a person, at a gate or not', () => {
    const waits = [wait('G2', 1, 4), wait(null, 5, 6), wait('G8', 7, 9), wait('G8', 10, 20)];
    expect(workedAndWaited({ created_at: at(0), ended_at: at(21) }, waits, 0)).toEqual({ worked: 3 * 60, waited: 16 * 60 });
  });

  it('of work stands still while it waits, and is no longer for having been stopped then', () => {
    expect(workedAndWaited({ created_at: at(0), ended_at: null }, [wait('G2', 2, null)], Date.parse(at(10)))).toEqual({ worked: 120, waited: 480 });
    expect(workedAndWaited({ created_at: at(0), ended_at: at(10) }, [wait('G2', 2, null)], 0)).toEqual({ worked: 120, waited: 480 });
  });

  it('is told by its events: a wait ends when it is decided, when another one takes its place, and with the build', () => {
    const view = emptyView();
    const told: BuildEvent[] = [
      { kind: 'gate.opened', gate: 'G2', wait: 'plan', subject_digest: 'd', summary: '' },
      { kind: 'gate.decided', gate: 'G2', decision: 'approve', by: 'ada', subject_digest: 'd' },
      { kind: 'gate.opened', gate: 'G6', wait: 'gate', subject_digest: 'd', summary: '' },
      { kind: 'question', task: null, question: '', subject_digest: 'd' },
      { kind: 'build.ended', status: 'stopped', failure: null },
    ];
    for (const [minute, each] of told.entries()) addEvent(view, { ...event(each, minute + 1), at: at(minute) });
    expect(view.waits).toEqual([wait('G2', 0, 1), wait('G6', 2, 3), wait(null, 3, 4)]);
  });
});

describe('a passed gate', () => {
  it('with findings has the tone of what is to be looked at', () => {
    const tones = [{ scan: 'findings' }, { scan: 'unavailable' }, { scan: 'clean' }, {}].map((proof) => gateTone({ state: 'passed', proof }));
    expect(tones).toEqual(['wait', 'wait', 'good', 'good']);
    expect(gateTone({ state: 'rejected', proof: { scan: 'findings' } })).toBe('bad');
  });
});

describe('a sentence', () => {
  it('begins with a large letter, an address as it is', () => {
    expect([sentence('staging serves it'), sentence('http://127.0.0.1:4482'), sentence('')]).toEqual(['Staging serves it', 'http://127.0.0.1:4482', '']);
  });
});

describe('what a chat offers to say', () => {
  it('goes by where the newest build stands', () => {
    const build = { id: 'int-code-abc', title: 'notes', status: 'ready' as const, waiting_for: null, live: [] };
    const wait = { kind: 'deploy' as const, gate: 'G8' as const, subject_digest: '', summary: '', since: AT, actions: [] };
    const said = (over: object) => examplesFor({ ...build, ...over }).map(({ say }) => say);
    expect(said({}).join()).toContain('did the tests of int-code-abc pass');
    expect(said({}).join()).not.toContain('fail');
    expect(said({ status: 'failed' })).toContain('why did the tests of int-code-abc fail');
    expect(said({ waiting_for: wait })).toContain('deploy int-code-abc to staging');
    expect(said({ waiting_for: wait, live: ['staging'] })).toContain('deploy int-code-abc to production');
  });
});

describe('kinds of files', () => {
  it('are called as people call them', () => {
    expect(['application/sarif+json', 'application/json', 'application/zip', 'text/x-diff', 'image/png', 'application/x-odd'].map(kindOfFile)).toEqual([
      'Scan report',
      'JSON',
      'ZIP archive',
      'Diff',
      'Picture',
      'File',
    ]);
  });
});

describe('finding a build', () => {
  it('looks for every word in all it is called', () => {
    const build = { id: 'int-code-abc', title: 'Notes API', project_type: 'api', language: 'python', status: 'coding' };
    expect(['notes python', 'ABC', '', 'notes ruby'].map((text) => matches(build, text))).toEqual([true, true, true, false]);
  });
});

describe('what an event makes stale', () => {
  it('is read at once where a person waits for it, and not at all where nothing changed', () => {
    expect(staleParts('gate.opened')).toMatchObject({ urgent: true, parts: expect.arrayContaining(['status', 'gates']) });
    expect(staleParts('deploy.ended')).toMatchObject({ urgent: true });
    expect(staleParts('turn')).toEqual({ parts: ['status'], urgent: false });
    expect(staleParts('tool').parts).toEqual([]);
    expect(staleParts('quite.new').parts).toContain('status');
    expect([staleList('chat'), staleList('notifications'), staleList('quite new')]).toEqual(['chats', 'notifications', null]);
  });
});
