import { words } from './format.js';
import classes from './status.module.css';
import { toneOf, type Tone } from './tone.js';

export { toneOf, type Tone } from './tone.js';

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
