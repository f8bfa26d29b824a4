import { Section } from '../../ui/page.js';
import { duration, money } from '../../ui/format.js';
import { useNow } from '../../ui/use-now.js';
import type { BuildEvents } from '../../data/build-events.js';
import type { SeenEvent } from '../../data/build-view.js';
import { useMe } from '../../data/session.js';
import { lineOf } from './event-line.js';
import { secondsIn, type PhaseStep } from './phases.js';
import type { BuildStatus } from './types.js';
import classes from './timeline.module.css';

const DECISIONS = new Set(['gate.decided', 'answer', 'plan.edited', 'model.changed', 'guidance']);
const STORY = new Set([
  'build.created',
  'forked',
  'phase.started',
  'plan.ready',
  'gate.opened',
  'gate.passed',
  'deploy.started',
  'deploy.ended',
  'retrospective',
  'build.ended',
  ...DECISIONS,
]);

/** Where time and money went, what happened when, and who decided what. */
export function TimelineTab({ build, events, steps }: { build: BuildStatus; events: BuildEvents; steps: readonly PhaseStep[] }) {
  const visited = steps.filter(({ visits }) => visits.length > 0);
  const all = events.view.events;
  return (
    <>
      <Section title="Time and money by phase" note="From the beginning of each phase to its end, waits for you included.">
        <div className={`mw-card ${classes.bars}`}>
          <Bars build={build} steps={visited} />
        </div>
      </Section>
      <Section title="Decisions" note="Who approved, rejected or steered what, and the digest it was bound to.">
        <Story events={all.filter(({ kind }) => DECISIONS.has(kind))} nothing="Nobody had to decide anything yet." />
      </Section>
      <Section title="What happened">
        <Story events={all.filter(({ kind }) => STORY.has(kind))} nothing="Nothing happened yet." />
      </Section>
    </>
  );
}

function Bars({ build, steps }: { build: BuildStatus; steps: readonly PhaseStep[] }) {
  const now = useNow();
  const rows = steps.map((step) => ({ step, seconds: secondsIn(step.visits, now) }));
  const longest = Math.max(1, ...rows.map(({ seconds }) => seconds));
  const dearest = Math.max(0.000_001, ...rows.map(({ step }) => step.usd));
  const known = rows.reduce((sum, { step }) => sum + step.usd, 0);
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Phase</th>
          <th scope="col">Time</th>
          <th scope="col">Cost of models</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ step, seconds }) => (
          <tr key={step.phase}>
            <th scope="row">{step.label}</th>
            <td>
              <Bar share={seconds / longest} text={duration(seconds)} />
            </td>
            <td>
              <Bar share={step.usd / dearest} text={money(step.usd)} money />
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">In all</th>
          <td className="mw-number">{duration(rows.reduce((sum, { seconds }) => sum + seconds, 0))}</td>
          <td className="mw-number">
            {money(build.cost_usd)} of {money(build.budget_usd)}
            {build.cost_usd - known > 0.005 ? `, ${money(build.cost_usd - known)} between phases` : ''}
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

function Bar({ share, text, money: isMoney = false }: { share: number; text: string; money?: boolean }) {
  return (
    <span className={classes.bar}>
      <span className={classes.track} aria-hidden>
        {share > 0 ? <span data-money={isMoney} style={{ width: `${Math.min(1, share) * 100}%` }} /> : null}
      </span>
      <span className="mw-number">{text}</span>
    </span>
  );
}

function Story({ events, nothing }: { events: readonly SeenEvent[]; nothing: string }) {
  const me = useMe().data?.id ?? null;
  if (events.length === 0) return <p className="mw-muted">{nothing}</p>;
  return (
    <ol className={classes.story}>
      {events.map((event) => {
        const line = lineOf(event, me);
        return (
          <li key={event.seq} data-tone={line.tone}>
            <time dateTime={event.at} className="mw-muted mw-number">
              {new Date(event.at).toLocaleString([], { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false })}
            </time>
            <span>{line.text}</span>
          </li>
        );
      })}
    </ol>
  );
}
