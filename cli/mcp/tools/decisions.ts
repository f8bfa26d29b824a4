import { z } from 'zod';
import type { WaitKind } from '../../../contracts/messages.js';
import { answerBody, deployBody, guidanceBody, rejectBody, requestChangesBody } from '../../../schemas/requests.js';
import { fullId } from '../../builds.js';
import { usageFailure } from '../../failure.js';
import { buildId, DECIDES, defineTool, shownDigest, told, WRITES, type ToolContext } from '../tool.js';
import { waitKey } from '../../watch.js';
import { waitingWith } from '../waits.js';

const WAIT_ON = 'wait_for tells when it needs a person again or has ended.';

/** Decides what waits, if it is what was shown, and remembers that it is decided. */
async function decided<R>(context: ToolContext, typed: string, digest: string, kinds: WaitKind[], decide: (id: string) => Promise<R>): Promise<R> {
  const id = fullId(typed);
  const build = await waitingWith(context.client, id, digest, kinds, context.signal);
  const answer = await decide(id);
  context.decided.add(waitKey(build) ?? '');
  return answer;
}

export const approve = defineTool({
  name: 'approve',
  title: 'Approve what a build waits for',
  description: 'Approve exactly what was shown: a plan, a gate, a review, or one of three designs. Only when the person has said so.',
  annotations: DECIDES,
  input: {
    build_id: buildId,
    subject_digest: shownDigest,
    choice: z.int().min(1).max(3).optional().describe('Which of the three designs, where designs are shown'),
  },
  async run({ build_id, subject_digest, choice }, context) {
    const { client, signal } = context;
    const answer = await decided(context, build_id, subject_digest, ['plan', 'gate', 'review', 'ux_choice'], async (id) => {
      if (choice === undefined && (await client.getBuild(id, { signal })).waiting_for?.kind === 'ux_choice')
        throw usageFailure('There are three designs: say which one', 'Ask the person and pass choice 1, 2 or 3.');
      return client.approveBuild(id, { decision: 'approve', subject_digest, ...(choice === undefined ? {} : { choice }) }, { signal });
    });
    return told({ build_id: answer.id, decision: 'approved', gate: answer.gate, subject_digest: answer.subject_digest }, WAIT_ON);
  },
});

export const reject = defineTool({
  name: 'reject',
  title: 'Reject what a build waits for',
  description: 'Reject what was shown, with the reason: this ends the build. request_changes has a plan made anew instead. Only when the person has said so.',
  annotations: DECIDES,
  input: { build_id: buildId, subject_digest: shownDigest, reason: rejectBody.shape.reason },
  async run({ build_id, subject_digest, reason }, context) {
    const kinds: WaitKind[] = ['plan', 'gate', 'review', 'ux_choice', 'question', 'deploy', 'budget'];
    const answer = await decided(context, build_id, subject_digest, kinds, (id) =>
      context.client.rejectBuild(id, { subject_digest, reason }, { signal: context.signal }),
    );
    return told({ build_id: answer.id, decision: 'rejected', gate: answer.gate }, 'That ends the build.');
  },
});

export const requestChanges = defineTool({
  name: 'request_changes',
  title: 'Have a plan made anew',
  description: 'Say what should be different about the plan that waits; it is made again and waits again.',
  annotations: WRITES,
  input: { build_id: buildId, subject_digest: shownDigest, text: requestChangesBody.shape.text },
  async run({ build_id, subject_digest, text }, context) {
    const answer = await decided(context, build_id, subject_digest, ['plan'], (id) =>
      context.client.requestChanges(id, { subject_digest, text }, { signal: context.signal }),
    );
    return told({ build_id: answer.id, decision: 'changes requested' }, WAIT_ON);
  },
});

export const answer = defineTool({
  name: 'answer',
  title: 'Answer a question of a build',
  description: 'Answer the question a build waits with, in the words of the person.',
  annotations: WRITES,
  input: { build_id: buildId, subject_digest: shownDigest, answer: answerBody.shape.answer },
  async run({ build_id, subject_digest, answer }, context) {
    const given = await decided(context, build_id, subject_digest, ['question'], (id) =>
      context.client.answerBuild(id, { subject_digest, answer }, { signal: context.signal }),
    );
    return told({ build_id: given.id, decision: 'answered' }, WAIT_ON);
  },
});

export const giveGuidance = defineTool({
  name: 'give_guidance',
  title: 'Give the agents of a build a hint',
  description: 'Say something into a running build without stopping it; its agents read it at their next turn.',
  annotations: WRITES,
  input: { build_id: buildId, text: guidanceBody.shape.text },
  async run({ build_id, text }, { client, signal }) {
    const given = await client.giveGuidance(fullId(build_id), { text }, { signal });
    return told({ build_id: given.id, decision: 'noted' });
  },
});

export const deploy = defineTool({
  name: 'deploy',
  title: 'Deploy a ready build',
  description: 'Deploy what a ready build made to staging or production; this is the approval of its last gate. Only when the person has said so.',
  annotations: DECIDES,
  input: { build_id: buildId, subject_digest: shownDigest, environment: deployBody.shape.environment },
  async run({ build_id, subject_digest, environment }, context) {
    const started = await decided(context, build_id, subject_digest, ['deploy'], (id) =>
      context.client.deployBuild(id, { environment, subject_digest }, { signal: context.signal }),
    );
    return told({ build_id: fullId(build_id), ...started }, 'wait_for tells when it is live; get_build has its address then.');
  },
});
