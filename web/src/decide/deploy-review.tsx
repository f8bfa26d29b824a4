import { Anchor, Button } from '@mantine/core';
import type { BuildStatus, Deploy, WaitingFor } from '../../../client/index.js';
import { deploymentWords } from '../../../contracts/deployment-words.js';
import { splitSummary } from '../../../contracts/not-built.js';
import { client } from '../api.js';
import { sentence } from '../ui/format.js';
import { Age } from '../ui/numbers.js';
import { Section } from '../ui/page.js';
import { ConfirmButton } from '../ui/confirm-button.js';
import { StatusBadge } from '../ui/status-badge.js';
import { safeHref } from '../ui/safe-href.js';
import { Checked } from './checked.js';
import classes from './decide.module.css';
import { DecisionBar } from './decision-bar.js';
import { NotBuilt } from './not-built.js';
import { useDecide } from './use-decide.js';
import { SubjectChanged } from './what-changed.js';

/** A verified commit that can be deployed: to staging first, to production when one has looked at it, or not at all. */
export function DeployReview({ build, waiting }: { build: BuildStatus; waiting: WaitingFor }) {
  const decide = useDecide(build.id);
  const digest = waiting.subject_digest;
  const { summary, notBuilt } = splitSummary(waiting.summary);
  const onStaging = build.deployments.some(({ environment, status }) => environment === 'staging' && status === 'live');
  const next: Deploy['environment'] = onStaging ? 'production' : 'staging';
  const deploy = (environment: Deploy['environment']) =>
    decide.run('approve', () => client.deployBuild(build.id, { environment, subject_digest: digest }), `It is being deployed to ${environment}.`);
  return (
    <>
      <SubjectChanged buildId={build.id} kind="deploy" digest={digest} what="The commit" />
      <div className={`mw-card ${classes.text}`}>{summary}</div>
      <NotBuilt items={notBuilt} />
      <Checked buildId={build.id} />
      {build.deployments.length > 0 ? <Deployments build={build} /> : null}
      <DecisionBar
        decide={decide}
        digest={digest}
        approve={{
          label: `Deploy to ${next}`,
          title: `Deploy to ${next}?`,
          explanation: `The image is built from this very commit, started, and takes the traffic once it is healthy. When it is not, the one before goes on.${next === 'production' ? ' Once production serves it, the build is completed.' : ''}`,
          asks: next === 'production',
          onApprove: () => deploy(next),
        }}
        reject={{
          label: 'Reject',
          hint: 'It ends as rejected, with your reason: this version should not be used.',
          title: 'Reject the deployment and end the build?',
          explanation: `The build ends as rejected. The code stays in its repository. To end it as completed instead, choose “${onStaging ? 'Close as done' : 'Close without deploying'}”.`,
          onReject: (reason) => decide.run('reject', () => client.rejectBuild(build.id, { reason, subject_digest: digest }), 'Rejected. The build has ended.'),
        }}
      >
        <ConfirmButton
          title="Close the build?"
          explanation="It is completed as it is, and its retrospective is written. What is deployed stays deployed."
          confirm={onStaging ? 'Close as done' : 'Close without deploying'}
          hint="It ends as completed, with nothing more deployed."
          onConfirm={() => client.completeBuild(build.id)}
        >
          {onStaging ? 'Close as done' : 'Close without deploying'}
        </ConfirmButton>
        {onStaging ? (
          <Button variant="default" onClick={() => void deploy('staging')}>
            Deploy to staging again
          </Button>
        ) : null}
      </DecisionBar>
    </>
  );
}

function Deployments({ build }: { build: BuildStatus }) {
  return (
    <Section title="Deployed so far">
      <ul className={classes.list}>
        {build.deployments.map(({ id, environment, status, url, problem, created_at, updated_at, detail }) => {
          const href = url === null ? null : safeHref(url);
          return (
            <li key={id}>
              <StatusBadge status={status} {...(problem ? { tone: 'bad', label: 'Does not answer' } : { label: sentence(deploymentWords(status)) })} />{' '}
              {environment}, {status === 'live' ? 'went live' : 'begun'} <Age at={status === 'live' ? updated_at : created_at} suffix=" ago" />{' '}
              {href ? (
                <Anchor href={href} target="_blank" rel="noreferrer noopener" underline="always">
                  {url}
                </Anchor>
              ) : null}
              {problem ? <div>{problem}</div> : detail ? <div className="mw-muted">{detail}</div> : null}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
