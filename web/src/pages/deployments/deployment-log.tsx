import type { DeploymentOverview } from '../../../../client/index.js';
import { deploymentWords } from '../../../../contracts/deployment-words.js';
import { useBuildEvents } from '../../data/build-events.js';
import type { SeenEvent } from '../../data/build-view.js';
import { sentence, words } from '../../ui/format.js';
import { RowSkeletons } from '../../ui/skeletons.js';
import classes from './deployments.module.css';

// As many steps as a deployment has: image, tests, candidate, switch.
const STEPS = 4;

/** What happened at a deployment, step by step; live while it is under way. */
export function DeploymentLog({ deployment }: { deployment: DeploymentOverview }) {
  const { view, connection } = useBuildEvents(deployment.build_id);
  const lines = view.events.flatMap((event) => lineOf(event, deployment.id) ?? []);
  if (lines.length === 0 && connection === 'connecting') return <RowSkeletons rows={STEPS} height={24} />;
  return (
    <ol className={classes.log} aria-label={`Log of the deployment to ${deployment.environment}`}>
      {lines.length === 0 ? <li className="mw-muted">{connection === 'away' ? 'The server does not answer just now.' : 'Nothing was written.'}</li> : null}
      {lines.map(({ seq, at, tone, text }) => (
        <li key={seq} data-tone={tone}>
          <time dateTime={at} className="mw-number mw-muted">
            {new Date(at).toLocaleTimeString([], { hour12: false })}
          </time>
          <span>{text}</span>
        </li>
      ))}
    </ol>
  );
}

interface Line {
  seq: number;
  at: string;
  tone: 'plain' | 'good' | 'bad';
  text: string;
}

function lineOf(event: SeenEvent, deployment: string): Line | null {
  if (!('deployment' in event) || event.deployment !== deployment) return null;
  const { seq, at } = event;
  switch (event.kind) {
    case 'deploy.started':
      return { seq, at, tone: 'plain', text: `Deploying to ${event.environment}` };
    case 'deploy.step':
      return { seq, at, tone: 'plain', text: `${words(event.step)}: ${event.detail}` };
    case 'deploy.ended':
      return {
        seq,
        at,
        tone: event.status === 'live' ? 'good' : 'bad',
        text: [sentence(deploymentWords(event.status)), event.url, event.detail].filter(Boolean).join(' · '),
      };
    default:
      return null;
  }
}
