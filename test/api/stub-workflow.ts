import { ApplicationFailure, condition, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
import { DECISION, REFUSAL, type BuildInput, type DecisionBase, type DecisionResult } from '../../contracts/messages.js';

/** A workflow as small as it can be that takes decisions like the real one: what waits is told to it by the test. */

type Message = DecisionBase & { subjectDigest?: string | null; environment?: string };
export const nowWaits = defineSignal<[string | null]>('nowWaits');
export const finish = defineSignal('finish');

export async function build(_input: BuildInput): Promise<DecisionBase[]> {
  let waiting: string | null = null;
  let ended = false;
  const taken: DecisionBase[] = [];
  setHandler(nowWaits, (digest) => void (waiting = digest));
  setHandler(finish, () => void (ended = true));
  for (const name of Object.values(DECISION)) {
    const needsWait = name === 'approve' || name === 'reject' || name === 'editPlan' || name === 'answer' || name === 'requestChanges';
    setHandler(
      defineUpdate<DecisionResult & { message: Message }, [Message]>(name),
      (message) => {
        taken.push(message);
        const subject_digest = needsWait ? waiting : null;
        if (needsWait) waiting = null;
        if (name === 'stop') ended = true;
        return { decision: name, gate: 'G2', subject_digest, message, ...(name === 'deploy' ? { deployment_id: 'd-1' } : {}) };
      },
      {
        validator: (message) => {
          if (!needsWait) return;
          if (waiting === null) throw ApplicationFailure.nonRetryable('nothing waits', REFUSAL.nothing);
          if (message.subjectDigest && message.subjectDigest !== waiting) throw ApplicationFailure.nonRetryable('it changed', REFUSAL.stale);
        },
      },
    );
  }
  await condition(() => ended);
  return taken;
}

export async function deploy(input: unknown): Promise<unknown> {
  return input;
}

export async function replay(input: unknown): Promise<unknown> {
  return input;
}

export async function execution(input: unknown): Promise<unknown> {
  return input;
}

export async function workspaceJob(input: unknown): Promise<unknown> {
  return input;
}

export async function removeProject(input: unknown): Promise<unknown> {
  return input;
}
