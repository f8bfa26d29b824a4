import { words } from '../ui/format.js';
import classes from './proof.module.css';

/** The proof of a gate, whatever shape it has: names and values, lists as lists. Text stays text. */
export function Proof({ value }: { value: Readonly<Record<string, unknown>> }) {
  return (
    <dl className={`mw-card ${classes.proof}`}>
      {Object.entries(value).map(([name, part]) => (
        <div key={name} className={classes.row}>
          <dt>{words(name)}</dt>
          <dd>
            <Value value={part} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

// Deeper than this nothing helps to decide.
const DEPTH_MAX = 4;

function Value({ value, depth = 0 }: { value: unknown; depth?: number }) {
  if (value === null || value === undefined || value === '') return <span className="mw-muted">none</span>;
  if (typeof value === 'boolean') return <>{value ? 'yes' : 'no'}</>;
  if (typeof value !== 'object') return <>{String(value)}</>;
  if (depth >= DEPTH_MAX) return <code className="mw-mono">{JSON.stringify(value)}</code>;
  if (Array.isArray(value)) {
    if (value.length === 0) return <span className="mw-muted">none</span>;
    return (
      <ul className={classes.list}>
        {value.map((item, index) => (
          <li key={index}>
            <Value value={item} depth={depth + 1} />
          </li>
        ))}
      </ul>
    );
  }
  return (
    <span>
      {Object.entries(value).map(([name, part], index) => (
        <span key={name}>
          {index > 0 ? ', ' : ''}
          <span className="mw-muted">{words(name).toLowerCase()}</span> <Value value={part} depth={depth + 1} />
        </span>
      ))}
    </span>
  );
}
