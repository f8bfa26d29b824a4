import { SegmentedControl } from '@mantine/core';
import { IconNotebook } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../api.js';
import { EmptyState } from '../../ui/empty-state.js';
import { words } from '../../ui/format.js';
import { Loaded } from '../../ui/loaded.js';
import { Age } from '../../ui/numbers.js';
import { Tag, type Tone } from '../../ui/status-badge.js';
import type { JournalEntry } from './types.js';
import classes from './build-page.module.css';

const TONES: Readonly<Record<string, Tone>> = {
  error: 'bad',
  blocker: 'bad',
  escalation: 'wait',
  query: 'wait',
  question: 'wait',
  risk: 'wait',
  deliverable: 'good',
};

/** Errors, blockers, queries, escalations, risks, notes and deliverables, newest first. */
export function JournalTab({ buildId }: { buildId: string }) {
  const [kind, setKind] = useState('all');
  const query = useQuery({ queryKey: ['build', buildId, 'journal'], queryFn: ({ signal }) => client.listJournal(buildId, { limit: 200 }, { signal }) });
  return (
    <Loaded query={query}>
      {({ items }) => {
        if (items.length === 0)
          return (
            <EmptyState icon={<IconNotebook />} title="Nothing to note so far">
              Errors, blockers, questions, escalations, risks, notes and deliverables are kept here, with who they belong to. A build that goes smoothly has
              few.
            </EmptyState>
          );
        const kinds = [...new Set(items.map((entry) => entry.kind))];
        const shown = items.filter((entry) => kind === 'all' || entry.kind === kind).toReversed();
        return (
          <>
            {kinds.length > 1 ? (
              <SegmentedControl
                size="xs"
                mb="sm"
                aria-label="Which entries"
                value={kind}
                onChange={setKind}
                data={[{ value: 'all', label: 'All' }, ...kinds.map((each) => ({ value: each, label: words(each) }))]}
              />
            ) : null}
            <ul className={`mw-card ${classes.journal}`}>
              {shown.map((entry) => (
                <Entry key={entry.id} entry={entry} />
              ))}
            </ul>
          </>
        );
      }}
    </Loaded>
  );
}

function Entry({ entry }: { entry: JournalEntry }) {
  return (
    <li>
      <div className={classes.journalHead}>
        <Tag tone={TONES[entry.kind] ?? 'idle'}>{words(entry.kind)}</Tag>
        <span>{entry.owner}</span>
        {entry.state !== 'open' ? <span className="mw-muted">{entry.state}</span> : null}
        <span className={`mw-muted ${classes.end}`}>
          <Age at={entry.created_at} suffix=" ago" />
        </span>
      </div>
      <div className={classes.journalText}>{entry.text}</div>
    </li>
  );
}
