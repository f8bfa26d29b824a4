import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { join } from 'node:path';
import { fenced, sessionRequest } from '../../activities/agent/prompt.js';
import type { SessionContext, StepRow } from '../../activities/agent/session-store.js';
import { loadRoles } from '../../activities/roles.js';
import { projectRoot } from '../../config.js';
import { call, says, uses } from '../harness/provider.js';

const roles = loadRoles(join(projectRoot, 'activities/roles'));
const time = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));

function context(over: { description?: string; goal?: string } = {}): SessionContext {
  return {
    session: { id: 's1' },
    build: {
      projectType: 'api',
      description: over.description ?? 'a REST API for tasks with title, done and due date, in Python',
      domain: null,
      constraints: {},
      options: { tests: true, docs: true, deployment: true, review: false },
    },
    task: { taskId: 't1', role: 'backend-developer', goal: over.goal ?? 'write the service', files: ['app/main.py'] },
  } as unknown as SessionContext;
}
const step = (turn: number, index: number, result: string): StepRow => ({ turn, call: index, result }) as StepRow;
const ask = (given: Partial<Parameters<typeof sessionRequest>[4]> = {}, over: { context?: SessionContext; files?: string[]; role?: string } = {}) =>
  sessionRequest(
    over.context ?? context(),
    roles.get(over.role ?? 'backend-developer'),
    { title: 'Tasks', tasks: [{ id: 't1', goal: 'write the service' }] },
    over.files ?? [],
    { answers: [], steps: [], guidance: [], ...given },
  );

describe('the first request of a session', () => {
  it.each(roles.names().filter((name) => roles.get(name).tools.length > 0))('is small for the role %s: at most 8 KB with its tools', (role) => {
    expect(Buffer.byteLength(JSON.stringify(ask({}, { role })))).toBeLessThanOrEqual(8 * 1024);
  });

  it('has the role first, then intent, plan and task in fences of their names', () => {
    const { messages, tools } = ask({}, { files: ['README.md'] });
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(messages[0]?.content).toBe(roles.get('backend-developer').prompt);
    expect([...(messages[1]?.content ?? '').matchAll(/^```+(\w+)$/gm)].map((match) => match[1])).toEqual(['intent', 'plan', 'task', 'files']);
    expect(tools?.map(({ name }) => name)).toEqual(roles.get('backend-developer').tools);
  });

  it('shows a map of many files and says how many it leaves out', () => {
    const text = ask({}, { files: Array.from({ length: 100 }, (_, n) => `f${n}.py`) }).messages[1]?.content ?? '';
    expect(text).toContain('f59.py\n... and 40 more');
    expect(text).not.toContain('f60.py');
  });
});

describe('a fence', () => {
  /** The text of the first fence of a name, read line by line as markdown is read. */
  function contentOf(text: string, name: string): string | null {
    let open: { fence: number; name: string; lines: string[] } | null = null;
    for (const line of text.split('\n')) {
      const ticks = /^(`{3,})(\w*)[ \t]*$/.exec(line);
      if (open === null) open = ticks ? { fence: ticks[1]!.length, name: ticks[2]!, lines: [] } : null;
      else if (!ticks || ticks[2] !== '' || ticks[1]!.length < open.fence) open.lines.push(line);
      else if (open.name === name) return open.lines.join('\n');
      else open = null;
    }
    return null;
  }
  const hostile = fc
    .array(fc.oneof(fc.constantFrom('`', '```', '````', '\n', '\n```\n', '```task', '~~~', 'task', '\u2028'), fc.string({ maxLength: 5 })), { maxLength: 15 })
    .map((parts) => parts.join(''));

  it('cannot be ended by the text inside', () => {
    fc.assert(
      fc.property(hostile, (text) => expect(contentOf(fenced('intent', text), 'intent')).toBe(text)),
      { numRuns: 2_000 },
    );
  });

  it('keeps intent, task, file names and guidance apart whatever they say', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (description, goal, said) => {
        const { messages } = ask({ guidance: [{ text: said, createdAt: time(1) }] }, { context: context({ description, goal }), files: ['```task', '`````'] });
        const opening = messages[1]?.content ?? '';
        expect((JSON.parse(contentOf(opening, 'intent') ?? 'null') as { description: string }).description).toBe(description);
        expect((JSON.parse(contentOf(opening, 'task') ?? 'null') as { goal: string }).goal).toBe(goal);
        expect(contentOf(opening, 'files')).toBe('```task\n`````');
        expect(contentOf(messages.at(-1)?.content ?? '', 'guidance')).toBe(said);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a later request', () => {
  it('begins with the earlier one, byte for byte, so that prompt caches hit', () => {
    const answers = [1, 2, 3].map((turn) => ({ turn, answer: uses(call('list_files'), call('note', { text: 'n' })), at: time(turn) }));
    const steps = answers.flatMap(({ turn }) => [step(turn, 0, `result ${turn}`), step(turn, 1, 'Noted.')]);
    const requests = [0, 1, 2, 3].map((count) => ask({ answers: answers.slice(0, count), steps: steps.slice(0, 2 * count) }));
    for (const [index, request] of requests.slice(1).entries())
      expect(request.messages.slice(0, requests[index]!.messages.length)).toEqual(requests[index]!.messages);
    expect(new Set(requests.map(({ tools }) => JSON.stringify(tools))).size).toBe(1);
  });

  it('answers every tool call, also those that never ran', () => {
    const calls = [call('ask_human'), call('note'), call('finish')];
    const { messages } = ask({ answers: [{ turn: 1, answer: uses(...calls), at: time(1) }], steps: [step(1, 0, 'The person answers: yes')] });
    expect(messages.slice(3)).toEqual([
      { role: 'tool', toolCallId: calls[0]?.id, content: 'The person answers: yes' },
      ...calls.slice(1).map(({ id }) => ({ role: 'tool', toolCallId: id, content: '(not run: the session went on without it)' })),
    ]);
  });

  it('has what a person said where it was said', () => {
    const answers = [1, 3].map((minute, index) => ({ turn: index + 1, answer: uses(call('list_files')), at: time(minute) }));
    const { messages } = ask({ answers, guidance: [0, 2, 4].map((minute) => ({ text: `said at ${minute}`, createdAt: time(minute) })) });
    expect(messages.slice(2).map((message) => (message.role === 'user' ? /said at \d/.exec(message.content)?.[0] : message.role))).toEqual([
      'said at 0',
      'assistant',
      'tool',
      'said at 2',
      'assistant',
      'tool',
      'said at 4',
    ]);
  });

  it('says what was missing after an answer that did nothing', () => {
    const nudge = (answer: ReturnType<typeof says>) => ask({ answers: [{ turn: 1, answer, at: time(1) }] }).messages.at(-1)?.content;
    expect(nudge(says('I would write...'))).toMatch(/only tool calls/);
    expect(nudge(says(' '))).toMatch(/empty/);
    expect(nudge(says('cut', { finishReason: 'length' }))).toMatch(/cut at its limit/);
  });

  it('prunes the oldest results first and keeps every call answered', () => {
    const answers = Array.from({ length: 30 }, (_, index) => ({ turn: index + 1, answer: uses(call('read_file')), at: time(index) }));
    const steps = answers.map(({ turn }) => step(turn, 0, `${turn}:`.padEnd(16_000, 'x')));
    const results = ask({ answers, steps })
      .messages.filter(({ role }) => role === 'tool')
      .map(({ content }) => content ?? '');
    expect(results).toHaveLength(30);
    expect(results.slice(0, 20).every((text) => text.startsWith('(an old result'))).toBe(true);
    expect(results.slice(20).map((text) => text.split(':')[0])).toEqual(Array.from({ length: 10 }, (_, index) => String(index + 21)));
  });
});
