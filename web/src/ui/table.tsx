import type { ReactNode } from 'react';
import classes from './table.module.css';

export interface Column {
  label: string;
  /** Figures stand at the right. */
  right?: boolean;
}

/** A table in a card; narrower than its columns it scrolls inside its frame, never the page. */
export function Table({ label, columns, children }: { label: string; columns: readonly Column[]; children: ReactNode }) {
  return (
    <div className={`mw-card ${classes.frame}`} role="region" aria-label={label} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            {columns.map(({ label: heading, right }) => (
              <th key={heading} scope="col" className={right ? classes.right : undefined}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/** A cell of figures. */
export function Figure({ children }: { children: ReactNode }) {
  return <td className={`${classes.right} mw-number`}>{children}</td>;
}

/** Names and what they are, in a card. */
export function Facts({ label, rows }: { label: string; rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={`mw-card ${classes.facts}`} aria-label={label}>
      {rows.map(([name, value]) => (
        <div key={name} className={classes.fact}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
