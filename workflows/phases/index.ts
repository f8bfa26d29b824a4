import type { Phase } from '../run-phase.js';
import { agentPhase } from './agent.js';
import { codePhase } from './code.js';
import { completePhase } from './complete.js';
import { deployPhase } from './deploy.js';
import { designPhase } from './design.js';
import { documentPhase } from './document.js';
import { planPhase } from './plan.js';
import { readyPhase } from './ready.js';
import { testPhase } from './test.js';

/** The phases in their order: a new one is its file and its line here. */
export const PHASE_TABLE: readonly Phase[] = [planPhase, designPhase, codePhase, testPhase, documentPhase, readyPhase, deployPhase, completePhase];

/** The story of a build that is one role's work, without a plan. */
export const AGENT_TABLE: readonly Phase[] = [agentPhase, completePhase];
