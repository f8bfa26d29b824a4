import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { PlanVersion } from '../../../client/index.js';
import { client } from '../api.js';
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
  const known = seen?.version && seen.digest !== current.digest ? seen.version : null;
  const against = known ?? (current.version > 1 ? current.version - 1 : null);
  const before = useQuery({
    queryKey: ['build', buildId, 'plan', against],
    queryFn: ({ signal }) => client.getPlan(buildId, { version: against ?? 1 }, { signal }),
    enabled: against !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [old, now] = [asPlan(before.data?.plan), asPlan(current.plan)];
  if (!old || !now) return null;
  const diff = planDiff(old, now);
  if (isSame(diff)) return null;
  const title = known ? 'Changed since you last looked' : `Version ${current.version}: changed since version ${against}`;
  return (
    <Notice title={`${title}: ${diffSentence(diff)}`}>
      {known && seen ? (
        <>
          You looked at version {known} <Age at={seen.at} suffix=" ago" />.
        </>
      ) : null}
      <DiffList diff={diff} />
    </Notice>
  );
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

function Parts({ parts }: { parts: PlanDiff['parts'] }) {
  return (
    <div className={classes.parts}>
      {parts.map(({ name, before, after }) => (
        <div key={name}>
          <span className="mw-muted">{name}: </span>
          {before ? <del className={classes.removed}>{before}</del> : null} {after ? <ins className={classes.added}>{after}</ins> : null}
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
