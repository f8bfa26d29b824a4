import { TASK_ATTEMPTS_MAX } from '../../contracts/limits.js';
import type { BuildContext } from '../context.js';
import { endBuild } from '../failure.js';
import type { Phase } from '../run-phase.js';
import { runTask } from '../run-task.js';

/** The engine's own verdict on main; what fails is mended by a QA session, up to three rounds (G6, G7). */
export const testPhase: Phase = { name: 'test', status: 'testing', from: 70, to: 85, run };

async function run(context: BuildContext): Promise<string> {
  for (let round = 1; ; round += 1) {
    const verdict = await context.act.sandbox.verifyMain.executeWithOptions({ summary: `checks on main, round ${round}` }, [{ buildId: context.id, round }]);
    if (verdict.passed) {
      context.commit = verdict.commit;
      await proveTests(context, verdict);
      return verdict.summary;
    }
    if (round > TASK_ATTEMPTS_MAX) endBuild('CHECKS_FAILED', `after ${TASK_ATTEMPTS_MAX} rounds of mending the checks on main still fail:\n${verdict.summary}`);
    const task = { id: context.newTaskId(`mend-${round}`), role: 'qa-engineer', title: 'make the checks pass on main' };
    const goal = `The engine's checks fail on a clean checkout of main. Mend the cause.\n${verdict.summary}`;
    await context.act.quick.addTask({ buildId: context.id, taskId: task.id, role: task.role, goal, files: [] });
    context.commit = await runTask(context, task, Math.min(84, 70 + round * 4));
  }
}

async function proveTests(context: BuildContext, verdict: { summary: string; commit: string; reportDigest: string }): Promise<void> {
  if (context.facts.options.review) {
    const decision = await context.ask({
      kind: 'gate',
      gate: 'G6',
      digest: verdict.reportDigest,
      summary: `Checks on commit ${verdict.commit.slice(0, 12)}: ${verdict.summary}`,
      actions: ['approve', 'reject'],
    });
    if (decision.name === 'reject') endBuild('GATE_REJECTED', decision.text ?? 'the tests were not accepted');
  } else {
    await context.passGate('G6', verdict.summary, { report: 'checks.json', commit: verdict.commit }, verdict.reportDigest);
  }
  await context.passGate('G7', 'no security scanner is part of this version: unavailable, which does not mean clean', { scan: 'unavailable' });
}
