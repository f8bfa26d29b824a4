import { splitRisks } from '../../../contracts/not-built.js';
import { count } from '../ui/format.js';
import classes from './decide.module.css';
import { Notice } from './notice.js';
import type { Plan } from './plan.js';

// As many as are read at a glance; the rest is folded away, so that what is decided on stays in sight.
const SHOWN_MAX = 5;

/** What was asked for and is not in the result: beside what passed, before anybody lets it out. */
export function NotBuilt({ items, title = 'Not built' }: { items: readonly string[]; title?: string }) {
  if (items.length === 0) return null;
  const more = items.slice(SHOWN_MAX);
  return (
    <Notice title={title}>
      <Lines items={items.slice(0, SHOWN_MAX)} />
      {more.length > 0 ? (
        <details className={classes.more}>
          <summary>{count(more.length, 'more line')}</summary>
          <Lines items={more} />
        </details>
      ) : null}
    </Notice>
  );
}

/** The same of a plan: the first thing one should know of it. `isOver`: nothing more is built by it. */
export function WillNotBeBuilt({ plan, isOver = false }: { plan: Pick<Plan, 'risks'>; isOver?: boolean }) {
  const { notBuilt } = splitRisks(plan.risks);
  return <NotBuilt title={`${isOver ? 'Not built' : 'Will not be built'} (${notBuilt.length})`} items={notBuilt} />;
}

function Lines({ items }: { items: readonly string[] }) {
  return (
    <ul className={classes.list}>
      {items.map((item, index) => (
        <li key={`${index} ${item}`}>{item}</li>
      ))}
    </ul>
  );
}
