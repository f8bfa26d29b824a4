import { Anchor, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconExternalLink } from '@tabler/icons-react';
import type { Health } from '../../../../client/index.js';
import { client } from '../../api.js';
import { Link } from '../../app/link.js';
import { useMe } from '../../data/session.js';
import { duration } from '../../ui/format.js';
import { ErrorState } from '../../ui/error-state.js';
import { Loaded } from '../../ui/loaded.js';
import { Page, Section } from '../../ui/page.js';
import { safeHref } from '../../ui/safe-href.js';
import { StatusBadge } from '../../ui/status-badge.js';
import { Facts, Table } from '../../ui/table.js';
import { WithCode } from '../../ui/with-code.js';

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
const COLUMNS = [{ label: 'Part' }, { label: 'State' }, { label: 'What it does', quiet: true }, { label: 'What to do' }];

/** How each part is, and what to do about one that is not well. */
export function DoctorPage() {
  const isAdmin = useMe().data?.role === 'admin';
  const query = useQuery({ queryKey: ['health'], queryFn: ({ signal }) => client.getHealth({ signal }), refetchInterval: AGAIN_MS });
  return (
    <Page
      title="Doctor"
      above={
        <Anchor component={Link} to="/settings" size="sm">
          ← Settings
        </Anchor>
      }
      beside={query.data ? <Overall health={query.data} /> : undefined}
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
            <Table
              label="Parts"
              columns={COLUMNS}
              rows={PARTS.map(({ name, title, does, bad = 'Away', help }) => {
                const { ok, detail } = parts[name];
                return {
                  key: name,
                  cells: [
                    <strong key="title">{title}</strong>,
                    <StatusBadge key="state" status={ok ? 'live' : 'failed'} label={ok ? 'Well' : bad} tone={ok ? 'good' : 'bad'} />,
                    does,
                    ok && !detail ? (
                      <span key="help" className="mw-muted">
                        Nothing.
                      </span>
                    ) : (
                      <WithCode key="help" text={ok ? (detail ?? '') : `${detail ?? ''} ${help}`.trim()} />
                    ),
                  ],
                };
              })}
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

function Overall({ health }: { health: Health }) {
  return (
    <StatusBadge
      status={health.status}
      label={health.status === 'ok' ? 'All parts are well' : 'A part is away'}
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
