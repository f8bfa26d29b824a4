import { Button } from '@mantine/core';
import type { DeploymentOverview } from '../../../../client/index.js';
import { client } from '../../api.js';
import { Link } from '../../app/link.js';
import { readBuildAnew } from '../../builds/read-anew.js';
import { Age } from '../../ui/numbers.js';
import { ConfirmButton } from '../../ui/confirm-button.js';

/** Promote what is on staging, deploy again what does not answer, return to the version before. Only what can be done now is offered. */
export function DeploymentActions({ deployment }: { deployment: DeploymentOverview }) {
  if (deployment.status !== 'live') return null;
  const isDead = deployment.problem !== null;
  const canPromote = !isDead && deployment.environment === 'staging' && deployment.actions.includes('deploy');
  return (
    <>
      {isDead ? <DeployAgain deployment={deployment} /> : null}
      {canPromote ? <Promote deployment={deployment} /> : null}
      {deployment.rolls_back_to ? <RollBack deployment={deployment} to={deployment.rolls_back_to} /> : null}
    </>
  );
}

function DeployAgain({ deployment: { build_id: id, environment, actions, waiting_for_digest: digest } }: { deployment: DeploymentOverview }) {
  // Of a build that is over or at work nothing can be deployed from here; its page says what can be done.
  if (!actions.includes('deploy')) {
    return (
      <Button component={Link} to={`/builds/${id}`} variant="default">
        See its build
      </Button>
    );
  }
  return (
    <ConfirmButton
      title={`Deploy to ${environment} again`}
      explanation={`The verified commit of its build is started in ${environment} anew. Traffic moves when it is healthy; the data stays.`}
      confirm="Deploy again"
      onConfirm={() => deploy(id, environment, digest)}
    >
      Deploy again
    </ConfirmButton>
  );
}

async function deploy(id: string, environment: DeploymentOverview['environment'], digest: string | null): Promise<void> {
  await client.deployBuild(id, { environment, ...(digest ? { subject_digest: digest } : {}) });
  await readBuildAnew(id);
}

function Promote({ deployment: { build_id: id, commit, waiting_for_digest: digest } }: { deployment: DeploymentOverview }) {
  return (
    <ConfirmButton
      title="Promote to production"
      explanation={`The same verified commit ${commit?.slice(0, 12) ?? ''} is started in production. Traffic moves when it is healthy.`}
      confirm="Deploy to production"
      onConfirm={() => deploy(id, 'production', digest)}
    >
      Promote
    </ConfirmButton>
  );
}

function RollBack({ deployment: { build_id: id, environment }, to }: { deployment: DeploymentOverview; to: NonNullable<DeploymentOverview['rolls_back_to']> }) {
  return (
    <ConfirmButton
      dangerous
      title={`Roll back ${environment}`}
      explanation={
        <>
          Traffic of {environment} returns to version <code>{to.commit?.slice(0, 12) ?? to.id}</code>, deployed <Age at={to.created_at} suffix=" ago" />. The
          data stays.
        </>
      }
      confirm="Roll back"
      onConfirm={async () => {
        await client.rollBackBuild(id, { environment });
        await readBuildAnew(id);
      }}
    >
      Roll back
    </ConfirmButton>
  );
}
