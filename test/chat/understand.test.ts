import { describe, expect, it } from '@jest/globals';
import { DECISIONS } from '../../api/chat/confirm.js';
import { parseMessage } from '../../api/chat/parse.js';
import type { Asking } from '../../api/chat/asking.js';
import { understand } from '../../api/chat/understand.js';
import { loadConfig } from '../../config.js';
import { APPROVERS_ACTIONS, DECISION_BUDGET_USD_MAX, DECISION_TEXT_CHARS_MAX } from '../../contracts/chat.js';
import type { BuildHead } from '../../db/queries/chat-facts.js';
import { guidanceBody, raiseBudgetBody } from '../../schemas/requests.js';
import { reportProviders } from '../../worker-models.js';

const WAIT = { kind: 'deploy', gate: 'G8', subject_digest: 'a'.repeat(64), summary: 'Ready to deploy', since: '', actions: ['approve', 'reject'] } as const;

const head = (id: string, status: BuildHead['status'], facts: Partial<BuildHead> = {}): BuildHead => ({
  id: `int-code-${id}`,
  title: `Tasks ${id}`,
  status,
  phase: null,
  progress: 40,
  waitingFor: null,
  endedAt: null,
  updatedAt: new Date(),
  projectId: 'p',
  budgetUsd: 5,
  ...facts,
});
const ready = (id: string) => head(id, 'ready', { waitingFor: { ...WAIT, actions: [...WAIT.actions] } });
// A build that was rejected at its last gate may still show what it waited for.
const ENDED = head('gone11', 'stopped', { waitingFor: { ...WAIT, actions: [] }, endedAt: new Date() });

/** What is answered by the heads alone: nothing here reaches the database. */
async function said(text: string, heads: BuildHead[], { role = 'admin', artifactIds = [] }: Partial<Pick<Asking, 'role' | 'artifactIds'>> = {}) {
  const shown = { budgets: { dailyUsd: 0, monthlyUsd: 0, alertUsd: 0 }, models: reportProviders(loadConfig()) };
  const owner = { orm: undefined as never, userId: 'local', role, heads, shown, home: '' };
  const asking: Asking = { ...owner, focus: null, cardId: 'card-1', artifactIds, openCard: null };
  const outcome = await understand(parseMessage(text), asking);
  if ('think' in outcome) throw new Error('it was left to a model');
  return outcome;
}

describe('a wish that several builds could be meant by', () => {
  it('is offered for each with its own environment, and not for those that have ended', async () => {
    const { reply, card } = await said('deploy it to production', [ready('aaa111'), ENDED, ready('bbb222'), head('ccc333', 'coding')]);
    expect(card).toBeNull();
    expect(reply.suggestions).toEqual(['deploy int-code-aaa111 to production', 'deploy int-code-bbb222 to production']);
    expect(reply.text).not.toContain('gone11');
    expect((await said('deploy it to staging', [ready('aaa111'), ready('bbb222')])).reply.suggestions[0]).toBe('deploy int-code-aaa111 to staging');
    expect((await said('deploy it', [ready('aaa111'), ready('bbb222')])).reply.suggestions[0]).toBe('deploy int-code-aaa111');
  });

  it('is about the one of namesakes that can do it', async () => {
    const twins = [ready('aaa111'), ENDED].map((build) => ({ ...build, title: 'Shop' }));
    expect((await said('deploy the shop to production', twins)).card).toMatchObject({ buildId: 'int-code-aaa111', params: { environment: 'production' } });
  });
});

describe('the status of several builds at work', () => {
  it('is told of all of them, a line each', async () => {
    const { reply } = await said('what is the status', [head('aaa111', 'coding'), ENDED, head('bbb222', 'testing')]);
    expect(reply.text.match(/^- .*$/gm)).toEqual([expect.stringContaining('int-code-aaa111'), expect.stringContaining('int-code-bbb222')]);
  });
});

describe('a card', () => {
  const build = ready('aaa111');

  it('is not offered to somebody who may not have it done', async () => {
    const { reply, card } = await said('deploy int-code-aaa111 to staging', [build], { role: 'developer' });
    expect(card).toBeNull();
    expect(reply.text).toContain('needs the role approver, and yours is developer');
    expect((await said('stop int-code-aaa111', [build], { role: 'developer' })).card).toMatchObject({ action: 'stop' });
    expect((await said('deploy int-code-aaa111 to staging', [build], { role: 'approver' })).card).toMatchObject({ action: 'deploy' });
  });

  it('is not offered for what its route would not take', async () => {
    const raised = await said('raise the budget of int-code-aaa111 to $5', [build]);
    expect(raised).toMatchObject({ card: null, reply: { text: expect.stringContaining('is $5.00 already') } });
    expect((await said('raise the budget of int-code-aaa111 to $20000', [build])).card).toBeNull();
    expect((await said('raise the budget of int-code-aaa111 to $6', [build])).card).toMatchObject({ action: 'raise_budget' });
    const long = await said(`tell int-code-aaa111 to ${'x'.repeat(DECISION_TEXT_CHARS_MAX)}y`, [build]);
    expect(long).toMatchObject({ card: null, reply: { text: expect.stringContaining('longer than') } });
  });

  it('goes by the limits and roles that the routes have', () => {
    const text = 'x'.repeat(DECISION_TEXT_CHARS_MAX);
    const approvers = Object.entries(DECISIONS)
      .filter(([, { access }]) => access === 'approver')
      .map(([action]) => action);
    expect(approvers.sort()).toEqual([...APPROVERS_ACTIONS].sort());
    expect(guidanceBody.safeParse({ text }).success).toBe(true);
    expect(guidanceBody.safeParse({ text: `${text}y` }).success).toBe(false);
    expect(raiseBudgetBody.safeParse({ budget_usd: DECISION_BUDGET_USD_MAX }).success).toBe(true);
    expect(raiseBudgetBody.safeParse({ budget_usd: DECISION_BUDGET_USD_MAX + 1 }).success).toBe(false);
  });
});

describe('something that is no software', () => {
  it('is no build: what is wanted is asked for', async () => {
    const poem = await said('write me a poem', []);
    expect(poem).toMatchObject({ card: null, reply: { text: expect.stringContaining('"a poem" is none of these') } });
    expect((await said('write me a function that makes poems', [])).card).toMatchObject({ action: 'create' });
  });

  it('and is not known to be any either can be said in one click what it should be', async () => {
    const { reply, card } = await said('make me a surprise for plants', []);
    expect(card).toBeNull();
    expect(reply.suggestions).toContain('build me a website: a surprise for plants');
    for (const text of reply.suggestions) expect((await said(text, [])).card).toMatchObject({ action: 'create' });
    // The file says what it is.
    expect((await said('make me what the file says', [], { artifactIds: ['art-1'] })).card).toMatchObject({ action: 'create' });
  });
});
