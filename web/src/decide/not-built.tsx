import classes from './decide.module.css';
import { Notice } from './notice.js';

/** What was asked for and is not in the result: beside what passed, before anybody lets it out. */
export function NotBuilt({ items }: { items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <Notice title="Not built">
      <ul className={classes.list}>
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </Notice>
  );
}
