import type { BuildStatus } from '../../../client/index.js';
import { BudgetReview } from './budget-review.js';
import { DeployReview } from './deploy-review.js';
import { GateReview } from './gate-review.js';
import { OptionsChoice } from './options-choice.js';
import { PlanReview } from './plan-review.js';
import { QuestionAnswer } from './question-answer.js';

/** Whatever a build waits for: shows exactly what is decided on, and how. Nothing when it waits for nobody. */
export function DecisionPanel({ build }: { build: BuildStatus }) {
  const waiting = build.waiting_for;
  if (!waiting) return null;
  // The same kind of wait with another subject is another form; only a plan that is being edited outlives its subject.
  const key = `${build.id} ${waiting.subject_digest} ${waiting.since}`;
  if (waiting.kind === 'plan') return <PlanReview key={build.id} build={build} />;
  if (waiting.kind === 'ux_choice') return <OptionsChoice build={build} waiting={waiting} />;
  if (waiting.kind === 'deploy') return <DeployReview key={key} build={build} waiting={waiting} />;
  if (waiting.kind === 'budget') return <BudgetReview key={key} build={build} waiting={waiting} />;
  if (waiting.kind === 'question' || waiting.kind === 'review') return <QuestionAnswer key={key} build={build} waiting={waiting} />;
  return <GateReview key={key} build={build} waiting={waiting} />;
}
