import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { reviewTask } from '../../activities/build/review.js';
import { oneModel } from '../../activities/llm/one-model.js';
import type { ChatAnswer } from '../../activities/llm/port.js';
import { createTemplateModel } from '../../activities/llm/template/index.js';
import { MillwrightError } from '../../contracts/failures.js';
import { AgentStage, type Session } from '../agent/stage.js';
import { call, says, uses } from '../harness/provider.js';

let stage: AgentStage;
beforeAll(async () => {
  stage = await AgentStage.open();
});
afterAll(() => stage.close());

const json = (value: unknown) => says(JSON.stringify(value));
const fails = (code: ConstructorParameters<typeof MillwrightError>[0]) => (): ChatAnswer => {
  throw new MillwrightError(code, 'as it is', { unbilled: true });
};

/** A session that wrote a file and finished. */
async function written(): Promise<Session> {
  const session = await stage.session({ budgetUsd: 100 });
  await stage.work(stage.deps([uses(call('write_file', { path: 'app.py', content: 'def add(a, b):\n    return a - b\n' }), call('finish'))]), session);
  return session;
}

describe('a review', () => {
  it('reads the change against the goal, is asked once and kept', async () => {
    const session = await written();
    const deps = stage.deps([
      json({
        summary: 'adds wrongly',
        findings: [
          { severity: 'note', message: 'fine' },
          { severity: 'blocker', file: 'app.py', line: 2, message: 'it subtracts' },
        ],
      }),
    ]);
    const first = await reviewTask(deps, session.sessionId, { attempt: 1 });
    expect(first).toEqual({
      verdict: 'changes',
      summary: 'the reviewer has one finding that must be mended: it subtracts',
      findings: [
        { file: 'app.py', line: 2, rule: 'blocker', message: 'it subtracts' },
        { file: null, line: null, rule: 'note', message: 'fine' },
      ],
    });
    expect(await reviewTask(deps, session.sessionId, { attempt: 2 })).toEqual(first);
    expect(deps.provider.requests).toHaveLength(1);
    const [request] = deps.provider.requests;
    expect(request?.schema?.name).toBe('review');
    expect(request?.messages[0]?.content).toContain('code reviewer');
    for (const part of ['a REST API for tasks', 'write the service', '+    return a - b']) expect(request?.messages[1]?.content).toContain(part);
    expect(await stage.database.sql('select owner from journal where build_id = $1', [session.buildId])).toEqual([{ owner: 'code-reviewer' }]);
  });

  it('without a grave finding lets the change pass, whatever else the answer says', async () => {
    for (const answer of [
      { findings: [] },
      { verdict: 'reject', approved: false, findings: [{ severity: 'minor', message: 'a name' }] },
      { summary: 'ok', findings: [{ severity: 'catastrophic', file: null, line: 'many', message: 'a word nobody knows is no reason' }] },
    ]) {
      const session = await written();
      expect((await reviewTask(stage.deps([json(answer)]), session.sessionId, { attempt: 1 })).verdict).toBe('approve');
    }
  });

  it('that cannot be used is skipped with a note and fails nothing', async () => {
    for (const answer of [
      says('Looks great!'),
      json({ findings: 'none' }),
      json({ cannot: 'I do not review' }),
      fails('LLM_REQUEST_REFUSED'),
      fails('LLM_AUTH'),
    ]) {
      const session = await written();
      expect(await reviewTask(stage.deps([answer]), session.sessionId, { attempt: 1 })).toMatchObject({ verdict: 'skipped', findings: [] });
      const notes = await stage.database.sql(`select 1 from events where build_id = $1 and kind = 'note' and data->>'text' like 'Review of t1: skipped%'`, [
        session.buildId,
      ]);
      expect(notes).toHaveLength(1);
    }
  });

  it('of an endpoint that is away is tried again, and skipped in the end', async () => {
    const session = await written();
    const deps = stage.deps([fails('LLM_UNAVAILABLE')]);
    await expect(reviewTask(deps, session.sessionId, { attempt: 1 })).rejects.toMatchObject({ code: 'LLM_UNAVAILABLE' });
    expect(await reviewTask(deps, session.sessionId, { attempt: 3 })).toMatchObject({ verdict: 'skipped' });
  });

  it('is not bought for nothing: no change, or a model that cannot review', async () => {
    const untouched = await stage.session();
    const deps = stage.deps([]);
    expect(await reviewTask(deps, untouched.sessionId, { attempt: 1 })).toMatchObject({ verdict: 'approve' });
    const session = await written();
    const template = stage.deps([], { models: oneModel(createTemplateModel()) });
    expect(await reviewTask(template, session.sessionId, { attempt: 1 })).toMatchObject({ verdict: 'skipped' });
    expect([deps, template].map(({ provider }) => provider.requests.length)).toEqual([0, 0]);
  });
});
