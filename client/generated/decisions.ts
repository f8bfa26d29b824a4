// Generated from the OpenAPI document by scripts/generate-client.mjs: change the routes and schemas, then run it again.
import { part } from '../path.js';
import type { Call, CallOptions } from '../call.js';
import type {
  Answer,
  Approval,
  ChangeRequest,
  Complete,
  DecisionResult,
  Deploy,
  DeployAnswer,
  Guidance,
  ModelChange,
  PlanEdit,
  PlanEdited,
  RaiseBudget,
  Rejection,
  Replay,
  ReviewRequest,
  Rollback,
  Stop,
  StopAnswer,
} from './types-decisions.js';
import type { ReplayAnswer } from './types-shared.js';

export function decisionsOperations(call: Call) {
  return {
    /** Approve (or reject, or approve an edited plan) whatever the build waits for. `POST /coding_agent/{id}/approve` */
    approveBuild(id: string, body: Approval = {}, options: CallOptions = {}): Promise<DecisionResult> {
      return call.json({ method: 'POST', path: `/coding_agent/${part(id)}/approve`, body, keyed: true }, options);
    },

    /** Reject whatever the build waits for. `POST /coding_agent/{id}/reject` */
    rejectBuild(id: string, body: Rejection, options: CallOptions = {}): Promise<DecisionResult> {
      return call.json({ method: 'POST', path: `/coding_agent/${part(id)}/reject`, body, keyed: true }, options);
    },

    /** Deploy a build that is ready; this is itself the approval of the gate Deployment (G8). `POST /coding_agent/{id}/deploy` */
    deployBuild(id: string, body: Deploy, options: CallOptions = {}): Promise<DeployAnswer> {
      return call.json({ method: 'POST', path: `/coding_agent/${part(id)}/deploy`, body, keyed: true }, options);
    },

    /** Put a question to a human; the build waits for the answer. `POST /coding_agent/{id}/request_review` */
    requestReview(id: string, body: ReviewRequest, options: CallOptions = {}): Promise<DecisionResult> {
      return call.json({ method: 'POST', path: `/coding_agent/${part(id)}/request_review`, body, keyed: true }, options);
    },

    /** Close the build and have its retrospective written. `POST /coding_agent/{id}/complete` */
    completeBuild(id: string, body: Complete = {}, options: CallOptions = {}): Promise<DecisionResult> {
      return call.json({ method: 'POST', path: `/coding_agent/${part(id)}/complete`, body, keyed: true }, options);
    },

    /** Cancel, clean up, keep the work so far; the build ends `stopped` within 10 s. `POST /coding_agent/{id}/stop` */
    stopBuild(id: string, body: Stop = {}, options: CallOptions = {}): Promise<StopAnswer> {
      return call.json({ method: 'POST', path: `/coding_agent/${part(id)}/stop`, body, keyed: true }, options);
    },

    /** Answer the question the build waits with. `POST /coding_agent/{id}/answer` */
    answerBuild(id: string, body: Answer, options: CallOptions = {}): Promise<DecisionResult> {
      return call.json({ method: 'POST', path: `/coding_agent/${part(id)}/answer`, body, keyed: true }, options);
    },

    /** Say something into a running build; its agents read it at their next turn. `POST /coding_agent/{id}/guidance` */
    giveGuidance(id: string, body: Guidance, options: CallOptions = {}): Promise<DecisionResult> {
      return call.json({ method: 'POST', path: `/coding_agent/${part(id)}/guidance`, body, keyed: true }, options);
    },

    /** Let the build spend more, or its user in this day or month. `POST /coding_agent/{id}/raise_budget` */
    raiseBudget(id: string, body: RaiseBudget, options: CallOptions = {}): Promise<DecisionResult> {
      return call.json({ method: 'POST', path: `/coding_agent/${part(id)}/raise_budget`, body, keyed: true }, options);
    },

    /** Return an environment to the deployment before; asked twice it is still one return. `POST /coding_agent/{id}/rollback` */
    rollBackBuild(id: string, body: Rollback, options: CallOptions = {}): Promise<DeployAnswer> {
      return call.json({ method: 'POST', path: `/coding_agent/${part(id)}/rollback`, body, keyed: true }, options);
    },

    /** Have what waits made anew, with what should be different. `POST /coding_agent/{id}/request_changes` */
    requestChanges(id: string, body: ChangeRequest, options: CallOptions = {}): Promise<DecisionResult> {
      return call.json({ method: 'POST', path: `/coding_agent/${part(id)}/request_changes`, body, keyed: true }, options);
    },

    /** Have another model answer from the next call on; null leaves it to the routing. `POST /coding_agent/{id}/model` */
    changeModel(id: string, body: ModelChange, options: CallOptions = {}): Promise<DecisionResult> {
      return call.json({ method: 'POST', path: `/coding_agent/${part(id)}/model`, body, keyed: true }, options);
    },

    /** Carry out the stored answers of a finished build once more, offline, and compare the trees; nothing of the build changes. `POST /coding_agent/{id}/replay` */
    replayBuild(id: string, body: Replay = {}, options: CallOptions = {}): Promise<ReplayAnswer> {
      return call.json({ method: 'POST', path: `/coding_agent/${part(id)}/replay`, body, keyed: true }, options);
    },

    /** Replace the plan: while it waits it goes on waiting, edited; later what is left of it changes at once, which only an approver may do. `PUT /coding_agent/{id}/plan` */
    editPlan(id: string, body: PlanEdit, options: CallOptions = {}): Promise<PlanEdited> {
      return call.json({ method: 'PUT', path: `/coding_agent/${part(id)}/plan`, body, keyed: true }, options);
    },
  };
}
