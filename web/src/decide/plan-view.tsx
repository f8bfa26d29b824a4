import { splitRisks } from '../../../contracts/not-built.js';
import { TEMPLATE_MODEL } from '../../../contracts/template-model.js';
import { Section } from '../ui/page.js';
import { count, money, properName, roughly } from '../ui/format.js';
import classes from './decide.module.css';
import type { Plan } from './plan.js';
import { TaskGraph } from './task-graph.js';
import type { Edited } from './use-edited.js';

interface Props {
  plan: Plan;
  budgetUsd: number;
  buildTitle: string;
  edited: Edited | null;
}

/** A plan to read: what it is (its title where the build has another, which a person or the intent gave it), what it costs, what may go wrong, and the tasks as a graph. `WillNotBeBuilt` belongs above it. */
export function PlanView({ plan, budgetUsd, buildTitle, edited }: Props) {
  const { others } = splitRisks(plan.risks);
  return (
    <>
      {plan.title === buildTitle ? null : <p className={classes.summary}>The planner calls it “{plan.title}”.</p>}
      {plan.summary ? (
        <p className={classes.summary}>
          {edited?.summaryIsOld ? <span className={classes.older}>The planner’s summary, from before it was edited:</span> : null}
          {plan.summary}
        </p>
      ) : null}
      <Estimate {...{ plan, budgetUsd, edited }} />
      <Section title={`Tasks (${plan.tasks.length})`}>
        <TaskGraph tasks={plan.tasks} />
      </Section>
      <div className={classes.lists}>
        <List title="Risks" items={others} none="None named." />
        <List title="Requirements" items={plan.requirements} none="None beyond the description." />
        <List title="Stack" items={[...new Set([...(plan.language ? [plan.language] : []), ...plan.stack].map(properName))]} none="Up to the planner." />
      </div>
    </>
  );
}

function Estimate({ plan: { estimate, tasks, made_by }, budgetUsd, edited }: Omit<Props, 'buildTitle'>) {
  const isDear = estimate.usd > budgetUsd;
  const limit = money(budgetUsd);
  const maker = made_by === TEMPLATE_MODEL ? 'the built-in model: templates, no network' : undefined;
  return (
    <div className="mw-card" style={{ overflow: 'hidden' }}>
      <div className={classes.facts}>
        <Fact name="Estimated time" note="waiting for you left out" value={estimate.hours > 0 ? `about ${roughly(estimate.hours)}` : 'unknown'} />
        <Fact name="Estimated cost" value={money(estimate.usd)} note={isDear ? `more than the budget of ${limit}: it will ask` : `of a budget of ${limit}`} />
        <Fact name="Work" value={count(tasks.length, 'task')} note={`complexity ${tasks.reduce((sum, { complexity }) => sum + complexity, 0)} in all`} />
        <Fact name="Planned by" value={made_by ?? 'a person'} note={edited ? `then edited by ${edited.by}` : maker} />
      </div>
      {estimate.basis ? (
        <div className={classes.basis}>
          {edited?.estimateIsOld ? 'Time and cost were estimated before the plan was edited, from' : 'Estimated from'}: {estimate.basis}
        </div>
      ) : null}
    </div>
  );
}

function Fact({ name, value, note }: { name: string; value: string; note?: string | undefined }) {
  return (
    <div className={classes.fact}>
      <div className={classes.factName}>{name}</div>
      <div className={classes.factValue}>{value}</div>
      {note ? <div className={classes.factNote}>{note}</div> : null}
    </div>
  );
}

function List({ title, items, none }: { title: string; items: readonly string[]; none: string }) {
  return (
    <div>
      <Section title={title}>
        {items.length === 0 ? (
          <p className="mw-muted" style={{ margin: 0 }}>
            {none}
          </p>
        ) : (
          <ul className={classes.list}>
            {items.map((item, index) => (
              <li key={`${index} ${item}`}>{item}</li>
            ))}
          </ul>
        )}
      </Section>
    </div>
  );
}
