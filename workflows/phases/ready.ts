import type { BuildContext } from '../context.js';
import type { Phase } from '../run-phase.js';

/** The result is packed: branch, patch file, summary. What can be deployed waits for G8 in the next phase. */
export const readyPhase: Phase = { name: 'ready', status: null, from: 95, to: 100, run };

async function run(context: BuildContext): Promise<string> {
  const result = await context.act.quick.deliver.executeWithOptions({ summary: 'pack the result' }, [{ buildId: context.id, commit: context.commit }]);
  context.commit = result.commit;
  context.notBuilt = result.notBuilt ?? [];
  context.deployable = context.facts.options.deployment && result.deployable;
  if (context.facts.options.deployment && !result.deployable) await context.note(`There is nothing to deploy: ${result.why}.`, 'release-manager');
  return `commit ${result.commit.slice(0, 12)}`;
}
