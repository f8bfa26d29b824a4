import { SegmentedControl, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { BuildEvents } from '../../data/build-events.js';
import type { SeenEvent } from '../../data/build-view.js';
import { EmptyState } from '../../ui/empty-state.js';
import { VirtualLog } from '../../ui/virtual-log.js';
import { useMe } from '../../data/session.js';
import { lineOf, type EventLine } from './event-line.js';
import classes from './activity.module.css';

type Shown = { event: SeenEvent; line: EventLine };
const GROUPS = [
  { value: 'all', label: 'Everything' },
  { value: 'story', label: 'Story' },
  { value: 'work', label: 'Work' },
  { value: 'decisions', label: 'Decisions' },
];

/** Every event of the build, newest at the end, of which only what one sees is drawn. */
export function ActivityTab({ events }: { events: BuildEvents }) {
  const [group, setGroup] = useState('all');
  const [text, setText] = useState('');
  const { view, version } = events;
  const me = useMe().data?.id ?? null;
  const shown = useMemo(() => select(view.events, group, text, me), [view, version, group, text, me]);
  return (
    <>
      <div className={classes.filters}>
        <SegmentedControl size="xs" aria-label="Which events" data={GROUPS} value={group} onChange={setGroup} />
        <TextInput
          size="xs"
          data-search
          aria-label="Find in the events"
          placeholder="Find in the events"
          leftSection={<IconSearch size={14} />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <span className="mw-muted mw-number">{shown.length.toLocaleString('en')} events</span>
      </div>
      {view.dropped > 0 ? (
        <p className="mw-muted">The first {view.dropped.toLocaleString('en')} events are no longer shown here; the timeline still counts them.</p>
      ) : null}
      {shown.length === 0 ? (
        <EmptyState title={text ? 'No event says that' : 'Nothing happened yet'}>
          Every turn, command, check and decision will stand here as it happens.
        </EmptyState>
      ) : (
        <div className="mw-card" style={{ overflow: 'hidden' }}>
          <VirtualLog
            items={shown}
            keyOf={({ event }) => event.seq}
            label="Events of the build"
            height="min(62vh, 640px)"
            render={(each) => <Line {...each} />}
          />
        </div>
      )}
    </>
  );
}

function select(events: readonly SeenEvent[], group: string, text: string, me: string | null): Shown[] {
  const wanted = text.trim().toLowerCase();
  return events
    .map((event) => ({ event, line: lineOf(event, me) }))
    .filter(({ line }) => (group === 'all' || line.group === group) && (wanted === '' || line.text.toLowerCase().includes(wanted)));
}

function Line({ event, line }: Shown) {
  return (
    <div className={classes.line} data-tone={line.tone}>
      <time className={classes.time} dateTime={event.at}>
        {new Date(event.at).toLocaleTimeString([], { hour12: false })}
      </time>
      <span className={classes.text} style={{ paddingInlineStart: line.depth * 14 }}>
        {line.text}
      </span>
    </div>
  );
}
