import { condition, patched } from '@temporalio/workflow';
import type { EditPlanMessage } from '../contracts/messages.js';
import type { BuildContext } from './context.js';

/** What handlers hand to the story besides decisions. */
export interface Inbox {
  stop: { userId: string; reason: string } | null;
  budgets: { id: string; userId: string; budgetUsd: number }[];
  guidance: { id: string; userId: string; text: string }[];
  models: { id: string; userId: string; model: string | null; llmPreference: string | null }[];
  /** Edits of the rest of the plan that the board has taken; `again`: done tasks that run again. */
  edits: { edit: EditPlanMessage; again: string[] }[];
  /** Signals that could not be taken, for the journal. */
  ignored: { id: string; text: string }[];
}

/**
 * Writes what people said between decisions, in the order it came. Keys are the messages' own: this runs beside the story,
 * and after a crash the two may take their turns in another order.
 */
export async function pumpInbox(context: BuildContext, inbox: Inbox): Promise<never> {
  for (let isStopSaid = false; ;) {
    const unsaid = () => inbox.budgets.length + inbox.guidance.length + inbox.models.length + inbox.edits.length + inbox.ignored.length;
    await condition(() => unsaid() > 0 || (inbox.stop !== null && !isStopSaid));
    if (inbox.stop && !isStopSaid) {
      isStopSaid = true;
      await saysStop(context, inbox.stop);
    }
    for (const { edit, again } of inbox.edits.splice(0)) await writeEdit(context, edit, again);
    for (const raise of inbox.budgets.splice(0))
      await context.record({
        key: `said/${raise.id}`,
        event: { kind: 'budget', spent_usd: 0, budget_usd: raise.budgetUsd, detail: `raised by ${raise.userId}` },
        patch: { budgetUsd: raise.budgetUsd },
        audit: { actor: raise.userId, action: 'build.raiseBudget', detail: { budget_usd: raise.budgetUsd } },
      });
    for (const said of inbox.guidance.splice(0))
      await context.record({
        key: `said/${said.id}`,
        event: { kind: 'guidance', text: said.text, by: said.userId },
        guidance: { id: said.id, userId: said.userId, text: said.text },
      });
    for (const change of inbox.models.splice(0)) await context.act.rows.changeModel({ buildId: context.id, ...change });
    for (const { id, text } of inbox.ignored.splice(0))
      await context.record({ key: `said/${id}`, event: { kind: 'note', text, by: 'temporal-ui' }, journal: { kind: 'note', owner: 'temporal-ui', text } });
  }
}

/** What is at work ends within seconds; who watches hears at once that it will. Builds that began before this was told go on as they did. */
async function saysStop(context: BuildContext, { userId }: NonNullable<Inbox['stop']>): Promise<void> {
  if (!patched('stop-is-said')) return;
  await context.record({ key: 'said/stop', event: { kind: 'gate.decided', gate: null, decision: 'stop', by: userId, subject_digest: null } });
}

/** The rows follow the board; no task begins before they do (`nextTask` of the context). */
async function writeEdit(context: BuildContext, edit: EditPlanMessage, again: string[]): Promise<void> {
  const { decisionId, userId, planVersion, planDigest } = edit;
  const { tasks } = await context.act.rows.applyPlanEdit({ buildId: context.id, decisionId, userId, planVersion, planDigest, again });
  context.planVersion = planVersion;
  context.planDigest = planDigest;
  const { board } = context.state;
  if (!board) return;
  board.unwritten -= 1;
  // With the roles that do them; of a later edit that was taken meanwhile its own follow.
  board.tasks = board.tasks.map((task) => tasks.find(({ id }) => id === task.id) ?? task);
  context.show();
}
