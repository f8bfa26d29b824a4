import { Button } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { Link } from '../../app/link.js';
import { waitWords } from '../../builds/waiting.js';
import { Age } from '../../ui/numbers.js';
import { RowSkeletons } from '../../ui/skeletons.js';
import type { BuildStatus, WaitingFor } from './types.js';
import classes from './build-page.module.css';

const DecisionPanel = lazy(async () => ({ default: (await import('../../decide/decision-panel.js')).DecisionPanel }));

// What needs the whole width has a page of its own.
const PAGES: Partial<Record<WaitingFor['kind'], { path: string; label: string }>> = {
  plan: { path: 'plan', label: 'Review the plan' },
  ux_choice: { path: 'options', label: 'Compare the designs' },
};

/** What the build waits for, said first of all, with the shortest way to decide it. */
export function WaitingPanel({ build, wait }: { build: BuildStatus; wait: WaitingFor }) {
  const page = PAGES[wait.kind];
  return (
    <section className={classes.waiting} aria-label="Waiting for you">
      <div className={classes.waitingHead}>
        <IconHandStop size={18} stroke={1.7} aria-hidden />
        <strong>{waitWords(wait)}</strong>
        <span className="mw-muted">
          for <Age at={wait.since} />
        </span>
        {page ? (
          <Button component={Link} to={`/builds/${build.id}/${page.path}`} className={classes.end}>
            {page.label}
          </Button>
        ) : null}
      </div>
      {page ? (
        <div className={classes.waitingSummary}>{wait.summary}</div>
      ) : (
        <div className={classes.decision}>
          <Suspense fallback={<RowSkeletons rows={3} height={28} />}>
            <DecisionPanel build={build} />
          </Suspense>
        </div>
      )}
    </section>
  );
}
