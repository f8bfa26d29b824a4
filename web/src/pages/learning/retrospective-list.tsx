import { Anchor } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import type { Retrospective } from '../../../../client/index.js';
import { Link } from '../../app/link.js';
import { count, duration, money, roughly, sentence } from '../../ui/format.js';
import { Age } from '../../ui/numbers.js';
import { StatusBadge } from '../../ui/status-badge.js';
import classes from './learning.module.css';

const HOUR_SECONDS = 3_600;

/** Each ended build: planned against actual, and its words, folded. */
export function RetrospectiveList({ builds }: { builds: readonly Retrospective[] }) {
  return (
    <div className="mw-card">
      {builds.map((build) => (
        <details key={build.build_id} className={classes.item}>
          <summary>
            <IconChevronRight size={15} className={classes.chevron} aria-hidden />
            <span className={classes.title}>{sentence(build.title)}</span>
            <StatusBadge status={build.status} />
            <Against label="Time" actual={duration(build.actual.hours * HOUR_SECONDS)} planned={build.planned && roughly(build.planned.hours)} />
            <Against label="Cost" actual={money(build.actual.usd)} planned={build.planned && money(build.planned.usd)} />
            <span className={`mw-muted ${classes.ended}`}>
              <Age at={build.ended_at} suffix=" ago" />
            </span>
          </summary>
          <div className={classes.words}>
            {build.summary ? <p>{build.summary}</p> : <p className="mw-muted">No retrospective was written: the build did not complete.</p>}
            <p className="mw-muted">
              {count(build.tasks, 'task')}, {count(build.tries, 'try', 'tries')}
              {build.waited_hours * HOUR_SECONDS >= 1 ? `; beside the work it waited ${duration(build.waited_hours * HOUR_SECONDS)} for you` : ''}
            </p>
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

function Against({ label, actual, planned }: { label: string; actual: string; planned: string | null }) {
  return (
    <span className={`mw-number ${classes.against}`} title={label}>
      {actual} <span className="mw-muted">{planned ? `of ${planned}` : 'unplanned'}</span>
    </span>
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
