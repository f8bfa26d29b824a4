import { ChildWorkflowCancellationType, executeChild, ParentClosePolicy } from '@temporalio/workflow';
import { deploymentId, deployWorkflowId } from '../../contracts/ids.js';
import { WORKFLOW, type DeployInput, type DeployResult, type Environment } from '../../contracts/messages.js';
import { withNotBuilt } from '../../contracts/not-built.js';
import type { BuildContext } from '../context.js';
import { endBuild } from '../failure.js';
import type { Phase } from '../run-phase.js';

/** Waits for a person's deploy (the approval of G8), as often as it takes: staging, then production, or complete. */
export const deployPhase: Phase = { name: 'deploy', status: null, from: 100, to: 100, skip: (context) => !context.deployable, run };

async function run(context: BuildContext): Promise<string> {
  for (;;) {
    const decision = await context.ask({
      kind: 'deploy',
      gate: 'G8',
      digest: subjectDigest(context.commit ?? ''),
      summary: withNotBuilt(`Commit ${context.commit?.slice(0, 12)} is verified and can be deployed.`, context.notBuilt),
      actions: ['deploy', 'approve', 'complete', 'reject'],
      status: 'ready',
    });
    if (decision.name === 'complete') return 'closed without a further deployment';
    if (decision.name === 'reject') endBuild('GATE_REJECTED', decision.text ?? 'the deployment was rejected');
    const environment = decision.environment ?? 'staging';
    const result = await deployTo(context, environment);
    if (environment === 'production' && result.status === 'live') return `production serves ${result.url}`;
  }
}

async function deployTo(context: BuildContext, environment: Environment): Promise<DeployResult> {
  context.state.deployments += 1;
  const id = deploymentId(context.id, environment, context.state.deployments);
  await context.setStatus('deploying', 100);
  const input: DeployInput = {
    v: 1,
    buildId: context.id,
    deploymentId: id,
    environment,
    title: context.input.title,
    queues: context.input.queues,
    commit: context.commit ?? undefined,
  };
  const result: DeployResult = await executeChild(WORKFLOW.deploy, {
    workflowId: deployWorkflowId(context.id, id),
    args: [input],
    // A stop does not wait for the way back, which may take as long as the engine is away: the child sees to it alone.
    cancellationType: ChildWorkflowCancellationType.TRY_CANCEL,
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    staticSummary: `deploy to ${environment}: ${context.input.title}`.slice(0, 190),
  });
  if (result.status === 'live') await context.passGate('G9', `${environment} serves ${result.url}`, { deployment: id, url: result.url });
  return result;
}

/** What is approved is exactly this commit; a git SHA is its digest. */
function subjectDigest(commit: string): string {
  return commit.padEnd(64, '0');
}
