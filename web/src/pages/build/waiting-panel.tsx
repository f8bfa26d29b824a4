import { Button } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { Suspense } from 'react';
import { Link } from '../../app/link.js';
import { liveOf, waitSummary, waitWords } from '../../builds/waiting.js';
import { sentence } from '../../ui/format.js';
import { Age } from '../../ui/numbers.js';
import { RowSkeletons } from '../../ui/skeletons.js';
import { useFocusHome } from '../../ui/use-focus-home.js';
import type { BuildStatus, WaitingFor } from './types.js';
import classes from './build-page.module.css';
import { lazily } from '../../ui/lazily.js';

const DecisionPanel = lazily(async () => (await import('../../decide/decision-panel.js')).DecisionPanel);

// What needs the whole width has a page of its own.
const PAGES: Partial<Record<WaitingFor['kind'], { path: string; label: string }>> = {
  plan: { path: 'plan', label: 'Review the plan' },
  ux_choice: { path: 'options', label: 'Compare the designs' },
};

/** What the build waits for, said first of all, with the shortest way to decide it. */
export function WaitingPanel({ build, wait }: { build: BuildStatus; wait: WaitingFor }) {
  const page = PAGES[wait.kind];
  useFocusHome();
  return (
    <section className={classes.waiting} aria-label="Waiting for you">
      <div className={classes.waitingHead}>
        <IconHandStop size={18} stroke={1.7} aria-hidden />
        <strong>{waitWords(wait, liveOf(build))}</strong>
        <span className="mw-muted">
          <Age at={wait.since} suffix=" ago" />
        </span>
        {page ? (
          <Button component={Link} to={`/builds/${build.id}/${page.path}`} className={classes.end}>
            {page.label}
          </Button>
        ) : null}
      </div>
      {page ? (
        <div className={classes.waitingSummary}>{sentence(waitSummary(wait.summary, build.title))}</div>
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
