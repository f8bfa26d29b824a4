/** Which reads an event makes stale. Events come in bursts, from a build's own stream and from the feed: each read is done once for all of them. */
import { queryClient } from './query.js';
import { staleParts } from './stale-parts.js';

// What people wait for is read at once; cost and progress of a turn may come a little later.
const SOON_MS = 120;
const LATER_MS = 1_500;

const waiting = { soon: new Set<string>(), later: new Set<string>() };
const timers: { soon: ReturnType<typeof setTimeout> | null; later: ReturnType<typeof setTimeout> | null } = { soon: null, later: null };

/** Marks what an event of a build changed as stale, soon. */
export function noteChange(buildId: string, kind: string): void {
  const { parts, urgent } = staleParts(kind);
  if (parts.length === 0) return;
  const when = urgent ? 'soon' : 'later';
  for (const part of parts) waiting[when].add(`${buildId} ${part}`);
  timers[when] ??= setTimeout(() => readAnew(when), urgent ? SOON_MS : LATER_MS);
}

function readAnew(when: 'soon' | 'later'): void {
  timers[when] = null;
  const stale = [...waiting[when]];
  waiting[when].clear();
  for (const entry of stale) {
    const [id, part] = entry.split(' ');
    void queryClient.invalidateQueries({ queryKey: ['build', id, part] });
    if (part === 'status') void queryClient.invalidateQueries({ queryKey: ['builds'] });
  }
}
