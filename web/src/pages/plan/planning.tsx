import { Skeleton } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { BuildStatus } from '../../../../client/index.js';
import { onFeedEvent } from '../../data/feed.js';
import { Took } from '../../ui/numbers.js';
import classes from './planning.module.css';

/** While the planner works: what was asked for, how long it takes, and the newest thing that happened. */
export function Planning({ build }: { build: BuildStatus }) {
  const [news, setNews] = useState<string | null>(null);
  useEffect(
    () =>
      onFeedEvent((event) => {
        if (event.build_id !== build.id) return;
        const text = ['text', 'what', 'summary', 'detail'].map((name) => event[name]).find((value) => typeof value === 'string' && value !== '');
        if (typeof text === 'string') setNews(text);
      }),
    [build.id],
  );
  return (
    <>
      <div className={classes.line} role="status">
        <span className={classes.dot} aria-hidden />
        {build.plan ? 'The next version of the plan is on its way.' : 'The planner reads what you asked for and draws up a plan.'}{' '}
        <Took from={build.created_at} to={null} />
      </div>
      <p className={`mw-muted ${classes.news}`}>{news ?? 'You can leave this page: it will be among the approvals when it is ready.'}</p>
      <div className={`mw-card ${classes.asked}`}>{build.description}</div>
      <div className={classes.facts}>
        {[0, 1, 2, 3].map((index) => (
          <Skeleton key={index} height={64} radius="md" />
        ))}
      </div>
      <Skeleton height={220} radius="md" />
    </>
  );
}
