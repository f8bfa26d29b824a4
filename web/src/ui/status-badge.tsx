import { words } from './format.js';
import classes from './status.module.css';

export type Tone = 'busy' | 'wait' | 'good' | 'bad' | 'idle';

const TONES: Readonly<Record<string, Tone>> = {
  // builds
  planning: 'busy',
  designing: 'busy',
  coding: 'busy',
  testing: 'busy',
  documenting: 'busy',
  deploying: 'busy',
  awaiting_review: 'wait',
  ready: 'good',
  completed: 'good',
  failed: 'bad',
  stopped: 'idle',
  // tasks, gates, deployments, executions
  running: 'busy',
  working: 'busy',
  in_progress: 'busy',
  open: 'wait',
  waiting: 'wait',
  pending: 'idle',
  planned: 'idle',
  passed: 'good',
  approved: 'good',
  done: 'good',
  merged: 'good',
  live: 'good',
  partial: 'wait',
  rejected: 'bad',
  denied: 'bad',
  rolled_back: 'idle',
  superseded: 'idle',
};

export function toneOf(status: string): Tone {
  return TONES[status.toLowerCase()] ?? 'idle';
}

/** A status as a dot and a word: never by colour alone. `label` when the word should be another. */
export function StatusBadge({ status, label, tone = toneOf(status) }: { status: string; label?: string; tone?: Tone }) {
  return (
    <span className={classes.badge}>
      <span className={classes.dot} data-tone={tone} aria-hidden />
      {label ?? words(status)}
    </span>
  );
}

/** A short word in a frame: a role, a gate, a kind. */
export function Tag({ children, tone }: { children: string; tone?: Tone }) {
  return (
    <span className={classes.tag} data-tone={tone}>
      {children}
    </span>
  );
}
