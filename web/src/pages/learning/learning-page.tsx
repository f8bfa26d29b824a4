import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconSchool } from '@tabler/icons-react';
import { Suspense } from 'react';
import type { LearningStats, Retrospective } from '../../../../client/index.js';
import { client } from '../../api.js';
import { setSearch } from '../../app/history.js';
import { useSearch } from '../../app/router.js';
import { EmptyState } from '../../ui/empty-state.js';
import { duration, kindName, money } from '../../ui/format.js';
import { Loaded } from '../../ui/loaded.js';
import { Page, Section } from '../../ui/page.js';
import { Pager } from '../../ui/pager.js';
import { RowSkeletons } from '../../ui/skeletons.js';
import { Table } from '../../ui/table.js';
import { byDomain, overTime } from './figures.js';
import { RetrospectiveList } from './retrospective-list.js';
import classes from './learning.module.css';
import { lazily } from '../../ui/lazily.js';

// The charts are the largest library of the app; only this page waits for it.
const Charts = lazily(async () => (await import('./charts.js')).Charts);
// What the charts are drawn from: more points than pixels help nobody.
const ROWS = 100;
const DOMAIN_COLUMNS = [
  { label: 'Domain' },
  { label: 'Builds', right: true },
  { label: 'Completed', right: true },
  { label: 'Average work', right: true },
  { label: 'Average cost', right: true },
];

/** Planned against actual, over time and by domain, and what each build taught. */
export function LearningPage() {
  const search = useSearch();
  const page = Math.max(1, Number(search.get('page')) || 1);
  const stats = useQuery({ queryKey: ['builds', 'learning'], queryFn: ({ signal }) => client.getLearningStats({ signal }) });
  const ended = useQuery({
    queryKey: ['builds', 'retrospectives', page],
    queryFn: ({ signal }) => client.listRetrospectives({ page, limit: ROWS }, { signal }),
  });
  return (
    <Page
      title="Learning"
      subtitle="How builds went against their plans. Once three of a kind have finished, the next one’s estimate goes by what they took; the built-in template model costs nothing."
      wide
    >
      <Loaded query={stats} skeleton={<RowSkeletons rows={1} height={92} />}>
        {(all) => <Stats all={all} />}
      </Loaded>
      <Loaded query={ended} skeleton={<RowSkeletons rows={8} />}>
        {({ items, total }) =>
          items.length === 0 ? (
            <EmptyState icon={<IconSchool />} title="No build has ended yet">
              When builds end, their planned and actual time and cost, the success rate and what each of them taught stand here.
            </EmptyState>
          ) : (
            <>
              <OverTime builds={items} domain={search.get('domain')} />
              <ByDomain builds={items} />
              <Section title="Retrospectives" note="Time of work and cost against the plan, waits for you left out; open one to read what it taught.">
                <RetrospectiveList builds={items} />
                <Pager page={page} total={total} rows={ROWS} />
              </Section>
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function Stats({ all }: { all: LearningStats }) {
  const gain = all.avg_efficiency_gain;
  return (
    <dl className={`mw-card ${classes.figures}`}>
      <Stat name="Builds" value={String(all.total_builds)} note="begun so far" />
      <Stat name="Completed" value={String(all.successful_builds)} note="of all that were begun" />
      <Stat
        name={gain < 0 ? 'Slower than planned' : 'Faster than planned'}
        value={all.successful_builds === 0 ? '–' : `${Math.round(Math.abs(gain))} %`}
        note="of the planned time, on average of the completed"
      />
    </dl>
  );
}

function Stat({ name, value, note }: { name: string; value: string; note: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="mw-number">{value}</dd>
      <dd className={classes.statNote}>{note}</dd>
    </div>
  );
}

/** The charts, of all builds or of one domain; which one stands in the address. */
function OverTime({ builds, domain }: { builds: readonly Retrospective[]; domain: string | null }) {
  const domains = byDomain(builds).map((each) => each.domain);
  const chosen = domain !== null && domains.includes(domain) ? domain : null;
  const shown = chosen === null ? builds : builds.filter((build) => build.domain === chosen);
  const choose = (value: string | null) => setSearch({ domain: value === '' ? null : value });
  return (
    <Section
      title="Over time"
      note="A point for each build, in the order they ended."
      aside={
        <Select
          size="xs"
          w={200}
          aria-label="Domain"
          allowDeselect={false}
          data={[{ value: '', label: 'All domains' }, ...domains.map((value) => ({ value, label: kindName(value) }))]}
          value={chosen ?? ''}
          onChange={choose}
        />
      }
    >
      <Suspense fallback={<div className={classes.charts} aria-busy="true" />}>
        <Charts points={overTime(shown)} />
      </Suspense>
    </Section>
  );
}

function ByDomain({ builds }: { builds: readonly Retrospective[] }) {
  return (
    <Section title="By domain">
      <Table
        label="By domain"
        columns={DOMAIN_COLUMNS}
        rows={byDomain(builds).map(({ domain, builds: number, successPercent, minutes, usd }) => ({
          key: domain,
          cells: [kindName(domain), number, `${successPercent} %`, minutes === null ? '–' : duration(minutes * 60), usd === null ? '–' : money(usd)],
        }))}
      />
    </Section>
  );
}
