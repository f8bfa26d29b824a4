import { gateName } from '../../contracts/gates.js';
import type { Colors } from '../terminal.js';
import { cleanLine } from './clean.js';
import { renderTable } from './table.js';

/** What of an artifact is shown, of a build or of a user. */
export interface ListedArtifact {
  id: string;
  name: string;
  gate: string | null;
  media_type: string;
  bytes: number;
  source?: 'upload' | 'build';
  expires_at?: string | null;
}

/** Files as a table of plain columns. */
export function renderArtifacts(artifacts: ListedArtifact[], { colors }: { colors: Colors }): string[] {
  if (artifacts.length === 0) return ['No artifacts. Upload one: mw artifacts --upload <file>'];
  const rows = artifacts.map(({ id, name, gate, media_type, bytes, source, expires_at: expires }) => [
    cleanLine(id, 60),
    sizeText(bytes),
    gate ? gateName(gate) : (source ?? '-'),
    cleanLine(media_type, 40),
    expires ? expires.slice(0, 10) : '-',
    cleanLine(name, 100),
  ]);
  return renderTable(['ID', 'SIZE', 'OF', 'TYPE', 'EXPIRES', 'NAME'], rows, colors);
}

function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
