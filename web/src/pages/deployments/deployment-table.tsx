import { Anchor } from '@mantine/core';
import type { DeploymentOverview } from '../../../../client/index.js';
import { client } from '../../api.js';
import { Link } from '../../app/link.js';
import { readBuildAnew } from '../../builds/read-anew.js';
import { ConfirmButton } from '../../ui/confirm-button.js';
import { sentence } from '../../ui/format.js';
import { Age } from '../../ui/numbers.js';
import { safeHref } from '../../ui/safe-href.js';
import { StatusBadge, Tag } from '../../ui/status-badge.js';
import { Table } from '../../ui/table.js';
import classes from './deployments.module.css';

const COLUMNS = [
  { label: 'Build' },
  { label: 'Environment' },
  { label: 'Status' },
  { label: 'Version' },
  { label: 'Address' },
  { label: 'Age' },
  { label: 'Actions' },
];

/** Deployments as rows; `all` is what is known beside them, to see whether there is a version to return to. */
export function DeploymentTable({
  label,
  deployments,
  all,
}: {
  label: string;
  deployments: readonly DeploymentOverview[];
  all: readonly DeploymentOverview[];
}) {
  if (deployments.length === 0) return <p className="mw-muted">Nothing here yet.</p>;
  return (
    <Table label={label} columns={COLUMNS}>
      {deployments.map((one) => (
        <tr key={one.id}>
          <td className={classes.build}>
            <Anchor component={Link} to={`/builds/${one.build_id}`} c="inherit" fw={500}>
              {sentence(one.build_title)}
            </Anchor>
            <div className="mw-mono mw-muted">{one.build_id}</div>
          </td>
          <td>
            <Tag>{one.environment}</Tag>
          </td>
          <td>
            <StatusBadge status={one.status} />
            {one.detail ? <div className={classes.detail}>{one.detail}</div> : null}
          </td>
          <td className="mw-mono" title={one.digest ?? undefined}>
            {one.commit?.slice(0, 12) ?? '–'}
          </td>
          <td>
            <Address deployment={one} />
          </td>
          <td className="mw-muted">
            <Age at={one.created_at} />
          </td>
          <td>
            <Actions deployment={one} all={all} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Address({ deployment: { status, url } }: { deployment: DeploymentOverview }) {
  const href = url ? safeHref(url) : null;
  if (!href || status !== 'live') return <span className="mw-muted">–</span>;
  return (
    <Anchor href={href} target="_blank" rel="noreferrer noopener" className="mw-mono">
      {href.replace(/^https?:\/\//, '')}
    </Anchor>
  );
}

function Actions({ deployment, all }: { deployment: DeploymentOverview; all: readonly DeploymentOverview[] }) {
  if (deployment.status !== 'live') return null;
  const { build_id: id, environment } = deployment;
  const before = all.some((one) => one.id !== deployment.id && isEarlier(one, deployment));
  const canPromote = environment === 'staging' && deployment.actions.includes('deploy');
  return (
    <div className={classes.actions}>
      {canPromote ? (
        <ConfirmButton
          size="compact-sm"
          title="Promote to production"
          explanation={`The same verified commit ${deployment.commit?.slice(0, 12) ?? ''} is started in production. Traffic moves when it is healthy.`}
          confirm="Deploy to production"
          onConfirm={async () => {
            const digest = deployment.waiting_for_digest;
            await client.deployBuild(id, { environment: 'production', ...(digest ? { subject_digest: digest } : {}) });
            await readBuildAnew(id);
          }}
        >
          Promote
        </ConfirmButton>
      ) : null}
      {before ? (
        <ConfirmButton
          size="compact-sm"
          dangerous
          title={`Roll back ${environment}`}
          explanation={`Traffic of ${environment} returns to the version before this one. The data stays.`}
          confirm="Roll back"
          onConfirm={async () => {
            await client.rollBackBuild(id, { environment });
            await readBuildAnew(id);
          }}
        >
          Roll back
        </ConfirmButton>
      ) : null}
    </div>
  );
}

/** Whether one served the same place before and could again. */
function isEarlier(one: DeploymentOverview, now: DeploymentOverview): boolean {
  return one.project_id === now.project_id && one.environment === now.environment && one.status === 'superseded' && one.created_at < now.created_at;
}
