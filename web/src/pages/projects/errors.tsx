import { Anchor, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ErrorHistoryEntry } from '../../../../client/index.js';
import { client } from '../../api.js';
import { Link } from '../../app/link.js';
import { queryClient } from '../../data/query.js';
import { explain } from '../../ui/error-state.js';
import { words } from '../../ui/format.js';
import { Loaded } from '../../ui/loaded.js';
import { Age } from '../../ui/numbers.js';
import { Section } from '../../ui/page.js';
import { RowSkeletons } from '../../ui/skeletons.js';
import { StatusBadge } from '../../ui/status-badge.js';
import { Table, type TableRow } from '../../ui/table.js';
import classes from './projects.module.css';

// The newest; more are read over the API.
const ERRORS_MAX = 50;
const COLUMNS = [
  { label: 'What' },
  { label: 'Build', mono: true, quiet: true },
  { label: 'State' },
  { label: 'When', right: true, quiet: true },
  { label: 'Mark', right: true, actions: true },
];

/** What went wrong in a project, and whether it was put right. */
export function Errors({ projectId }: { projectId: string }) {
  const query = useQuery({
    queryKey: ['projects', 'errors', projectId],
    queryFn: ({ signal }) => client.listErrors({ projectId, limit: ERRORS_MAX }, { signal }),
  });
  return (
    <Section title="What went wrong" note="A build resolves what it puts right itself; the rest is yours to mark.">
      <Loaded query={query} skeleton={<RowSkeletons rows={2} />}>
        {({ items }) => (items.length === 0 ? <p className="mw-muted">Nothing so far.</p> : <Table label="Errors" columns={COLUMNS} rows={items.map(rowOf)} />)}
      </Loaded>
    </Section>
  );
}

function rowOf(entry: ErrorHistoryEntry): TableRow {
  const { id, kind, message, buildId, resolved, resolvedAt, createdAt } = entry;
  return {
    key: String(id),
    cells: [
      <div key="what" className={classes.message}>
        {words(kind)}: {message}
      </div>,
      <Anchor key="build" component={Link} to={`/builds/${buildId}?tab=journal`} className={classes.build}>
        {buildId}
      </Anchor>,
      <StatusBadge key="state" status={resolved ? 'done' : 'open'} label={resolved ? 'Resolved' : 'Open'} />,
      <Age key="when" at={resolvedAt ?? createdAt} suffix=" ago" />,
      <Mark key="mark" entry={entry} />,
    ],
  };
}

function Mark({ entry: { id, resolved } }: { entry: ErrorHistoryEntry }) {
  const [state, setState] = useState<{ busy: boolean; problem: string | null }>({ busy: false, problem: null });
  const mark = async () => {
    setState({ busy: true, problem: null });
    try {
      await client.resolveError(String(id), { resolved: !resolved });
      await queryClient.invalidateQueries({ queryKey: ['projects', 'errors'] });
      setState({ busy: false, problem: null });
    } catch (error) {
      setState({ busy: false, problem: explain(error).detail });
    }
  };
  return (
    <>
      <Button size="compact-sm" variant="default" loading={state.busy} onClick={() => void mark()}>
        {resolved ? 'Reopen' : 'Resolve'}
      </Button>
      {state.problem ? <div role="alert">{state.problem}</div> : null}
    </>
  );
}
