import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { join } from 'node:path';
import { assemble, messagesOf, type Transcript } from '../../activities/agent/context/assemble.js';
import { standingMessage } from '../../activities/agent/context/standing.js';
import { fenced } from '../../activities/agent/prompt.js';
import type { SessionContext, StepRow } from '../../activities/agent/session-store.js';
import type { ChatRequest } from '../../activities/llm/port.js';
import { loadRoles } from '../../activities/roles.js';
import { projectRoot } from '../../config.js';
import { call, says, uses } from '../harness/provider.js';

const roles = loadRoles(join(projectRoot, 'activities/roles'));

function context(over: { description?: string; goal?: string } = {}): SessionContext {
  return {
    session: { id: 's1' },
    build: {
      projectType: 'api',
      description: over.description ?? 'a REST API for tasks with title, done and due date, in Python',
      domain: null,
      artifacts: {},
      constraints: {},
      options: { tests: true, docs: true, deployment: true, review: false },
    },
    task: { taskId: 't1', role: 'backend-developer', goal: over.goal ?? 'write the service', files: ['app/main.py'] },
  } as unknown as SessionContext;
}
const step = (turn: number, index: number, result: string): StepRow => ({ turn, call: index, result, summary: `did ${turn}` }) as StepRow;
const LARGE = { input: 100_000, answer: 8_000 };

interface Given extends Partial<Transcript> {
  guidance?: string[];
}
/** A request as it is put together for a large window. */
function ask(given: Given = {}, over: { context?: SessionContext; files?: string[]; role?: string } = {}): ChatRequest {
  const { guidance = [], ...transcript } = given;
  const role = roles.get(over.role ?? 'backend-developer');
  const plan = { title: 'Tasks', tasks: [{ id: 't1', goal: 'write the service' }] };
  const about = over.context ?? context();
  const standing = { guidance, tasks: [], spentUsd: 1, budgetUsd: 5, preference: 'balanced' as const, model: null };
  const turn = (transcript.answers?.length ?? 0) + 1;
  const facts = { turn, turnsMax: 40, taskId: 't1', goal: about.task.goal, costUsd: 0, usdMax: 3, failing: null, changedSince: false };
  const opening = { context: about, role, plan, baseFiles: over.files ?? [], earlier: [] };
  const assembled = assemble(opening, { answers: [], steps: [], marks: [], ...transcript }, standingMessage(standing, facts, LARGE), LARGE);
  return { messages: messagesOf(assembled), tools: assembled.tools, maxTokens: LARGE.answer };
}

describe('the first request of a session', () => {
  it.each(roles.names().filter((name) => roles.get(name).tools.length > 0))('is small for the role %s: at most 8 KB with its tools', (role) => {
    expect(Buffer.byteLength(JSON.stringify(ask({}, { role })))).toBeLessThanOrEqual(8 * 1024);
  });

  it('has the role first, then intent, plan and task in fences of their names', () => {
    const { messages, tools } = ask({}, { files: ['README.md'] });
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'user']);
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
        const { messages } = ask({ guidance: [said] }, { context: context({ description, goal }), files: ['```task', '`````'] });
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
    const answers = [1, 2, 3].map((turn) => ({ turn, answer: uses(call('list_files'), call('note', { text: 'n' })) }));
    const steps = answers.flatMap(({ turn }) => [step(turn, 0, `result ${turn}`), step(turn, 1, 'Noted.')]);
    const requests = [0, 1, 2, 3].map((count) => ask({ answers: answers.slice(0, count), steps: steps.slice(0, 2 * count) }));
    // All but the last message, which says what changes at every turn.
    for (const [index, request] of requests.slice(1).entries()) {
      const before = requests[index]!.messages.slice(0, -1);
      expect(request.messages.slice(0, before.length)).toEqual(before);
    }
    expect(new Set(requests.map(({ tools }) => JSON.stringify(tools))).size).toBe(1);
  });

  it('answers every tool call, also those that never ran', () => {
    const calls = [call('ask_human'), call('note'), call('finish')];
    const { messages } = ask({ answers: [{ turn: 1, answer: uses(...calls) }], steps: [step(1, 0, 'The person answers: yes')] });
    expect(messages.slice(3, -1)).toEqual([
      { role: 'tool', toolCallId: calls[0]?.id, content: 'The person answers: yes' },
      ...calls.slice(1).map(({ id }) => ({ role: 'tool', toolCallId: id, content: '(not run: the session went on without it)' })),
    ]);
  });

  it('has what people said in its last message, the newest last', () => {
    const { messages } = ask({ guidance: ['said first', 'said last'] });
    expect(messages.at(-1)?.content).toMatch(/```guidance\nsaid first\n```\n```guidance\nsaid last\n```/);
  });

  it('says what was missing after an answer that did nothing', () => {
    const nudge = (answer: ReturnType<typeof says>) => ask({ answers: [{ turn: 1, answer }] }).messages.at(-2)?.content;
    expect(nudge(says('I would write...'))).toMatch(/only tool calls/);
    expect(nudge(says(' '))).toMatch(/empty/);
    expect(nudge(says('cut', { finishReason: 'length' }))).toMatch(/cut at its limit/);
  });

  it('cuts the results and long arguments of turns that are pruned, and keeps every call answered', () => {
    const answers = Array.from({ length: 30 }, (_, index) => ({
      turn: index + 1,
      answer: uses(call('write_file', { path: 'a.py', content: 'y'.repeat(9_000) })),
    }));
    const steps = answers.map(({ turn }) => step(turn, 0, `${turn}:`.padEnd(16_000, 'x')));
    const marks = [{ kind: 'prune' as const, turn: 31, until: 20, text: '', origin: 'engine' }];
    const { messages } = ask({ answers, steps, marks });
    const results = messages.flatMap((message) => (message.role === 'tool' ? [message.content] : []));
    expect(results).toHaveLength(30);
    expect(results.slice(0, 20)).toEqual(answers.slice(0, 20).map(({ turn }) => `(an old result, cut to save space: did ${turn})`));
    expect(results.slice(20)).toEqual(steps.slice(20).map(({ result }) => result));
    const lengths = messages.flatMap((message) => (message.role === 'assistant' ? [message.toolCalls[0]!.arguments.length] : []));
    expect(Math.max(...lengths.slice(0, 20))).toBeLessThan(400);
    expect(Math.min(...lengths.slice(20))).toBeGreaterThan(9_000);
  });

  it('has the summary in the place of the turns it stands for, and none of these ever again', () => {
    const answers = Array.from({ length: 6 }, (_, index) => ({ turn: index + 1, answer: says(`words of turn ${index + 1}`) }));
    const marks = [1, 2].map((n) => ({ kind: 'summary' as const, turn: 3 * n, until: 2 * n, text: `summary ${n}`, origin: 'model' }));
    const text = JSON.stringify(ask({ answers, marks }).messages);
    expect(text).toContain('summary 2');
    expect([1, 2, 3, 4, 5, 6].filter((turn) => text.includes(`words of turn ${turn}`))).toEqual([5, 6]);
    expect(text).not.toContain('summary 1');
  });
});
