import type { ActiveBuild, BuildStatus } from '../../../client/index.js';
import { StatusBadge } from '../ui/status-badge.js';
import { liveOf, waitWords } from './waiting.js';

/** Where a build stands in a word: what it waits for comes before how it is called. */
export function BuildBadge({
  build,
}: {
  build: Pick<ActiveBuild, 'status' | 'waiting_for'> & Partial<Pick<ActiveBuild, 'live'> & Pick<BuildStatus, 'deployments'>>;
}) {
  const { status, waiting_for: wait } = build;
  return wait ? <StatusBadge status={status} label={waitWords(wait, liveOf(build))} tone="wait" /> : <StatusBadge status={status} />;
}
