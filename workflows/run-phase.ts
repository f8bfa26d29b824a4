import type { BuildStatus, PhaseName } from '../contracts/messages.js';
import type { BuildContext } from './context.js';

export interface Phase {
  name: PhaseName;
  /** The status while it runs; null when the phase sets its own. */
  status: BuildStatus | null;
  /** Progress in percent at its start and end (spec.md section 2). */
  from: number;
  to: number;
  /** True when this build has no such phase. */
  skip?: (context: BuildContext) => boolean;
  /** Does the work; answers a line on how it went. Ends the build by throwing (workflows/failure.ts). */
  run: (context: BuildContext) => Promise<string>;
}

/** Around every phase: started, body, ended. No phase can forget its record. */
export async function runPhase(context: BuildContext, phase: Phase): Promise<void> {
  await context.startPhase(phase.name, phase.status, phase.from);
  const outcome = await phase.run(context);
  if (context.state.ended) return;
  await context.endPhase(phase.name, phase.to, outcome);
  await context.askReviews();
}
