import { Anchor, Button, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconRocket } from '@tabler/icons-react';
import { useState } from 'react';
import type { DeploymentOverview } from '../../../../client/index.js';
import { client } from '../../api.js';
import { setSearch } from '../../app/history.js';
import { Link } from '../../app/link.js';
import { useSearch } from '../../app/router.js';
import { SERVING_POLL_MS } from '../../data/builds.js';
import { useFeed } from '../../data/feed.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Loaded } from '../../ui/loaded.js';
import { Page, Section } from '../../ui/page.js';
import { Pager } from '../../ui/pager.js';
import { RowSkeletons } from '../../ui/skeletons.js';
import { HistoryTable } from './history-table.js';
import { LiveCard } from './live-card.js';
import classes from './deployments.module.css';
import { cameBack } from './outcome.js';

const ROWS = 50;
// What runs is shown whole: far more than one machine serves.
const RUNNING_MAX = 200;
// The feed tells of deployments at once; without it this often.
const POLL_MS = 5_000;
const ENVIRONMENTS = [
  { value: 'any', label: 'All' },
  { value: 'staging', label: 'Staging' },
  { value: 'production', label: 'Production' },
];

/** What runs where, and everything that ran there before. */
export function DeploymentsPage() {
  const search = useSearch();
  const { connected } = useFeed();
  const chosen = search.get('environment');
  const environment = chosen === 'staging' || chosen === 'production' ? chosen : undefined;
  const page = Math.max(1, Number(search.get('page')) || 1);
  const query = useQuery({
    queryKey: ['builds', 'deployments', environment, page],
    queryFn: async ({ signal }) => {
      const [running, history] = await Promise.all([
        client.listDeployments({ environment, status: 'live', limit: RUNNING_MAX }, { signal }),
        client.listDeployments({ environment, page, limit: ROWS }, { signal }),
      ]);
      return { live: running.items, ...history };
    },
    refetchInterval: connected ? SERVING_POLL_MS : POLL_MS,
  });
  const [open, setOpen] = useState<string | null>(null);
  const toggle = (id: string) => setOpen(id === open ? null : id);
  // In the address, so that a build's page can lead here; one at a time, for each holds a connection.
  const output = search.get('output');
  return (
    <Page title="Deployments" subtitle="What runs where. A version goes live only when it is healthy, and the one before can be returned to." wide>
      <SegmentedControl
        size="xs"
        aria-label="Which environment"
        data={ENVIRONMENTS}
        value={environment ?? 'any'}
        onChange={(value) => setSearch({ environment: value === 'any' ? null : value, page: null })}
      />
      <Loaded query={query} skeleton={<RowSkeletons rows={6} height={52} />}>
        {({ live, items, total }) => {
          if (total === 0) return <Nothing />;
          return (
            <>
              <Live live={live} history={items} open={open} onLog={toggle} output={output} />
              <Section title="History">
                <HistoryTable deployments={items.filter(({ status }) => status !== 'live')} open={open} onLog={toggle} />
                <Pager page={page} total={total} rows={ROWS} />
              </Section>
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

interface LiveProps {
  live: readonly DeploymentOverview[];
  /** What served before: it tells which of them was returned to. */
  history: readonly DeploymentOverview[];
  /** Whose log is open. */
  open: string | null;
  onLog: (id: string) => void;
  /** Whose output is shown. */
  output: string | null;
}

function Live({ live, history, open, onLog, output }: LiveProps) {
  if (live.length === 0) return null;
  return (
    <Section title="Running now">
      <div className={classes.cards}>
        {live.map((one) => (
          <LiveCard
            key={one.id}
            deployment={one}
            showsLog={one.id === open}
            onLog={() => onLog(one.id)}
            showsOutput={one.id === output}
            back={cameBack(one.id, history)}
            onOutput={() => setSearch({ output: one.id === output ? null : one.id })}
          />
        ))}
      </div>
    </Section>
  );
}

function Nothing() {
  return (
    <EmptyState
      icon={<IconRocket />}
      title="Nothing was deployed yet"
      action={
        <Button component={Link} to="/" variant="default">
          See the builds
        </Button>
      }
    >
      A build that is ready can be deployed to staging and then to production. Its version, health and address will stand here, and the way back to the version
      before.{' '}
      <Anchor component={Link} to="/new" underline="always">
        Start a build
      </Anchor>{' '}
      to have one.
    </EmptyState>
  );
}
