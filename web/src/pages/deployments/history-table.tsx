import { Anchor, Button } from '@mantine/core';
import type { DeploymentOverview } from '../../../../client/index.js';
import { Link } from '../../app/link.js';
import { OutputPanel } from '../../builds/output-panel.js';
import { usePerson } from '../../builds/person.js';
import { sentence, words } from '../../ui/format.js';
import { Age } from '../../ui/numbers.js';
import { StatusBadge } from '../../ui/status-badge.js';
import { Table, type TableRow } from '../../ui/table.js';
import { DeploymentLog } from './deployment-log.js';
import classes from './deployments.module.css';
import { outcomeOf, versionName, type Replacement } from './outcome.js';

const COLUMNS = [
  { label: 'Build' },
  { label: 'Environment' },
  { label: 'Outcome' },
  { label: 'Version', mono: true },
  { label: 'Deployed', right: true, quiet: true },
  { label: 'Log', right: true, actions: true },
];

interface Props {
  deployments: readonly DeploymentOverview[];
  /** Whose log is open. */
  open: string | null;
  onLog: (id: string) => void;
}

/** What served before, what is under way and what did not make it. */
export function HistoryTable({ deployments, open, onLog }: Props) {
  if (deployments.length === 0)
    return (
      <p className={`mw-muted ${classes.nothing}`}>No version was replaced yet. When one is, it stands here, with what took its place and who did that.</p>
    );
  return <Table label="History" columns={COLUMNS} rows={deployments.map((one) => rowOf(one, one.id === open, onLog))} />;
}

/** What serves in its place since. */
function Since({ since: { build_id: build, commit, at, by, returned } }: { since: Replacement }) {
  const person = usePerson();
  return (
    <div className={classes.detail}>
      Version{' '}
      <Anchor component={Link} to={`/builds/${build}`} className="mw-mono" size="xs" underline="always">
        {versionName(commit)}
      </Anchor>{' '}
      {returned ? 'came back' : 'took its place'} <Age at={at} suffix=" ago" />
      {by === null ? '' : `, ${returned ? 'rolled back' : 'deployed'} by ${person(by)}`}
    </div>
  );
}

function rowOf(one: DeploymentOverview, isOpen: boolean, onLog: (id: string) => void): TableRow {
  return {
    key: one.id,
    cells: [
      <Anchor key="build" component={Link} to={`/builds/${one.build_id}`} c="inherit" fw={500}>
        {sentence(one.build_title)}
      </Anchor>,
      words(one.environment),
      <div key="status">
        <StatusBadge status={one.status} {...outcomeOf(one)} />
        {one.replaced_by ? <Since since={one.replaced_by} /> : null}
        {one.detail ? <div className={classes.detail}>{one.detail}</div> : null}
      </div>,
      <span key="version" title={one.digest ?? undefined}>
        {versionName(one.commit)}
      </span>,
      <Age key="age" at={one.created_at} suffix=" ago" />,
      <Button key="log" size="compact-sm" variant="default" aria-expanded={isOpen} onClick={() => onLog(one.id)}>
        {isOpen ? 'Hide' : 'Log'}
      </Button>,
    ],
    below: isOpen ? (
      <>
        <DeploymentLog deployment={one} />
        <OutputPanel deployment={one} />
      </>
    ) : undefined,
  };
}
