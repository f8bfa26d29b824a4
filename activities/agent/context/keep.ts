/** Keeps a session's conversation within the window: in big, rare steps, so that what prompt caches hold lasts. */
import type { ChatMessage } from '../../llm/port.js';
import type { Assembled } from './assemble.js';
import { countMessages, countTools, tokenCounter, tokensAtMost } from './tokens.js';
import type { Block } from './turns.js';
import type { Window } from './window.js';

// Old results go first, and only in steps that free a tenth of the window at once (peers: 20,000 of 200,000 tokens).
const PRUNE_AT = 0.6;
const PRUNE_FREES_MIN = 0.1;
// Of the room for turns: the newest keep their results, for that is what the model is working on.
const PRUNE_KEEPS = 0.35;
// The common number: early enough that one more large turn still fits.
const SUMMARY_AT = 0.75;
// Of the room for turns: the recent tail that stays word for word (peers keep a quarter of the window).
const SUMMARY_KEEPS = 0.4;

export type Step = { kind: 'prune' | 'summary'; until: number };

/**
 * What must be done before the next request: cut the results of turns up to `until`, or summarise them; null for nothing.
 * `prunedTwin` renders a turn as it would be when pruned.
 */
export async function nextStep(assembled: Assembled, window: Window, prunedTwin: (block: Block) => readonly ChatMessage[]): Promise<Step | null> {
  const { head, turns, standing, tools } = assembled;
  const bytes = tokensAtMost([...head, standing]) + Buffer.byteLength(JSON.stringify(tools));
  if (bytes + turns.reduce((sum, block) => sum + tokensAtMost(block.messages), 0) <= window.input * PRUNE_AT) return null;
  const count = await tokenCounter();
  const sizes = turns.map((block) => countMessages(count, block.messages));
  const fixed = countMessages(count, [...head, standing]) + countTools(count, tools);
  const total = fixed + sum(sizes);
  if (total <= window.input * PRUNE_AT) return null;
  // A large intent leaves less to the turns; what is kept of them must leave room to grow.
  const room = Math.max(0, window.input * SUMMARY_AT - fixed);
  const old = olderThan(sizes, room * PRUNE_KEEPS);
  const freed = sum(turns.slice(0, old).map((block, at) => (sizes[at] ?? 0) - countMessages(count, prunedTwin(block))));
  if (freed >= window.input * PRUNE_FREES_MIN) return { kind: 'prune', until: turns[old - 1]?.turn ?? 0 };
  if (total <= window.input * SUMMARY_AT) return null;
  const summarised = olderThan(sizes, room * SUMMARY_KEEPS);
  return summarised > 0 ? { kind: 'summary', until: turns[summarised - 1]?.turn ?? 0 } : null;
}

/** How many of the first turns are older than the newest ones that fit `room`; the last one always stays. */
function olderThan(sizes: readonly number[], room: number): number {
  let kept = 0;
  for (let at = sizes.length - 1; at >= 0; at -= 1) {
    kept += sizes[at] ?? 0;
    if (kept > room && at < sizes.length - 1) return at + 1;
  }
  return 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
