import { Anchor } from '@mantine/core';
import { GATE_MEANINGS, GATE_TITLES } from '../../../../contracts/gates.js';
import { Link } from '../../app/link.js';
import { gateTone } from '../../builds/gate-tone.js';
import { usePerson } from '../../builds/person.js';
import { Age, Took } from '../../ui/numbers.js';
import { money } from '../../ui/format.js';
import { StatusBadge } from '../../ui/status-badge.js';
import type { PhaseStep } from './phases.js';
import { Proof } from './proof.js';
import type { BuildStatus, Gate } from './types.js';
import classes from './build-page.module.css';

/** What each phase is for: the same before, while and after it happens. */
const PURPOSES: Readonly<Record<string, string>> = {
  plan: 'The planner turns what you asked for into tasks, with cost and risks, for you to approve.',
  design: 'The architect writes the interfaces and schemas the tasks must keep to; a project with a page gets three designs to choose from.',
  code: 'Each task is done by an agent in a sandbox of its own, checked, reviewed and merged.',
  test: 'The engine runs every check on a clean checkout, measures coverage and scans for security. What fails goes back to an agent.',
  document: 'README and documents are written from what was built.',
  ready: 'Everything is verified. From here it can be deployed.',
  deploy: 'The verified commit becomes an image; traffic moves once it is healthy.',
  complete: 'What was planned is compared with what happened, and what was learned is kept.',
};

// More than this scrolls in its place, which the keyboard must reach.
const LONG_CHARS = 600;

interface Props {
  build: BuildStatus;
  step: PhaseStep;
  gates: readonly Gate[];
  /** What was said looking back; null before the end. */
  retrospective: string | null;
}

/** One phase: what it is for, how it went, and its gates with their proof. */
export function PhasePanel({ build, step, gates, retrospective }: Props) {
  return (
    <div id="phase-panel" role="tabpanel" aria-label={step.label} className={classes.phasePanel}>
      <div className={classes.phaseHead}>
        <h2 className={classes.phaseName}>{step.label}</h2>
        <span className="mw-muted">
          <HowItWent step={step} />
        </span>
      </div>
      <p className={classes.phaseLead}>{PURPOSES[step.phase]}</p>
      {step.phase === 'plan' ? (
        <blockquote className={classes.asked} tabIndex={0} aria-label="What was asked for">
          {build.description}
        </blockquote>
      ) : null}
      {step.phase === 'complete' && retrospective ? <p className={classes.phaseStory}>{retrospective}</p> : null}
      <Further build={build} phase={step.phase} />
      {gates.length > 0 ? (
        <ul className={classes.gateList}>
          {gates.map((gate) => (
            <GateItem key={`${gate.gate}.${gate.generation}`} build={build} gate={gate} />
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function HowItWent({ step }: { step: PhaseStep }) {
  const last = step.visits.at(-1);
  if (!last) return step.state === 'skipped' ? 'left out' : 'to come';
  return (
    <>
      {last.endedAt ? 'took ' : step.state === 'waiting' ? 'waits for you; in this phase for ' : 'under way for '}
      <Took from={last.startedAt} to={last.endedAt} />
      {step.usd > 0 ? `, ${money(step.usd)} for models` : ''}
      {step.visits.length > 1 ? `, ${step.visits.length} visits` : ''}
      {last.outcome && last.outcome !== 'done' ? `: ${last.outcome}` : ''}
    </>
  );
}

/** Where one reads on about a phase. */
function Further({ build, phase }: { build: BuildStatus; phase: string }) {
  const place =
    phase === 'plan' && build.plan
      ? { to: `/builds/${build.id}/plan`, label: 'Read the plan' }
      : phase === 'deploy' && build.deployments.length > 0
        ? { to: '/deployments', label: 'All deployments' }
        : phase === 'complete' && build.status === 'completed'
          ? { to: '/learning', label: 'What all builds taught' }
          : null;
  if (!place) return null;
  return (
    <p className={classes.phaseStory}>
      <Anchor component={Link} to={place.to} size="sm">
        {place.label}
      </Anchor>
    </p>
  );
}

function GateItem({ build, gate }: { build: BuildStatus; gate: Gate }) {
  // A build that has ended leaves open what nobody decided.
  const leftOpen = build.ended_at !== null && gate.state === 'open';
  const person = usePerson();
  return (
    <li className={classes.gate}>
      <div className={classes.gateHead}>
        <strong>{GATE_TITLES[gate.gate]}</strong>
        <span className="mw-muted mw-number">{gate.gate}</span>
        {leftOpen ? <StatusBadge status="open" label="Left open" tone="idle" /> : <StatusBadge status={gate.state} tone={gateTone(gate)} />}
        <span className="mw-muted">
          {gate.decided_by ? `by ${person(gate.decided_by)}, ` : ''}
          <Age at={gate.decided_at ?? gate.opened_at} suffix=" ago" />
        </span>
      </div>
      <div className="mw-muted">{GATE_MEANINGS[gate.gate]}</div>
      <div className={classes.gateSummary} tabIndex={gate.summary.length > LONG_CHARS ? 0 : undefined}>
        {gate.summary}
      </div>
      <Proof buildId={build.id} gate={gate} artifacts={build.artifacts} />
    </li>
  );
}
