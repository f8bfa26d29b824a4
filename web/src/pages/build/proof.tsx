import { Anchor } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import { useState } from 'react';
import { bytes, words } from '../../ui/format.js';
import { ArtifactText } from '../../builds/artifact-text.js';
import type { ArtifactHead, Gate } from './types.js';
import classes from './build-page.module.css';

interface Props {
  buildId: string;
  gate: Gate;
  artifacts: readonly ArtifactHead[];
}

/** What justifies a gate: its artifacts, to be read here, and what else was noted. */
export function Proof({ buildId, gate, artifacts }: Props) {
  const [open, setOpen] = useState<string | null>(null);
  const files = artifacts.filter((artifact) => artifact.gate === gate.gate);
  const shown = files.find(({ id }) => id === open);
  const facts = Object.entries(gate.proof).filter(([, value]) => isPlain(value) && !files.some(({ name }) => name === value));
  if (files.length === 0 && facts.length === 0 && !gate.subject_digest) return null;
  return (
    <div className={classes.proof}>
      {gate.subject_digest ? (
        <span className="mw-muted" title={gate.subject_digest}>
          digest <span className="mw-mono">{gate.subject_digest.slice(0, 12)}</span>
        </span>
      ) : null}
      {facts.map(([name, value]) => (
        <span key={name} className="mw-muted">
          {words(name)}: {short(String(value))}
        </span>
      ))}
      {files.map((file) => (
        <Anchor
          key={file.id}
          component="button"
          type="button"
          size="sm"
          aria-expanded={open === file.id}
          onClick={() => setOpen(open === file.id ? null : file.id)}
        >
          <IconFileText size={14} style={{ verticalAlign: -2 }} aria-hidden /> {file.name} <span className="mw-muted mw-number">{bytes(file.bytes)}</span>
        </Anchor>
      ))}
      {shown ? (
        <div className={classes.proofText}>
          <ArtifactText buildId={buildId} artifact={shown} />
        </div>
      ) : null}
    </div>
  );
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

// A commit or digest: its beginning tells it apart.
function short(value: string): string {
  return /^[0-9a-f]{40,64}$/.test(value) ? value.slice(0, 12) : value;
}
