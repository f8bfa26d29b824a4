import { useQuery } from '@tanstack/react-query';
import { IconSchool } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { client } from '../../api.js';
import { useSearch } from '../../app/router.js';
import { EmptyState } from '../../ui/empty-state.js';
import { duration, money } from '../../ui/format.js';
import { Loaded } from '../../ui/loaded.js';
import { Page, Section } from '../../ui/page.js';
import { Pager } from '../../ui/pager.js';
import { RowSkeletons } from '../../ui/skeletons.js';
import { Figure, Table } from '../../ui/table.js';
import { byDomain, overTime } from './figures.js';
import { RetrospectiveList } from './retrospective-list.js';
import classes from './learning.module.css';

// The charts are the largest library of the app; only this page waits for it.
const Charts = lazy(async () => ({ default: (await import('./charts.js')).Charts }));
// What the charts are drawn from: more points than pixels help nobody.
const ROWS = 100;

/** Planned against actual, over time and by domain, and what each build taught. */
export function LearningPage() {
  const page = Math.max(1, Number(useSearch().get('page')) || 1);
  const stats = useQuery({ queryKey: ['builds', 'learning'], queryFn: ({ signal }) => client.getLearningStats({ signal }) });
  const ended = useQuery({
    queryKey: ['builds', 'retrospectives', page],
    queryFn: ({ signal }) => client.listRetrospectives({ page, limit: ROWS }, { signal }),
  });
  return (
    <Page title="Learning" wide>
      <Loaded query={stats} skeleton={<RowSkeletons rows={1} height={64} />}>
        {(all) => (
          <dl className={`mw-card ${classes.figures}`}>
            <Stat name="Builds" value={String(all.total_builds)} />
            <Stat name="Completed" value={String(all.successful_builds)} />
            <Stat name="Success" value={`${all.success_rate_percent} %`} />
            <Stat name="Time saved against the plan" value={`${all.avg_efficiency_gain} %`} />
          </dl>
        )}
      </Loaded>
      <Loaded query={ended} skeleton={<RowSkeletons rows={8} />}>
        {({ items, total }) =>
          items.length === 0 ? (
            <EmptyState icon={<IconSchool />} title="No build has ended yet">
              When builds end, their planned and actual time and cost, the success rate and what each of them taught stand here. Estimates of new builds rest on
              them.
            </EmptyState>
          ) : (
            <>
              <Section title="Over time">
                <Suspense fallback={<div className={classes.charts} aria-busy="true" />}>
                  <Charts points={overTime(items)} />
                </Suspense>
              </Section>
              <Section title="By domain">
                <Table
                  label="By domain"
                  columns={[
                    { label: 'Domain' },
                    { label: 'Builds', right: true },
                    { label: 'Success', right: true },
                    { label: 'Average time', right: true },
                    { label: 'Average cost', right: true },
                  ]}
                >
                  {byDomain(items).map(({ domain, builds, successPercent, minutes, usd }) => (
                    <tr key={domain}>
                      <td>{domain}</td>
                      <Figure>{builds}</Figure>
                      <Figure>{successPercent} %</Figure>
                      <Figure>{minutes === null ? '–' : duration(minutes * 60)}</Figure>
                      <Figure>{usd === null ? '–' : money(usd)}</Figure>
                    </tr>
                  ))}
                </Table>
              </Section>
              <Section title="Retrospectives">
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

function Stat({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="mw-number">{value}</dd>
    </div>
  );
}
