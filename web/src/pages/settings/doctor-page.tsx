import { Anchor, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconExternalLink } from '@tabler/icons-react';
import type { DeploymentOverview, Health } from '../../../../client/index.js';
import { client } from '../../api.js';
import { Link } from '../../app/link.js';
import { useMe } from '../../data/session.js';
import { duration, sentence } from '../../ui/format.js';
import { ErrorState } from '../../ui/error-state.js';
import { Loaded } from '../../ui/loaded.js';
import { Page, Section } from '../../ui/page.js';
import { safeHref } from '../../ui/safe-href.js';
import { StatusBadge } from '../../ui/status-badge.js';
import { Facts, Table, type TableRow } from '../../ui/table.js';
import { WithCode } from '../../ui/with-code.js';

// Far more than one machine serves.
const LIVE_MAX = 200;
// One sees a part come back without pressing anything.
const AGAIN_MS = 5_000;
const PARTS: readonly { name: keyof Health['parts']; title: string; does: string; bad?: string; help: string }[] = [
  {
    name: 'postgres',
    title: 'PostgreSQL',
    does: 'Holds everything that is read here.',
    help: '`mw status` says whether it runs, `mw logs postgres` why not.',
  },
  {
    name: 'temporal',
    title: 'Temporal',
    does: 'Carries builds on through every crash.',
    help: 'Submissions are taken while it is away; decisions wait. `mw logs temporal` says why.',
  },
  { name: 'worker', title: 'Worker', does: 'Does the work of builds.', help: 'Without one they wait where they are. `mw logs worker` says why.' },
  {
    name: 'blobs',
    title: 'Large files',
    does: 'Uploads, pictures and results.',
    bad: 'Not ours',
    help: 'What is there stays as it is; docs/operations.md says how a store is given to a database.',
  },
];
const COLUMNS = [{ label: 'Part' }, { label: 'State' }, { label: 'What it does', quiet: true }];
const WITH_HELP = [...COLUMNS, { label: 'What to do' }];

/** How each part is, and what to do about one that is not well. */
export function DoctorPage() {
  const isAdmin = useMe().data?.role === 'admin';
  const query = useQuery({ queryKey: ['health'], queryFn: ({ signal }) => client.getHealth({ signal }), refetchInterval: AGAIN_MS });
  const live = useQuery({
    queryKey: ['builds', 'deployments', 'live'],
    queryFn: async ({ signal }) => (await client.listDeployments({ status: 'live', limit: LIVE_MAX }, { signal })).items,
    refetchInterval: AGAIN_MS,
  }).data;
  return (
    <Page
      title="Doctor"
      above={
        <Anchor component={Link} to="/settings" size="sm">
          ← Settings
        </Anchor>
      }
      beside={query.data ? <Overall health={query.data} isServing={!live?.some(({ problem }) => problem !== null)} /> : undefined}
      subtitle={
        <>
          How the parts of this installation are just now. <code>mw doctor</code> looks deeper: engines, ports, disk, images, settings.
        </>
      }
      actions={<TemporalLink />}
    >
      <Loaded query={query}>
        {({ parts, version, uptime_seconds: uptime }) => (
          <>
            <Parts
              parts={[
                ...PARTS.map(({ name, title, does, bad = 'Away', help }) => {
                  const { ok, detail } = parts[name];
                  return { name, title, does, ok, bad, todo: ok ? (detail ?? '') : `${detail ?? ''} ${help}`.trim() };
                }),
                ...(live ? [deploymentsPart(live)] : []),
              ]}
            />
            <p className="mw-muted">
              API {version}, up for {duration(uptime)}.
            </p>
          </>
        )}
      </Loaded>
      {isAdmin ? (
        <Section
          title="Audit log"
          note="Every decision and every change is an entry, chained to the one before. Verifying reads the whole chain: nothing was changed or taken out since."
        >
          <Audit />
        </Section>
      ) : null}
    </Page>
  );
}

interface Part {
  name: string;
  title: string;
  does: string;
  ok: boolean;
  /** What it is when it is not well. */
  bad: string;
  /** In words; empty: nothing. */
  todo: string;
}

/** What to do has a place of its own only where there is something to do. */
function Parts({ parts }: { parts: readonly Part[] }) {
  const isHelped = parts.some(({ todo }) => todo !== '');
  return <Table label="Parts" columns={isHelped ? WITH_HELP : COLUMNS} rows={parts.map((part) => rowOf(part, isHelped))} />;
}

function rowOf({ name, title, does, ok, bad, todo }: Part, isHelped: boolean): TableRow {
  return {
    key: name,
    cells: [
      <strong key="title">{title}</strong>,
      <StatusBadge key="state" status={ok ? 'live' : 'failed'} label={ok ? 'Healthy' : bad} tone={ok ? 'good' : 'bad'} />,
      does,
      ...(isHelped ? [todo ? <WithCode key="help" text={todo} /> : null] : []),
    ],
  };
}

/** Whether everything that is live answers; of what does not, where it is and why. */
function deploymentsPart(live: readonly DeploymentOverview[]): Part {
  const silent = live.flatMap(({ environment, build_title: title, problem }) => (problem ? [`${sentence(title)} in ${environment}: ${problem}`] : []));
  return {
    name: 'deployments',
    title: 'Deployments',
    does: 'What you have put live.',
    ok: silent.length === 0,
    bad: 'Not served',
    todo: silent.join(' '),
  };
}

function Overall({ health, isServing }: { health: Health; isServing: boolean }) {
  if (health.status === 'ok' && !isServing) return <StatusBadge status="failed" label="A deployment is not served" tone="bad" />;
  return (
    <StatusBadge
      status={health.status}
      label={health.status === 'ok' ? 'All parts are healthy' : 'A part is away'}
      tone={health.status === 'ok' ? 'good' : 'bad'}
    />
  );
}

/** To Temporal's own page, where this installation names one. */
function TemporalLink() {
  const query = useQuery({ queryKey: ['settings'], queryFn: ({ signal }) => client.getSettings({ signal }) });
  const href = safeHref(query.data?.temporal_ui_url);
  if (!href) return null;
  return (
    <Button component="a" variant="default" href={href} target="_blank" rel="noreferrer noopener" rightSection={<IconExternalLink size={14} />}>
      Temporal Web UI
    </Button>
  );
}

/** Verifying reads the whole chain, so it is done when asked for. */
function Audit() {
  const query = useQuery({ queryKey: ['audit'], queryFn: ({ signal }) => client.verifyAudit({ signal }), enabled: false });
  return (
    <>
      <Button variant="default" mb="sm" loading={query.isFetching} onClick={() => void query.refetch()}>
        Verify the chain
      </Button>
      {query.data ? (
        <Facts
          label="Audit log"
          rows={[
            ['Verdict', <StatusBadge key="ok" status={query.data.ok ? 'passed' : 'failed'} label={query.data.ok ? 'Whole' : 'Broken'} />],
            ['Entries', `${query.data.size}, ${query.data.pending} not sealed yet`],
            [
              'Head',
              <span key="head" className="mw-mono">
                {query.data.head}
              </span>,
            ],
            ...(query.data.problem ? ([['Problem', `${query.data.problem.verdict} at ${query.data.problem.seq}: ${query.data.problem.detail}`]] as const) : []),
          ]}
        />
      ) : null}
      {query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
    </>
  );
}
