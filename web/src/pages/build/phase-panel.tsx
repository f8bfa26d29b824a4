import type { ArtifactHead, Gate } from './types.js';
import { Age, Took } from '../../ui/numbers.js';
import { money } from '../../ui/format.js';
import { StatusBadge } from '../../ui/status-badge.js';
import type { PhaseStep } from './phases.js';
import { Proof } from './proof.js';
import classes from './build-page.module.css';

const NOTHING_YET: Readonly<Record<string, string>> = {
  plan: 'The planner turns the intent into tasks, with cost and risks, for you to approve.',
  design: 'The architect writes the interfaces and schemas the tasks must keep to; a project with a page gets three designs to choose from.',
  code: 'Each task is done by an agent in a sandbox of its own, checked, reviewed and merged.',
  test: 'The engine runs every check on a clean checkout, measures coverage and scans for security. What fails goes back to an agent.',
  document: 'README and documents are written from what was built.',
  ready: 'Everything is verified. From here it can be deployed.',
  deploy: 'The verified commit becomes an image; traffic moves once it is healthy.',
  complete: 'What was planned is compared with what happened, and what was learned is kept.',
};

interface Props {
  buildId: string;
  step: PhaseStep;
  gates: readonly Gate[];
  artifacts: readonly ArtifactHead[];
  /** Of the build: what is still open then stays so. */
  ended: boolean;
}

/** One phase: what it was for, how it went, and its gates with their proof. */
export function PhasePanel({ buildId, step, gates, artifacts, ended }: Props) {
  const last = step.visits.at(-1);
  return (
    <div id="phase-panel" role="tabpanel" aria-label={step.label} className={classes.phasePanel}>
      <p className={classes.phaseLead}>
        {last ? (
          <>
            {last.endedAt ? (
              <>
                Took <Took from={last.startedAt} to={last.endedAt} />
              </>
            ) : (
              <>
                {step.state === 'waiting' ? 'Waits for a person; in this phase for ' : 'Under way for '}
                <Took from={last.startedAt} to={null} />
              </>
            )}
            {step.usd > 0 ? `, ${money(step.usd)} for models` : ''}
            {step.visits.length > 1 ? `, ${step.visits.length} visits` : ''}.{last.outcome && last.outcome !== 'done' ? ` ${last.outcome}` : ''}
          </>
        ) : (
          NOTHING_YET[step.phase]
        )}
      </p>
      {gates.length > 0 ? (
        <ul className={classes.gateList}>
          {gates.map((gate) => (
            <li key={`${gate.gate}.${gate.generation}`} className={classes.gate}>
              <div className={classes.gateHead}>
                <strong className="mw-number">{gate.gate}</strong>
                {ended && gate.state === 'open' ? <StatusBadge status="open" label="Left open" tone="idle" /> : <StatusBadge status={gate.state} />}
                <span className="mw-muted">
                  {gate.decided_by ? `by ${gate.decided_by}, ` : ''}
                  <Age at={gate.decided_at ?? gate.opened_at} suffix=" ago" />
                </span>
              </div>
              <div>{gate.summary}</div>
              <Proof buildId={buildId} gate={gate} artifacts={artifacts} />
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
