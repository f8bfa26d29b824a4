import type { ReactNode } from 'react';
import classes from './table.module.css';

export interface Column {
  label: string;
  /** Figures stand at the right, in tabular digits. */
  right?: boolean;
  /** What is less important than the rest. */
  quiet?: boolean;
  /** Identifiers and addresses. */
  mono?: boolean;
  /** Left out on a phone. */
  minor?: boolean;
  /** Buttons; on a phone they stand beside the heading of the card. */
  actions?: boolean;
}

export interface TableRow {
  key: string;
  /** One for each column, in its order; null is an empty cell, which a phone leaves out. */
  cells: readonly ReactNode[];
  /** Across the whole table, below the row: what was opened. */
  below?: ReactNode;
}

/** A table in a card. On a phone each row is a card of its own: its first cell as the heading, the others with the names of their columns. */
export function Table({ label, columns, rows }: { label: string; columns: readonly Column[]; rows: readonly TableRow[] }) {
  return (
    <div className={`mw-card ${classes.frame}`} role="group" aria-label={label} tabIndex={0}>
      {/* The roles are said once more: laid out as cards it would lose them. */}
      <table className={classes.table} role="table">
        <thead role="rowgroup">
          <tr role="row">
            {columns.map(({ label: heading, right }) => (
              <th key={heading} role="columnheader" scope="col" className={right ? classes.right : undefined}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <Row key={row.key} row={row} columns={columns} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row, columns }: { row: TableRow; columns: readonly Column[] }) {
  return (
    <>
      <tr role="row">
        {columns.map((column, index) => (
          <td key={column.label} role="cell" data-label={column.label} className={classesOf(column)}>
            {row.cells[index]}
          </td>
        ))}
      </tr>
      {row.below ? (
        <tr role="row" className={classes.below}>
          <td role="cell" colSpan={columns.length}>
            <div className={classes.opened}>{row.below}</div>
          </td>
        </tr>
      ) : null}
    </>
  );
}

function classesOf({ right, quiet, mono, minor, actions }: Column): string | undefined {
  const names = [right && `${classes.right} mw-number`, quiet && 'mw-muted', mono && 'mw-mono', minor && classes.minor, actions && classes.actions].filter(
    (name) => typeof name === 'string',
  );
  return names.length === 0 ? undefined : names.join(' ');
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
