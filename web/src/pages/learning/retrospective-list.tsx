import { Anchor } from '@mantine/core';
import type { Retrospective } from '../../../../client/index.js';
import { Link } from '../../app/link.js';
import { duration, money, sentence } from '../../ui/format.js';
import { Age } from '../../ui/numbers.js';
import { StatusBadge } from '../../ui/status-badge.js';
import classes from './learning.module.css';

/** Each ended build: planned against actual, and its words, folded. */
export function RetrospectiveList({ builds }: { builds: readonly Retrospective[] }) {
  return (
    <div className="mw-card">
      {builds.map((build) => (
        <details key={build.build_id} className={classes.item}>
          <summary>
            <span className={classes.title}>{sentence(build.title)}</span>
            <span className="mw-muted mw-number">
              {planned(build)} · <Age at={build.ended_at} suffix=" ago" />
            </span>
            <StatusBadge status={build.status} />
          </summary>
          <div className={classes.words}>
            {build.summary ? <p>{build.summary}</p> : <p className="mw-muted">No retrospective was written: the build did not complete.</p>}
            <Points title="Went well" points={build.went_well} />
            <Points title="To improve" points={build.to_improve} />
            <Anchor component={Link} to={`/builds/${build.build_id}`} size="sm">
              Open the build
            </Anchor>
          </div>
        </details>
      ))}
    </div>
  );
}

function Points({ title, points }: { title: string; points: readonly string[] }) {
  if (points.length === 0) return null;
  return (
    <>
      <strong>{title}</strong>
      <ul>
        {points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </>
  );
}

function planned({ planned: plan, actual }: Retrospective): string {
  const seconds = 3_600;
  const was = `${duration(actual.hours * seconds)}, ${money(actual.usd)}`;
  return plan ? `${was} (planned ${duration(plan.hours * seconds)}, ${money(plan.usd)})` : was;
}
