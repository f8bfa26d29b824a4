import { waitsAt } from '../../contracts/gates.js';
import { TASK_ATTEMPTS_MAX } from '../../contracts/limits.js';
import type { BuildContext } from '../context.js';
import { endBuild } from '../failure.js';
import type { Phase } from '../run-phase.js';
import { runTask } from '../run-task.js';

/** The engine's own verdict on main; what fails is mended by a QA session, up to three rounds (G6, G7). */
export const testPhase: Phase = { name: 'test', status: 'testing', from: 70, to: 85, run };

async function run(context: BuildContext): Promise<string> {
  for (let round = firstRound(context); ; round += 1) {
    const verdict = await context.act.sandbox.verifyMain.executeWithOptions({ summary: `checks on main, round ${round}` }, [{ buildId: context.id, round }]);
    if (verdict.passed) {
      context.commit = verdict.commit;
      await proveTests(context, verdict);
      return verdict.summary;
    }
    if (round > TASK_ATTEMPTS_MAX) endBuild('CHECKS_FAILED', `after ${TASK_ATTEMPTS_MAX} rounds of mending the checks on main still fail:\n${verdict.summary}`);
    const task = { id: context.newTaskId(`mend-${round}`), role: context.roleFor('qa-engineer'), title: 'make the checks pass on main' };
    const goal = `The engine's checks fail on a clean checkout of main. Mend the cause.\n${verdict.summary}`;
    await context.act.quick.addTask({ buildId: context.id, taskId: task.id, role: task.role, goal, files: [] });
    context.commit = await runTask(context, task, Math.min(84, 70 + round * 4));
  }
}

/** A fork in the middle of the mending goes on with the round it was in. */
function firstRound(context: BuildContext): number {
  let round = 1;
  while (context.facts.forked && context.isDone(`mend-${round}`)) round += 1;
  return round;
}

interface Proven {
  summary: string;
  commit: string;
  reportDigest: string;
  deviations?: string[];
  findings?: string[];
  remarks?: string;
  asks?: boolean;
  mutation?: string;
  scan?: { state: string; summary: string; digest: string };
}

async function proveTests(context: BuildContext, verdict: Proven): Promise<void> {
  const { deviations = [], findings = [] } = verdict;
  const proof = {
    report: 'checks.json',
    commit: verdict.commit,
    ...(deviations.length > 0 ? { design: 'design-check.json', deviations } : {}),
    ...(findings.length > 0 ? { findings } : {}),
    ...(verdict.mutation ? { mutation: verdict.mutation } : {}),
  };
  const differs = deviations.length > 0 ? `. Differs from the approved design: ${deviations.join('; ')}`.slice(0, 1_500) : '';
  const remarks = verdict.remarks ? `. The engine remarks on the change: ${verdict.remarks}`.slice(0, 1_500) : '';
  if (waitsAt('G6', { review: context.facts.options.review, findings: verdict.asks })) {
    const decision = await context.ask({
      kind: 'gate',
      gate: 'G6',
      digest: verdict.reportDigest,
      summary: `Checks on commit ${verdict.commit.slice(0, 12)}: ${verdict.summary}${differs}${remarks}`,
      proof,
      actions: ['approve', 'reject'],
    });
    if (decision.name === 'reject') endBuild('GATE_REJECTED', decision.text ?? 'the tests were not accepted');
  } else {
    await context.passGate('G6', `${verdict.summary}${differs}${remarks}`, proof, verdict.reportDigest);
  }
  const { scan } = verdict;
  if (scan) await context.passGate('G7', scan.summary, { scan: scan.state, report: 'scan.sarif' }, scan.digest);
  else await context.passGate('G7', 'no scan was made: unavailable, which does not mean clean', { scan: 'unavailable' });
}
