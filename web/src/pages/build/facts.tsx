import type { ReactNode } from 'react';
import { count, duration, money, roughly } from '../../ui/format.js';
import { Money } from '../../ui/numbers.js';
import { useNow } from '../../ui/use-now.js';
import { BuildProgress } from '../../builds/progress.js';
import { toneOf } from '../../ui/status-badge.js';
import { safeHref } from '../../ui/safe-href.js';
import type { Wait } from '../../data/build-view.js';
import type { BuildStatus } from './types.js';
import { workedAndWaited } from './worked.js';
import classes from './build-page.module.css';

/** The figures of a build in one row; on a phone two beside each other. */
export function Facts({ build, progress, waits }: { build: BuildStatus; progress: number; waits: readonly Wait[] }) {
  const done = build.tasks.filter(({ status }) => status === 'done' || status === 'merged').length;
  return (
    <dl className={`mw-card ${classes.facts}`}>
      <Fact label="Progress">
        <BuildProgress percent={progress} tone={build.waiting_for && build.status !== 'ready' ? 'wait' : toneOf(build.status)} />
      </Fact>
      <Fact label="Tasks">{build.tasks.length === 0 ? (build.ended_at ? 'none' : 'none yet') : `${done} of ${build.tasks.length}`}</Fact>
      <Fact
        label="Cost"
        note={build.estimate ? `estimated ${money(build.estimate.usd)}, budget ${money(build.budget_usd)}` : `budget ${money(build.budget_usd)}`}
      >
        <Money usd={build.cost_usd} />
      </Fact>
      <Worked build={build} waits={waits} />
      {build.model ? <Fact label="Model">{build.model}</Fact> : null}
      {build.attempts > build.tasks.length ? <Fact label="Tries">{count(build.attempts, 'try', 'tries')}</Fact> : null}
      <Live build={build} />
    </dl>
  );
}

/** Its time of work, which is what was estimated; what it waited for a person is told apart. */
function Worked({ build, waits }: { build: BuildStatus; waits: readonly Wait[] }) {
  const { worked, waited } = workedAndWaited(build, waits, useNow());
  const notes = [
    ...(build.estimate ? [`estimated ${roughly(build.estimate.hours)}`] : []),
    ...(waited >= 1 ? [`${duration(waited)} more waiting for you`] : []),
  ];
  return (
    <Fact label={build.ended_at ? 'Worked' : 'Work so far'} note={notes.length > 0 ? notes.join('; ') : undefined}>
      {duration(worked)}
    </Fact>
  );
}

/** Where it can be visited, each environment a line. */
function Live({ build }: { build: BuildStatus }) {
  const places = build.deployments.flatMap(({ id, environment, status, url, problem }) => {
    const href = status === 'live' ? safeHref(url) : null;
    return href && problem === null ? [{ id, environment, href }] : [];
  });
  if (places.length === 0) return null;
  return (
    <Fact label="Live" wide>
      {places.map(({ id, environment, href }) => (
        <a key={id} className={classes.place} href={href} target="_blank" rel="noreferrer noopener" title={href}>
          {environment} <span className="mw-muted">{new URL(href).host}</span>
        </a>
      ))}
    </Fact>
  );
}

function Fact({ label, note, wide = false, children }: { label: string; note?: ReactNode; wide?: boolean; children: ReactNode }) {
  return (
    <div data-wide={wide}>
      <dt>{label}</dt>
      <dd className="mw-number">{children}</dd>
      {note ? <dd className={`mw-number ${classes.factNote}`}>{note}</dd> : null}
    </div>
  );
}
