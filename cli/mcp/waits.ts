import type { BuildStatus, Client } from '../../client/index.js';
import { FINAL_STATUSES, type WaitKind } from '../../contracts/messages.js';
import { CliFailure } from '../failure.js';
import { waitKey } from '../watch.js';

/** It needs a person, or has ended. `decided`: waits that were answered already. */
export function isSettled(build: BuildStatus, decided: ReadonlySet<string>): boolean {
  const key = waitKey(build);
  return FINAL_STATUSES.includes(build.status) || (key !== null && !decided.has(key));
}

/** The build, if it waits for one of `kinds` under the digest that was shown. Throws CliFailure in plain words otherwise. */
export async function waitingWith(client: Client, id: string, digest: string, kinds: WaitKind[], signal: AbortSignal): Promise<BuildStatus> {
  const build = await client.getBuild(id, { signal });
  const waiting = build.waiting_for;
  if (!waiting) throw new CliFailure(`${id} waits for nobody now`, { why: `its status is ${build.status}`, todo: 'Look at it with get_build.' });
  if (!kinds.includes(waiting.kind))
    throw new CliFailure(`${id} waits for something else: ${waiting.kind}`, { todo: 'get_build tells which tool decides that.' });
  if (!waiting.subject_digest.startsWith(digest))
    throw new CliFailure('What was shown has changed since, so nothing was decided', {
      todo: 'Look again with get_build or get_plan, show it to the person, and decide on that.',
    });
  return build;
}
