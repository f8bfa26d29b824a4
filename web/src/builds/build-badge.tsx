import type { ActiveBuild } from '../../../client/index.js';
import { StatusBadge } from '../ui/status-badge.js';
import { waitWords } from './waiting.js';

/** Where a build stands in a word: what it waits for comes before how it is called. */
export function BuildBadge({ build: { status, waiting_for: wait } }: { build: Pick<ActiveBuild, 'status' | 'waiting_for'> }) {
  return wait ? <StatusBadge status={status} label={waitWords(wait)} tone="wait" /> : <StatusBadge status={status} />;
}
