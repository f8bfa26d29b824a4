/** The line of a build's phases and gates, from its status and its events. Pure. */
import { PHASES, type PhaseName } from '../../../../contracts/messages.js';
import type { BuildView, PhaseVisit } from '../../data/build-view.js';

export interface GateMark {
  gate: string;
  state: string;
}

export interface PhaseStep {
  phase: PhaseName;
  label: string;
  state: 'done' | 'active' | 'waiting' | 'failed' | 'upcoming' | 'skipped';
  /** Each time the build was in it; a reset or fork may come by again. */
  visits: PhaseVisit[];
  usd: number;
  gates: GateMark[];
}

/** What the line must know of a build. */
export interface LineFacts {
  phase: PhaseName | null;
  status: string;
  ended: boolean;
  waits: boolean;
  gates: readonly GateMark[];
  phaseCosts: readonly { phase: string; usd: number }[];
}

export const PHASE_LABELS: Readonly<Record<PhaseName, string>> = {
  plan: 'Plan',
  design: 'Design',
  code: 'Code',
  test: 'Test',
  document: 'Document',
  ready: 'Ready',
  deploy: 'Deploy',
  complete: 'Complete',
};

// Where each gate stands (spec: G0 to G2 plan, G3 and G4 design, G5 code, G6 and G7 test, G8 and G9 deployment).
const GATE_PHASE: Readonly<Record<string, PhaseName>> = {
  G0: 'plan',
  G1: 'plan',
  G2: 'plan',
  G3: 'design',
  G4: 'design',
  G5: 'code',
  G6: 'test',
  G7: 'test',
  G8: 'deploy',
  G9: 'deploy',
};

export function phaseOfGate(gate: string): PhaseName | null {
  return GATE_PHASE[gate] ?? null;
}

export function phaseLine(facts: LineFacts, view: Pick<BuildView, 'phases'>): PhaseStep[] {
  const reached = Math.max(-1, ...view.phases.map(({ phase }) => PHASES.indexOf(phase)), facts.phase ? PHASES.indexOf(facts.phase) : -1);
  return PHASES.map((phase, index) => {
    const visits = view.phases.filter((visit) => visit.phase === phase);
    return {
      phase,
      label: PHASE_LABELS[phase],
      state: stateOf(phase, index, reached, visits, facts),
      visits,
      usd: facts.phaseCosts.find((each) => each.phase === phase)?.usd ?? visits.reduce((sum, { usd }) => sum + usd, 0),
      gates: facts.gates.filter(({ gate }) => phaseOfGate(gate) === phase),
    };
  });
}

function stateOf(phase: PhaseName, index: number, reached: number, visits: readonly PhaseVisit[], facts: LineFacts): PhaseStep['state'] {
  const isCurrent = facts.phase === phase;
  if (facts.ended) {
    if (facts.status === 'completed') return visits.length > 0 ? 'done' : 'skipped';
    if (isCurrent) return facts.status === 'failed' ? 'failed' : 'skipped';
  } else if (isCurrent) {
    return facts.waits ? 'waiting' : 'active';
  }
  if (visits.length > 0 && index <= reached) return 'done';
  return index < reached ? 'skipped' : 'upcoming';
}

/** Seconds a phase took, all visits together; the open one counts until `now`. */
export function secondsIn(visits: readonly PhaseVisit[], now: number): number {
  return visits.reduce((sum, { startedAt, endedAt }) => sum + Math.max(0, (endedAt ? Date.parse(endedAt) : now) - Date.parse(startedAt)) / 1_000, 0);
}
