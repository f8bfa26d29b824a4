import classes from './builds.module.css';

/** A thin bar with its percentage; whole numbers, so that it does not tremble. */
export function BuildProgress({ percent, tone }: { percent: number; tone: 'busy' | 'wait' | 'good' | 'bad' | 'idle' }) {
  const whole = Math.max(0, Math.min(100, Math.round(percent)));
  return (
    <span className={classes.progress}>
      <span className={classes.track} role="progressbar" aria-valuenow={whole} aria-valuemin={0} aria-valuemax={100} aria-label="Progress">
        <span className={classes.bar} data-tone={tone} style={{ width: `${whole}%` }} />
      </span>
      <span className={`mw-number ${classes.percent}`}>{whole}%</span>
    </span>
  );
}
