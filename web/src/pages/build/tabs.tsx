import { Tabs } from '@mantine/core';
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
  return (
    <Tabs value={tab} onChange={(value) => setSearch({ tab: value === 'tasks' ? null : value })} className={classes.tabs} keepMounted={false}>
      <Tabs.List className={classes.tabList}>
        {TABS.map(({ value, label }) => (
          <Tabs.Tab key={value} value={value}>
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
