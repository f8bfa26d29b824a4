import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Health } from '../../../../client/index.js';
import { client } from '../../api.js';
import { useMe } from '../../data/session.js';
import { duration } from '../../ui/format.js';
import { Loaded } from '../../ui/loaded.js';
import { Page, Section } from '../../ui/page.js';
import { StatusBadge } from '../../ui/status-badge.js';
import { Facts, Table } from '../../ui/table.js';

// One sees a part come back without pressing anything.
const AGAIN_MS = 5_000;
const PARTS: readonly { name: keyof Health['parts']; title: string; help: string }[] = [
  { name: 'postgres', title: 'PostgreSQL', help: 'Holds everything that is read here. `mw status` says whether it runs; `mw logs postgres` why not.' },
  { name: 'temporal', title: 'Temporal', help: 'Carries builds on. Submissions are taken while it is away; decisions wait. `mw logs temporal`.' },
  { name: 'worker', title: 'Worker', help: 'Does the work of builds. Without one they wait where they are. `mw logs worker`.' },
];

/** How each part is, and what to do about one that is not well. */
export function DoctorPage() {
  const isAdmin = useMe().data?.role === 'admin';
  const query = useQuery({ queryKey: ['health'], queryFn: ({ signal }) => client.getHealth({ signal }), refetchInterval: AGAIN_MS });
  return (
    <Page title="Doctor" subtitle="How the parts of this installation are just now.">
      <Loaded query={query}>
        {({ parts, version, uptime_seconds: uptime }) => (
          <>
            <Table label="Parts" columns={[{ label: 'Part' }, { label: 'State' }, { label: 'What to do' }]}>
              {PARTS.map(({ name, title, help }) => (
                <tr key={name}>
                  <td>{title}</td>
                  <td>
                    <StatusBadge status={parts[name].ok ? 'live' : 'failed'} label={parts[name].ok ? 'well' : 'away'} tone={parts[name].ok ? 'good' : 'bad'} />
                  </td>
                  <td className="mw-muted">{parts[name].ok ? (parts[name].detail ?? 'Nothing.') : `${parts[name].detail ?? ''} ${help}`.trim()}</td>
                </tr>
              ))}
            </Table>
            <p className="mw-muted">
              API {version}, up for {duration(uptime)}. <code>mw doctor</code> looks deeper: engines, ports, disk, images, settings.
            </p>
          </>
        )}
      </Loaded>
      {isAdmin ? (
        <Section title="Audit log">
          <Audit />
        </Section>
      ) : null}
    </Page>
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
            ['Verdict', <StatusBadge key="ok" status={query.data.ok ? 'passed' : 'failed'} label={query.data.ok ? 'whole' : 'broken'} />],
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
      {query.error ? <p role="alert">The chain could not be read: {query.error.message}</p> : null}
    </>
  );
}
