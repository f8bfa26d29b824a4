import type { AgentDeps } from '../agent/deps.js';
import type { SandboxDriver } from '../sandbox/port.js';

/** What the phases' activities need; values arrive from the composition root. */
export interface BuildDeps extends AgentDeps {
  driver: SandboxDriver;
  /** The languages that have an image, e.g. python and node with its aliases. */
  languageOf: (name: string) => string | null;
}
