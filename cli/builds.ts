import type { Client } from '../client/index.js';
import { isBuildId } from '../contracts/ids.js';
import type { StepAnswer } from './answers.js';
import { usageFailure } from './failure.js';

// As many as one page may hold.
export const PAGE = 200;

/** A build id from what a person typed: the whole id, or the characters after `int-code-`. Throws for anything else. */
export function fullId(typed: string): string {
  const id = `int-code-${typed
    .trim()
    .toLowerCase()
    .replace(/^(int-)?(code-)?/, '')}`;
  if (isBuildId(id)) return id;
  throw usageFailure('That is not the id of a build', 'An id reads int-code-abc123; its last part (abc123) is enough. `mw status --all` lists the builds.');
}

/** The steps of a build, page by page until all are there. */
export async function allSteps(client: Client, id: string): Promise<StepAnswer[]> {
  const steps: StepAnswer[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await client.listSteps(id, { limit: PAGE, page });
    steps.push(...answer.items);
    if (answer.items.length === 0 || steps.length >= answer.total) return steps;
  }
}
