import type { Environment } from '../contracts/messages.js';
import { usageFailure } from './failure.js';
import { cleanLine } from './view/clean.js';

export const ENVIRONMENTS: readonly Environment[] = ['staging', 'production'];

/** An environment from what a person typed. Throws for anything else, with what was meant: the two begin with different letters. */
export function environmentOf(typed: string): Environment {
  const found = ENVIRONMENTS.find((name) => name === typed);
  if (found) return found;
  const near = ENVIRONMENTS.find((name) => name.charAt(0) === typed.charAt(0).toLowerCase());
  throw usageFailure(
    `There is no environment "${cleanLine(typed, 40)}"`,
    `Builds are deployed to ${ENVIRONMENTS.join(' or ')}.${near ? ` Did you mean ${near}?` : ''}`,
  );
}
