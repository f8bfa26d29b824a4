import { Anchor, Button } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import type { DeploymentOverview } from '../../../../client/index.js';
import { Link } from '../../app/link.js';
import { OutputPanel } from '../../builds/output-panel.js';
import { usePerson } from '../../builds/person.js';
import { sentence, words } from '../../ui/format.js';
import { Age } from '../../ui/numbers.js';
import { safeHref } from '../../ui/safe-href.js';
import { StatusBadge } from '../../ui/status-badge.js';
import { DeploymentActions } from './deployment-actions.js';
import { DeploymentLog } from './deployment-log.js';
import classes from './deployments.module.css';
import { versionName, type cameBack } from './outcome.js';

interface Props {
  deployment: DeploymentOverview;
  showsLog: boolean;
  onLog: () => void;
  showsOutput: boolean;
  onOutput: () => void;
  /** It had served before, and was returned to. */
  back: ReturnType<typeof cameBack>;
}

/** What serves an environment now: its address first, then which version it is, and what can be done with it. */
export function LiveCard({ deployment, showsLog, onLog, showsOutput, onOutput, back }: Props) {
  const person = usePerson();
  const { environment, build_id: build, build_title: title, commit, digest, problem, updated_at: since } = deployment;
  const href = safeHref(deployment.url);
  return (
    <article className={`mw-card ${classes.card}`} data-environment={environment} data-wide={showsOutput} aria-label={`${sentence(title)} in ${environment}`}>
      <div className={classes.cardHead}>
        <h3 className={classes.environment}>{words(environment)}</h3>
        {problem ? <StatusBadge status="live" tone="bad" label="Does not answer" /> : <StatusBadge status="live" />}
      </div>
      {href ? (
        <Anchor className={classes.address} href={href} target="_blank" rel="noreferrer noopener">
          {href.replace(/^https?:\/\//, '').replace(/\/$/, '')} <IconExternalLink size={14} stroke={1.8} aria-hidden />
        </Anchor>
      ) : null}
      <dl className={classes.facts}>
        <dt>Build</dt>
        <dd>
          <Anchor component={Link} to={`/builds/${build}`} size="sm">
            {sentence(title)}
          </Anchor>
        </dd>
        <dt>Version</dt>
        <dd className="mw-mono" title={digest ? `image ${digest}` : undefined}>
          {versionName(commit)}
        </dd>
        <dt>Health</dt>
        <dd data-bad={problem !== null}>{problem ?? 'answered its check before traffic moved'}</dd>
        <dt>{back ? 'Came back' : 'Went live'}</dt>
        <dd>
          <Age at={back?.at ?? since} suffix=" ago" />
          {back ? (
            <>
              , in place of <span className="mw-mono">{versionName(back.from)}</span>
              {back.by === null ? '' : `, rolled back by ${person(back.by)}`}
            </>
          ) : null}
        </dd>
      </dl>
      <div className={classes.actions}>
        <Button variant="default" aria-expanded={showsLog} onClick={onLog}>
          {showsLog ? 'Hide the log' : 'Log'}
        </Button>
        <Button variant="default" aria-expanded={showsOutput} onClick={onOutput}>
          {showsOutput ? 'Hide the output' : 'Output'}
        </Button>
        <DeploymentActions deployment={deployment} />
      </div>
      {showsLog ? <DeploymentLog deployment={deployment} /> : null}
      {showsOutput ? <OutputPanel deployment={deployment} /> : null}
    </article>
  );
}
