import { splitRisks } from '../../../contracts/not-built.js';
import { Section } from '../ui/page.js';
import { count, money, roughly } from '../ui/format.js';
import classes from './decide.module.css';
import type { Plan } from './plan.js';
import { TaskGraph } from './task-graph.js';

/** A plan to read: what it is (its title where the build has another, which a person or the intent gave it), what it costs, what may go wrong, and the tasks as a graph. */
export function PlanView({ plan, budgetUsd, buildTitle }: { plan: Plan; budgetUsd: number; buildTitle: string }) {
  const { notBuilt, others } = splitRisks(plan.risks);
  return (
    <>
      {plan.title === buildTitle ? null : <p className={classes.summary}>The planner calls it “{plan.title}”.</p>}
      {plan.summary ? <p className={classes.summary}>{plan.summary}</p> : null}
      <Estimate plan={plan} budgetUsd={budgetUsd} />
      <Section title={`Tasks (${plan.tasks.length})`}>
        <TaskGraph tasks={plan.tasks} />
      </Section>
      <div className={classes.lists}>
        {notBuilt.length > 0 ? <List title="Will not be built" items={notBuilt} none="" /> : null}
        <List title="Risks" items={others} none="None named." />
        <List title="Requirements" items={plan.requirements} none="None beyond the description." />
        <List title="Stack" items={[...new Set([...(plan.language ? [plan.language] : []), ...plan.stack])]} none="Up to the planner." />
      </div>
    </>
  );
}

function Estimate({ plan: { estimate, tasks, made_by }, budgetUsd }: { plan: Plan; budgetUsd: number }) {
  const isDear = estimate.usd > budgetUsd;
  const limit = money(budgetUsd);
  return (
    <div className="mw-card" style={{ overflow: 'hidden' }}>
      <div className={classes.facts}>
        <Fact name="Estimated time" note="waiting for you left out" value={estimate.hours > 0 ? `about ${roughly(estimate.hours)}` : 'unknown'} />
        <Fact name="Estimated cost" value={money(estimate.usd)} note={isDear ? `more than the budget of ${limit}: it will ask` : `of a budget of ${limit}`} />
        <Fact name="Work" value={count(tasks.length, 'task')} note={`complexity ${tasks.reduce((sum, { complexity }) => sum + complexity, 0)} in all`} />
        <Fact name="Planned by" value={made_by ?? 'a person'} note={made_by === 'template' ? 'the built-in model: templates, no network' : undefined} />
      </div>
      {estimate.basis ? <div className={classes.basis}>Estimated from: {estimate.basis}</div> : null}
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
