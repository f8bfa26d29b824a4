import { Tabs, VisuallyHidden } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { setSearch } from '../../app/history.js';
import { useSearch } from '../../app/router.js';
import type { BuildEvents } from '../../data/build-events.js';
import { ActivityTab } from './activity-tab.js';
import { ChecksTab } from './checks-tab.js';
import { FilesTab } from './files-tab.js';
import { JournalTab } from './journal-tab.js';
import { phaseLine } from './phases.js';
import { TasksTab } from './tasks-tab.js';
import { TimelineTab } from './timeline-tab.js';
import type { BuildStatus } from './types.js';
import classes from './build-page.module.css';

const TABS = [
  { value: 'tasks', label: 'Tasks' },
  { value: 'activity', label: 'Activity' },
  { value: 'files', label: 'Files' },
  { value: 'checks', label: 'Checks' },
  { value: 'journal', label: 'Journal' },
  { value: 'timeline', label: 'Timeline' },
] as const;

/** Everything that was done, a part at a time; which one stands in the address. */
export function BuildTabs({ build, events }: { build: BuildStatus; events: BuildEvents }) {
  const search = useSearch();
  const tab = TABS.find(({ value }) => value === search.get('tab'))?.value ?? 'tasks';
  const list = useRef<HTMLDivElement>(null);
  // On a phone the list is longer than the screen.
  useEffect(() => {
    const chosen = list.current?.querySelector<HTMLElement>('[aria-selected="true"]');
    if (list.current && chosen) list.current.scrollLeft = chosen.offsetLeft - (list.current.clientWidth - chosen.clientWidth) / 2;
  }, [tab]);
  // A part that was asked for by its address is below all that: not one to be looked for.
  useEffect(() => {
    const top = list.current?.getBoundingClientRect().top ?? 0;
    if (search.has('tab') && top > window.innerHeight / 2) list.current?.scrollIntoView({ block: 'start' });
  }, []);
  return (
    <Tabs value={tab} onChange={(value) => setSearch({ tab: value === 'tasks' ? null : value })} className={classes.tabs} keepMounted={false}>
      <Tabs.List ref={list} className={classes.tabList}>
        {TABS.map(({ value, label }) => (
          <Tabs.Tab key={value} value={value} className={classes.tab} rightSection={markOf(value, build, events)}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={tab} pt="md">
        <TabBody tab={tab} build={build} events={events} />
      </Tabs.Panel>
    </Tabs>
  );
}

/** What one would open the tab for: how many tasks, whether the last checks passed. */
function markOf(tab: string, build: BuildStatus, events: BuildEvents): ReactNode {
  if (tab === 'tasks') return build.tasks.length > 0 ? <span className={`mw-number ${classes.tabCount}`}>{build.tasks.length}</span> : null;
  const passed = tab === 'checks' ? events.view.checks.findLast((each) => each.passed !== null)?.passed : undefined;
  if (passed === undefined || passed === null) return null;
  return (
    <span className={classes.tabDot} data-good={passed}>
      <VisuallyHidden>{passed ? 'passed' : 'failed'}</VisuallyHidden>
    </span>
  );
}

function TabBody({ tab, build, events }: { tab: (typeof TABS)[number]['value']; build: BuildStatus; events: BuildEvents }) {
  switch (tab) {
    case 'tasks':
      return <TasksTab build={build} events={events} />;
    case 'activity':
      return <ActivityTab events={events} />;
    case 'files':
      return <FilesTab build={build} />;
    case 'checks':
      return <ChecksTab build={build} events={events} />;
    case 'journal':
      return <JournalTab buildId={build.id} />;
    case 'timeline': {
      const facts = {
        phase: build.phase,
        status: build.status,
        ended: build.ended_at !== null,
        waits: build.waiting_for !== null,
        gates: [],
        phaseCosts: build.phase_costs,
      };
      return <TimelineTab build={build} events={events} steps={phaseLine(facts, events.view)} />;
    }
  }
}
