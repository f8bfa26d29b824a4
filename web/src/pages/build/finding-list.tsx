import { Tag } from '../../ui/status-badge.js';
import type { Finding } from './checks-report.js';
import classes from './checks.module.css';

// A page of more helps nobody; the artifact has them all.
const SHOWN = 100;

export function FindingList({ findings }: { findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <ul className={classes.findings}>
      {findings.slice(0, SHOWN).map((finding, index) => (
        <li key={`${finding.rule}-${finding.file ?? ''}-${finding.line ?? index}-${index}`}>
          <Tag>{finding.rule}</Tag>
          {finding.file ? (
            <span className="mw-mono">
              {finding.file}
              {finding.line ? `:${finding.line}` : ''}
            </span>
          ) : null}
          <span>{finding.message}</span>
        </li>
      ))}
      {findings.length > SHOWN ? <li className="mw-muted">and {findings.length - SHOWN} more</li> : null}
    </ul>
  );
}
