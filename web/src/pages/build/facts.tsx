import type { ReactNode } from 'react';
import { count } from '../../ui/format.js';
import { Money, Took } from '../../ui/numbers.js';
import { BuildProgress } from '../../builds/progress.js';
import { toneOf } from '../../ui/status-badge.js';
import { safeHref } from '../../ui/safe-href.js';
import type { BuildStatus } from './types.js';
import classes from './build-page.module.css';

/** The figures of a build in one row. */
export function Facts({ build, progress }: { build: BuildStatus; progress: number }) {
  const done = build.tasks.filter(({ status }) => status === 'done' || status === 'merged').length;
  const live = build.deployments.filter(({ status }) => status === 'live');
  return (
    <dl className={classes.facts}>
      <Fact label="Progress">
        <BuildProgress percent={progress} tone={build.waiting_for && build.status !== 'ready' ? 'wait' : toneOf(build.status)} />
      </Fact>
      <Fact label="Tasks">{build.tasks.length === 0 ? 'none yet' : `${done} of ${build.tasks.length}`}</Fact>
      <Fact label="Cost">
        <Money usd={build.cost_usd} />{' '}
        <span className="mw-muted">
          of <Money usd={build.budget_usd} />
        </span>
      </Fact>
      <Fact label={build.ended_at ? 'Took' : 'Running for'}>
        <Took from={build.created_at} to={build.ended_at} />
      </Fact>
      {build.estimate ? (
        <Fact label="Estimate">
          <Money usd={build.estimate.usd} />,{' '}
          {build.estimate.hours < 1 ? `${Math.max(1, Math.round(build.estimate.hours * 60))} min` : `${build.estimate.hours.toFixed(1)} h`}
        </Fact>
      ) : null}
      {build.model ? <Fact label="Model">{build.model}</Fact> : null}
      {build.attempts > build.tasks.length ? <Fact label="Tries">{count(build.attempts, 'try', 'tries')}</Fact> : null}
      {live.map((deployment) => {
        const href = safeHref(deployment.url);
        return href ? (
          <Fact key={deployment.id} label={`Live in ${deployment.environment}`}>
            <a href={href} target="_blank" rel="noreferrer noopener">
              {deployment.url}
            </a>
          </Fact>
        ) : null;
      })}
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="mw-number">{children}</dd>
    </div>
  );
}
