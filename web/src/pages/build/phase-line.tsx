import { VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconClock, IconLoader2, IconMinus } from '@tabler/icons-react';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { gateName } from '../../../../contracts/gates.js';
import { count, duration, money } from '../../ui/format.js';
import { toneOf } from '../../ui/status-badge.js';
import { useNow } from '../../ui/use-now.js';
import { secondsIn, type GateMark, type PhaseStep } from './phases.js';
import classes from './phase-line.module.css';

const ICONS = { done: IconCheck, active: IconLoader2, waiting: IconClock, failed: IconAlertTriangle, skipped: IconMinus, upcoming: null } as const;
const WORDS = { done: 'done', active: 'under way', waiting: 'waits for a person', failed: 'failed here', skipped: 'left out', upcoming: 'to come' } as const;

interface Props {
  steps: readonly PhaseStep[];
  selected: string;
  onSelect: (phase: string) => void;
}

/** The phases as a line one can walk: click, or the arrow keys. */
export function PhaseLine({ steps, selected, onSelect }: Props) {
  const line = useRef<HTMLDivElement>(null);
  // On a phone the line is longer than the screen.
  useEffect(() => {
    const step = line.current?.querySelector<HTMLElement>(`[data-phase="${selected}"]`);
    if (line.current && step) line.current.scrollLeft = step.offsetLeft - (line.current.clientWidth - step.clientWidth) / 2;
  }, [selected]);
  const walk = (event: KeyboardEvent) => {
    const at = steps.findIndex(({ phase }) => phase === selected);
    const next =
      event.key === 'ArrowRight' ? at + 1 : event.key === 'ArrowLeft' ? at - 1 : event.key === 'Home' ? 0 : event.key === 'End' ? steps.length - 1 : -1;
    const step = steps[next];
    if (!step) return;
    event.preventDefault();
    onSelect(step.phase);
    line.current?.querySelector<HTMLElement>(`[data-phase="${step.phase}"]`)?.focus();
  };
  return (
    <div ref={line} className={classes.line} role="tablist" aria-label="Phases of the build" onKeyDown={walk}>
      {steps.map((step) => (
        <PhaseTab key={step.phase} step={step} selected={step.phase === selected} onSelect={onSelect} />
      ))}
    </div>
  );
}

function PhaseTab({ step, selected, onSelect }: { step: PhaseStep; selected: boolean; onSelect: (phase: string) => void }) {
  const now = useNow();
  const Icon = ICONS[step.state];
  const seconds = secondsIn(step.visits, now);
  return (
    <button
      type="button"
      role="tab"
      aria-selected={selected}
      aria-controls="phase-panel"
      tabIndex={selected ? 0 : -1}
      data-phase={step.phase}
      data-state={step.state}
      className={classes.step}
      onClick={() => onSelect(step.phase)}
    >
      <span className={classes.rail} aria-hidden>
        <span className={classes.node}>{Icon ? <Icon size={12} stroke={2.4} /> : null}</span>
      </span>
      <span className={classes.label}>
        {step.label}
        <VisuallyHidden>, {WORDS[step.state]}</VisuallyHidden>
      </span>
      <span className={`mw-number ${classes.figures}`}>
        {step.visits.length > 0 ? `${duration(seconds)}${step.usd > 0 ? ` · ${money(step.usd)}` : ''}` : ' '}
      </span>
      <Gates gates={step.gates} />
    </button>
  );
}

/** How the gates of a phase went, in a word; each by its name on hover, and in the panel below. */
function Gates({ gates }: { gates: readonly GateMark[] }) {
  // Each by how it went last: a gate is passed again with every deployment.
  const told = [...new Map(gates.filter(({ state }) => state !== 'superseded').map((mark) => [mark.gate, mark])).values()];
  if (told.length === 0) return <span className={classes.gates} />;
  const rejected = told.filter(({ state }) => toneOf(state) === 'bad').length;
  const open = told.filter(({ state }) => toneOf(state) === 'wait').length;
  const words = rejected > 0 ? 'rejected' : open > 0 ? 'waits' : `${count(told.length, 'gate')} passed`;
  return (
    <span
      className={classes.gates}
      data-tone={rejected > 0 ? 'bad' : open > 0 ? 'wait' : 'good'}
      title={told.map(({ gate, state }) => `${gateName(gate)}: ${state}`).join('\n')}
    >
      {words}
    </span>
  );
}
