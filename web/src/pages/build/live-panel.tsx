import type { Deployment } from '../../../../client/index.js';
import { CopyLine } from '../../ui/copy-line.js';
import { words } from '../../ui/format.js';
import type { BuildStatus } from './types.js';
import classes from './live-panel.module.css';

/** What is live: why it does not answer just now, or what to send it, where its address alone shows little. */
export function LivePanel({ build: { deployments, waiting_for: wait } }: { build: BuildStatus }) {
  const live = deployments.filter(({ status }) => status === 'live');
  // What waits for a deployment has them all above, each with its problem.
  const silent = wait?.kind === 'deploy' ? [] : live.filter(({ problem }) => problem !== null);
  const serving = live.filter(({ problem, curl }) => problem === null && curl.length > 0);
  const shown = serving.find(({ environment }) => environment === 'production') ?? serving[0];
  if (silent.length === 0 && !shown) return null;
  return (
    <section className={classes.panel} aria-label="What is live">
      {silent.map((one) => (
        <p key={one.id} className={classes.silent} role="status">
          <strong>{words(one.environment)} does not answer just now.</strong> {one.problem}
        </p>
      ))}
      {shown ? <TryIt deployment={shown} /> : null}
    </section>
  );
}

function TryIt({ deployment: { environment, curl } }: { deployment: Deployment }) {
  return (
    <div className={`mw-card ${classes.lines}`}>
      <div className="mw-muted">Try {environment} from a terminal:</div>
      {curl.map((line) => (
        <CopyLine key={line} line={line} label={line.startsWith('curl -X POST') ? 'Create an entry' : 'Ask for what is there'} />
      ))}
    </div>
  );
}
