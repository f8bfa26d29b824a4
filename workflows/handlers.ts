import { defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
import { deploymentId } from '../contracts/ids.js';
import {
  DECISION,
  type AnswerMessage,
  type ApproveMessage,
  type ChangeModelMessage,
  type CompleteMessage,
  type DecisionBase,
  type DecisionName,
  type DecisionResult,
  type DeployMessage,
  type EditPlanMessage,
  type GuidanceMessage,
  type RaiseBudgetMessage,
  type RejectMessage,
  type RequestChangesMessage,
  type RequestReviewMessage,
  type StopMessage,
} from '../contracts/messages.js';
import { applyEdit, editRefusal } from './board.js';
import { decide, decisionOf, refusalOf, type BuildState, type Decision } from './build-state.js';
import type { Inbox } from './inbox.js';
import { ignore, isOptional, isText, isTexts, mustFit, refuseWith, signalBase, textOf, usableDetails } from './messages.js';

interface Handler<Message extends DecisionBase> {
  name: DecisionName;
  description: string;
  /** Whether the fields beside the base are of their types: the Temporal Web UI sends whatever a person typed. */
  fits(message: Message): boolean;
  digest(message: Message): string | null;
  toDecision(message: Message): Decision;
  /** The input of a signal as a person types it: text or an object. */
  fromSignal(input: unknown): Omit<Message, keyof DecisionBase> | null;
}

/**
 * Registers every decision as an update with a validator and as a signal of the same name. Handlers only note the
 * decision; the story acts. Must run before the workflow's first await.
 */
export function registerHandlers(buildId: string, state: BuildState, inbox: Inbox, onStop: () => void): void {
  register(state, inbox, approve);
  register(state, inbox, reject);
  registerEditPlan(state, inbox);
  register(state, inbox, requestChanges);
  register(state, inbox, answer);
  register(state, inbox, complete);
  registerDeploy(buildId, state, inbox);
  registerOpen<StopMessage>(
    state,
    inbox,
    'stop',
    'Stop the build; what was written is kept. Input: a reason.',
    (input) => ({ reason: textOf(input) || 'stopped' }),
    (message) => {
      inbox.stop ??= { userId: message.userId, reason: message.reason };
      onStop();
    },
  );
  registerOpen<RequestReviewMessage>(
    state,
    inbox,
    'requestReview',
    'Put a question to a person; the build waits at its next step. Input: the question.',
    (input) => ({ question: textOf(input) }),
    (message) => state.reviews.push({ question: message.question, userId: message.userId, id: message.decisionId }),
  );
  registerOpen<RaiseBudgetMessage>(
    state,
    inbox,
    'raiseBudget',
    'Raise the budget. Input: dollars, e.g. 10.',
    (input) => ({ budgetUsd: Number(input ?? Number.NaN) }),
    (message) => {
      inbox.budgets.push({ id: message.decisionId, userId: message.userId, budgetUsd: message.budgetUsd });
      if (state.waiting?.kind === 'budget' && !state.decision) decide(state, decisionOf('raiseBudget', message, { budgetUsd: message.budgetUsd }));
    },
  );
  registerOpen<GuidanceMessage>(
    state,
    inbox,
    'guidance',
    'Say something into the running build. Input: the text.',
    (input) => ({ text: textOf(input) }),
    (message) => inbox.guidance.push({ id: message.decisionId, userId: message.userId, text: message.text }),
  );
  registerChangeModel(state, inbox);
}

const approve: Handler<ApproveMessage> = {
  name: DECISION.approve,
  description: 'Approve what the build waits for. Input: the first eight characters (or all) of the digest shown on this page.',
  fits: (message) =>
    isOptional(message.answer, 'string') &&
    isOptional(message.choice, 'number') &&
    isOptional(message.planVersion, 'number') &&
    isOptional(message.planDigest, 'string'),
  digest: (message) => message.subjectDigest ?? null,
  toDecision: (message) =>
    decisionOf('approve', message, {
      text: message.answer ?? null,
      choice: message.choice ?? null,
      plan: message.planVersion !== undefined && message.planDigest !== undefined ? { version: message.planVersion, digest: message.planDigest } : null,
    }),
  fromSignal: (input) => ({ subjectDigest: textOf(input, 'digest') }),
};

const reject: Handler<RejectMessage> = {
  name: DECISION.reject,
  description: 'Reject what the build waits for. Input: {"digest": "...", "reason": "..."}.',
  fits: (message) => isText(message.reason),
  digest: (message) => message.subjectDigest ?? null,
  toDecision: (message) => decisionOf('reject', message, { text: message.reason }),
  fromSignal: (input) => ({ subjectDigest: textOf(input, 'digest'), reason: textOf(input, 'reason') || 'rejected' }),
};

const requestChanges: Handler<RequestChangesMessage> = {
  name: DECISION.requestChanges,
  description: 'Ask for changes; the plan is made again. Input: {"digest": "...", "text": "..."}.',
  fits: (message) => isText(message.text),
  digest: (message) => message.subjectDigest ?? null,
  toDecision: (message) => decisionOf('requestChanges', message, { text: message.text }),
  fromSignal: (input) => ({ subjectDigest: textOf(input, 'digest'), text: textOf(input, 'text') }),
};

const answer: Handler<AnswerMessage> = {
  name: DECISION.answer,
  description: 'Answer the question the build asks. Input: {"digest": "...", "answer": "..."}.',
  fits: (message) => isText(message.answer),
  digest: (message) => message.subjectDigest ?? null,
  toDecision: (message) => decisionOf('answer', message, { text: message.answer }),
  fromSignal: (input) => ({ subjectDigest: textOf(input, 'digest'), answer: textOf(input, 'answer') }),
};

const complete: Handler<CompleteMessage> = {
  name: DECISION.complete,
  description: 'Close a build that is ready. No input.',
  fits: () => true,
  digest: () => null,
  toDecision: (message) => decisionOf('complete', message),
  fromSignal: () => ({}),
};

function register<Message extends DecisionBase>(state: BuildState, inbox: Inbox, handler: Handler<Message>): void {
  const { name, description } = handler;
  setHandler(defineUpdate<DecisionResult, [Message]>(name), (message) => decide(state, handler.toDecision(message)), {
    validator: (message) => {
      mustFit(message, (given) => isOptional((given as Partial<ApproveMessage>).subjectDigest, 'string') && handler.fits(given));
      refuseWith(refusalOf(state, name, handler.digest(message)));
    },
    description,
  });
  setHandler(
    defineSignal<[unknown]>(name),
    (input) => {
      const details = handler.fromSignal(input);
      const message = details && ({ ...details, ...signalBase() } as Message);
      // A signal has no answer: without the current digest it is ignored and journalled.
      const digest = message ? handler.digest(message) : null;
      const refusal = !message || (digest === null && name !== 'complete') ? { detail: 'the digest is missing' } : refusalOf(state, name, digest);
      if (refusal) return ignore(inbox, name, refusal.detail);
      if (message) decide(state, handler.toDecision(message));
    },
    { description },
  );
}

/** An edited plan: at its gate it is what waits next, later it replaces the rest of the tasks at once. */
function registerEditPlan(state: BuildState, inbox: Inbox): void {
  const description = 'Replace the plan, or what is left of it, by an edited version that the API stored. (Use the API or the CLI for this.)';
  const isRest = () => !state.ended && state.board !== null && state.waiting?.kind !== 'plan';
  setHandler(
    defineUpdate<DecisionResult, [EditPlanMessage]>(DECISION.editPlan),
    (message) => {
      if (!isRest() || !state.board)
        return decide(state, decisionOf('editPlan', message, { plan: { version: message.planVersion, digest: message.planDigest } }));
      const again = applyEdit(state.board, message);
      inbox.edits.push({ edit: message, again });
      return { decision: 'editPlan', gate: null, subject_digest: message.planDigest, again };
    },
    {
      validator: (message) => {
        mustFit(message, (given) => isText(given.baseDigest) && isText(given.planDigest) && Number.isInteger(given.planVersion) && fitsRest(given));
        refuseWith(isRest() ? editRefusal(state.board, message) : refusalOf(state, 'editPlan', message.baseDigest));
      },
      description,
    },
  );
  setHandler(defineSignal<[unknown]>(DECISION.editPlan), () => ignore(inbox, 'editPlan', 'a plan does not fit into a signal; use the API or the CLI'), {
    description,
  });
}

function fitsRest({ tasks, touched, rerun }: EditPlanMessage): boolean {
  return isTexts(touched) && isTexts(rerun) && (tasks === undefined || tasks.every((task) => isText(task?.id) && isText(task.role) && isText(task.title)));
}

/** Another model from the next call on; fine at any time while the build runs. */
function registerChangeModel(state: BuildState, inbox: Inbox): void {
  const description = 'Have another model answer from the next call on. Input: its name, or "auto" to leave it to the routing.';
  const take = (message: ChangeModelMessage): DecisionResult => {
    inbox.models.push({ id: message.decisionId, userId: message.userId, model: message.model, llmPreference: message.llmPreference });
    return { decision: 'changeModel', gate: null, subject_digest: null };
  };
  setHandler(defineUpdate<DecisionResult, [ChangeModelMessage]>(DECISION.changeModel), take, {
    validator: (message) => {
      mustFit(message, (given) => isOptional(given.model, 'string') && isOptional(given.llmPreference, 'string'));
      if (state.ended) refuseWith(refusalOf(state, 'changeModel', null));
    },
    description,
  });
  setHandler(
    defineSignal<[unknown]>(DECISION.changeModel),
    (input) => {
      const model = textOf(input);
      if (model === '' || state.ended) return ignore(inbox, 'changeModel', 'the name of a model is missing');
      take({ ...signalBase(), model: model === 'auto' ? null : model, llmPreference: null });
    },
    { description },
  );
}

function registerDeploy(buildId: string, state: BuildState, inbox: Inbox): void {
  const description = 'Deploy a build that is ready. Input: "staging" or "production".';
  const take = (message: DeployMessage): DecisionResult => {
    const result = decide(state, decisionOf('deploy', message, { environment: message.environment }));
    return { ...result, deployment_id: deploymentId(buildId, message.environment, state.deployments + 1) };
  };
  setHandler(defineUpdate<DecisionResult, [DeployMessage]>(DECISION.deploy), take, {
    validator: (message) => {
      mustFit(message, ({ environment }) => environment === 'staging' || environment === 'production');
      refuseWith(refusalOf(state, 'deploy', null));
    },
    description,
  });
  setHandler(
    defineSignal<[unknown]>(DECISION.deploy),
    (input) => {
      const environment = textOf(input, 'environment') || 'staging';
      const refusal =
        environment === 'staging' || environment === 'production' ? refusalOf(state, 'deploy', null) : { detail: 'the environment is staging or production' };
      if (refusal) return ignore(inbox, 'deploy', refusal.detail);
      take({ ...signalBase(), environment: environment as 'staging' | 'production' });
    },
    { description },
  );
}

/** Messages that are fine at any time while the build runs. */
function registerOpen<Message extends DecisionBase>(
  state: BuildState,
  inbox: Inbox,
  name: DecisionName,
  description: string,
  fromSignal: (input: unknown) => Omit<Message, keyof DecisionBase>,
  take: (message: Message) => void,
): void {
  setHandler(
    defineUpdate<DecisionResult, [Message]>(name),
    (message) => {
      take(message);
      return { decision: name, gate: null, subject_digest: null };
    },
    {
      validator: (message) => {
        const fields = Object.keys(fromSignal('')) as (keyof Message)[];
        mustFit(message, (given) => usableDetails(Object.fromEntries(fields.map((field) => [field, given[field]]))));
        if (state.ended) refuseWith(refusalOf(state, name, null));
      },
      description,
    },
  );
  setHandler(
    defineSignal<[unknown]>(name),
    (input) => {
      const details = fromSignal(input);
      if (!usableDetails(details)) return ignore(inbox, name, 'the input is missing or cannot be used');
      take({ ...details, ...signalBase() } as Message);
    },
    { description },
  );
}
