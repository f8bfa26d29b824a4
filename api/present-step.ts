import type { BuildStep } from '../db/queries/steps.js';

export function presentStep(step: BuildStep) {
  return {
    ordinal: step.ordinal,
    at: step.at,
    task: step.task,
    try: step.attempt,
    turn: step.turn,
    call: step.call,
    tool: step.tool,
    ok: step.ok,
    summary: step.summary,
    commit: step.commit,
    head_before: step.headBefore,
    created_at: step.createdAt.toISOString(),
  };
}
