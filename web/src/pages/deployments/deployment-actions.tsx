import type { DeploymentOverview } from '../../../../client/index.js';
import { client } from '../../api.js';
import { readBuildAnew } from '../../builds/read-anew.js';
import { Age } from '../../ui/numbers.js';
import { ConfirmButton } from '../../ui/confirm-button.js';

/** Promote what is on staging; return to the version before. Only what can be done now is offered. */
export function DeploymentActions({ deployment }: { deployment: DeploymentOverview }) {
  if (deployment.status !== 'live') return null;
  const canPromote = deployment.environment === 'staging' && deployment.actions.includes('deploy');
  return (
    <>
      {canPromote ? <Promote deployment={deployment} /> : null}
      {deployment.rolls_back_to ? <RollBack deployment={deployment} to={deployment.rolls_back_to} /> : null}
    </>
  );
}

function Promote({ deployment: { build_id: id, commit, waiting_for_digest: digest } }: { deployment: DeploymentOverview }) {
  return (
    <ConfirmButton
      title="Promote to production"
      explanation={`The same verified commit ${commit?.slice(0, 12) ?? ''} is started in production. Traffic moves when it is healthy.`}
      confirm="Deploy to production"
      onConfirm={async () => {
        await client.deployBuild(id, { environment: 'production', ...(digest ? { subject_digest: digest } : {}) });
        await readBuildAnew(id);
      }}
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
