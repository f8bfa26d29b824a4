import type { BuildContext } from './context.js';
import { codeOf, endBuild, failureOf } from './failure.js';

/** Runs a step that may cost money; when the budget is spent, waits until a person raises it and goes on at the same step. */
export async function withBudget<T>(context: BuildContext, step: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await step();
    } catch (error) {
      if (codeOf(error) !== 'BUDGET_EXHAUSTED') throw error;
      await waitForBudget(context, failureOf(error).detail);
    }
  }
}

export async function waitForBudget(context: BuildContext, detail: string): Promise<void> {
  // Of this wait alone; its first eight characters tell it apart as well.
  const digest = `b${String(context.state.waits).padStart(7, '0')}`.padEnd(64, '0');
  const decision = await context.ask({
    kind: 'budget',
    gate: null,
    digest,
    summary: `The budget is spent: ${detail.slice(0, 500)}. Raise it to go on at the same step, or reject to end the build.`,
    actions: ['raiseBudget', 'reject'],
  });
  if (decision.name === 'reject') endBuild('BUDGET_EXHAUSTED', decision.text ?? 'the budget was not raised');
  // The raise itself is recorded here too, before the step tries again.
  if (decision.budgetUsd !== null)
    await context.record({
      event: { kind: 'budget', spent_usd: 0, budget_usd: decision.budgetUsd, detail: 'going on' },
      patch: { budgetUsd: decision.budgetUsd },
    });
}
