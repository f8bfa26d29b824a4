import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Deployment } from '../../../../client/index.js';
import { OutputPanel } from '../../builds/output-panel.js';
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
  if (live.length === 0) return null;
  return (
    <section className={classes.panel} aria-label="What is live">
      {silent.map((one) => (
        <p key={one.id} className={classes.silent} role="status">
          <strong>{words(one.environment)} does not answer just now.</strong> {one.problem}
        </p>
      ))}
      {shown ? <TryIt deployment={shown} /> : null}
      <Outputs live={live} />
    </section>
  );
}

/** What each of them prints, one at a time. */
function Outputs({ live }: { live: readonly Deployment[] }) {
  const [open, setOpen] = useState<string | null>(null);
  const shown = live.find(({ id }) => id === open);
  return (
    <div>
      <div className={classes.outputs}>
        {live.map(({ id, environment }) => (
          <Button key={id} size="compact-sm" variant="default" aria-expanded={id === open} onClick={() => setOpen(id === open ? null : id)}>
            {id === open ? `Hide the output of ${environment}` : `Output of ${environment}`}
          </Button>
        ))}
      </div>
      {shown ? <OutputPanel key={shown.id} deployment={shown} /> : null}
    </div>
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
