import { Anchor, Button, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconRocket } from '@tabler/icons-react';
import { client } from '../../api.js';
import { setSearch } from '../../app/history.js';
import { Link } from '../../app/link.js';
import { useSearch } from '../../app/router.js';
import { useFeed } from '../../data/feed.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Loaded } from '../../ui/loaded.js';
import { Page, Section } from '../../ui/page.js';
import { Pager } from '../../ui/pager.js';
import { RowSkeletons } from '../../ui/skeletons.js';
import { DeploymentTable } from './deployment-table.js';

const ROWS = 50;
// The feed tells of changes at once; without it this often.
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
    queryFn: ({ signal }) => client.listDeployments({ ...(environment ? { environment } : {}), page, limit: ROWS }, { signal }),
    refetchInterval: connected ? false : POLL_MS,
  });
  return (
    <Page title="Deployments" wide>
      <SegmentedControl
        size="xs"
        mb="md"
        aria-label="Which environment"
        data={ENVIRONMENTS}
        value={environment ?? 'any'}
        onChange={(value) => setSearch({ environment: value === 'any' ? null : value, page: null })}
      />
      <Loaded query={query} skeleton={<RowSkeletons rows={6} height={52} />}>
        {({ items, total }) => {
          if (items.length === 0) return <Nothing />;
          const live = items.filter(({ status }) => status === 'live');
          return (
            <>
              {live.length > 0 ? (
                <Section title="Running now">
                  <DeploymentTable label="Running now" deployments={live} all={items} />
                </Section>
              ) : null}
              <Section title="History">
                <DeploymentTable label="History" deployments={items.filter(({ status }) => status !== 'live')} all={items} />
                <Pager page={page} total={total} rows={ROWS} />
              </Section>
            </>
          );
        }}
      </Loaded>
    </Page>
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
      <Anchor component={Link} to="/new">
        Start a build
      </Anchor>{' '}
      to have one.
    </EmptyState>
  );
}
