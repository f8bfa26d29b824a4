import { describe, expect, it } from '@jest/globals';
import { parseMessage } from '../../api/chat/parse.js';
import { understand, type Asking } from '../../api/chat/understand.js';
import type { BuildHead } from '../../db/queries/chat-facts.js';

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
  ...facts,
});
const ready = (id: string) => head(id, 'ready', { waitingFor: { ...WAIT, actions: [...WAIT.actions] } });
// A build that was rejected at its last gate may still show what it waited for.
const ENDED = head('gone11', 'stopped', { waitingFor: { ...WAIT, actions: [] }, endedAt: new Date() });

/** What is answered by the heads alone: nothing here reaches the database. */
async function said(text: string, heads: BuildHead[]) {
  const asking: Asking = { orm: undefined as never, userId: 'local', heads, focus: null, cardId: 'card-1', artifactIds: [], openCard: null };
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
