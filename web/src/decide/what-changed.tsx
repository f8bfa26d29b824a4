import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import type { PlanVersion } from '../../../client/index.js';
import { client } from '../api.js';
import { setSearch } from '../app/history.js';
import { useSearch } from '../app/router.js';
import { usePerson } from '../builds/person.js';
import { useMe } from '../data/session.js';
import { Age } from '../ui/numbers.js';
import { Tag } from '../ui/status-badge.js';
import classes from './decide.module.css';
import { Notice } from './notice.js';
import { diffSentence, isSame, planDiff, type PlanDiff } from './plan-diff.js';
import { asPlan } from './plan.js';
import { lastSeen, remember, type Seen } from './seen.js';

// Shorter than this nobody has read it.
const READ_MS = 3_000;

/** What of this wait was on this person's screen last time; remembered anew once the current one was looked at. */
export function useLastSeen(buildId: string, kind: string, digest: string, version: number | null = null): Seen | null {
  const [seen, setSeen] = useState(() => lastSeen(buildId, kind));
  useEffect(() => {
    setSeen(lastSeen(buildId, kind));
    const timer = setTimeout(() => remember(buildId, kind, { digest, version }), READ_MS);
    return () => clearTimeout(timer);
  }, [buildId, kind, digest, version]);
  return seen;
}

/** What changed in a plan since one last looked, or since the version before it. Nothing for a plan that is new. */
export function PlanChanged({ buildId, current }: { buildId: string; current: PlanVersion }) {
  const seen = useLastSeen(buildId, 'plan', current.digest, current.version);
  const me = useMe().data;
  const known = seen?.version && seen.digest !== current.digest ? seen.version : null;
  const against = known ?? (current.version > 1 ? current.version - 1 : null);
  const diff = usePlanDiff(buildId, current, against);
  if (!diff) return null;
  const isOwn = me?.id === current.author && against === current.version - 1;
  const title = isOwn ? `Your edits, version ${current.version}` : known ? 'Changed since you last looked' : changedSince(current, against);
  return (
    <Changes title={title} diff={diff} plain={isOwn}>
      {known && seen && !isOwn ? (
        <>
          You looked at version {known} <Age at={seen.at} suffix=" ago" />.
        </>
      ) : null}
    </Changes>
  );
}

/** A line that says what differs; line by line only when one asks for it. Whether it is open stands in the address, and so stays for the next version. */
function Changes({ title, diff, plain, children }: { title: string; diff: PlanDiff; plain: boolean; children?: ReactNode }) {
  const isOpen = useSearch().get('changes') === 'shown';
  const toggle = (
    <Button size="compact-sm" variant="default" aria-expanded={isOpen} onClick={() => setSearch({ changes: isOpen ? null : 'shown' })}>
      {isOpen ? 'Hide the changes' : 'Show the changes'}
    </Button>
  );
  return (
    <Notice title={`${title}: ${diffSentence(diff)}`} plain={plain} action={toggle}>
      {children}
      {isOpen ? <DiffList diff={diff} /> : null}
    </Notice>
  );
}

/** What a version changed that is only looked up: nothing for the first, and for one that changed nothing. */
export function VersionChanges({ buildId, current }: { buildId: string; current: PlanVersion }) {
  const person = usePerson();
  const against = current.version > 1 ? current.version - 1 : null;
  const diff = usePlanDiff(buildId, current, against);
  if (!diff) return null;
  return <Changes title={`${changedSince(current, against)} by ${person(current.author)}`} diff={diff} plain />;
}

function changedSince({ version }: PlanVersion, against: number | null): string {
  return `Version ${version}: changed since version ${against}`;
}

/** Null while the older version is fetched, without one, and where nothing differs. */
function usePlanDiff(buildId: string, current: PlanVersion, against: number | null): PlanDiff | null {
  const before = useQuery({
    queryKey: ['build', buildId, 'plan', against],
    queryFn: ({ signal }) => client.getPlan(buildId, { version: against ?? 1 }, { signal }),
    enabled: against !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [old, now] = [asPlan(before.data?.plan), asPlan(current.plan)];
  const diff = old && now ? planDiff(old, now) : null;
  return diff && !isSame(diff) ? diff : null;
}

export function DiffList({ diff }: { diff: PlanDiff }) {
  return (
    <ul className={classes.changes}>
      {diff.tasks.map(({ id, kind, goal, parts }) => (
        <li key={id} className={classes.change}>
          <Tag tone={kind === 'added' ? 'good' : kind === 'removed' ? 'bad' : 'wait'}>{kind}</Tag>
          <span>
            <strong>{id}</strong> {kind === 'changed' ? null : goal}
          </span>
          {parts.length > 0 ? <Parts parts={parts} /> : null}
        </li>
      ))}
      {diff.parts.length > 0 ? (
        <li className={classes.change}>
          <Tag tone="wait">plan</Tag>
          <span />
          <Parts parts={diff.parts} />
        </li>
      ) : null}
    </ul>
  );
}

/** Field by field, and of each only the lines that differ. */
function Parts({ parts }: { parts: PlanDiff['parts'] }) {
  return (
    <div className={classes.parts}>
      {parts.map(({ name, lines }) => (
        <div key={name}>
          <span className="mw-muted">{name}</span>
          {lines.map(({ kind, text }, index) =>
            kind === 'removed' ? (
              <del key={index} className={classes.removed}>
                − {text}
              </del>
            ) : (
              <ins key={index} className={classes.added}>
                + {text}
              </ins>
            ),
          )}
        </div>
      ))}
    </div>
  );
}

/** The same for what is no plan: only whether it is another one than last time. */
export function SubjectChanged({ buildId, kind, digest, what }: { buildId: string; kind: string; digest: string; what: string }) {
  const seen = useLastSeen(buildId, kind, digest);
  if (!seen || seen.digest === digest) return null;
  return (
    <Notice title={`${what} changed since you last looked`}>
      You saw <span className="mw-mono">{seen.digest.slice(0, 8)}</span> <Age at={seen.at} suffix=" ago" />; this is{' '}
      <span className="mw-mono">{digest.slice(0, 8)}</span>.
    </Notice>
  );
}
