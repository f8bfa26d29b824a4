/** A turn while the model still speaks, a command while it prints: shown to watchers in passing, never stored, and never waited for. */
import { performance } from 'node:perf_hooks';
import { THINKING_CHARS_MAX, type PrintingEvent, type ThinkingEvent } from '../../contracts/events.js';
import type { Database } from '../../db/client.js';
import { PASSING_CHANNEL } from '../../db/queries/record.js';
import { scrubbed } from './scrub.js';

export interface Thinking {
  /** To be called with each piece of text. */
  heard: (piece: string) => void;
  /** Nothing is sent after this. */
  end: () => void;
}

// Four a second look fluent; a turn of milliseconds sends none at all.
const INTERVAL_MS = 250;
// A model that thinks without a word is shown as thinking now and then.
const SILENT_MS = 2_000;
// What is looked at for secrets: more than is shown, so that none is missed for having its beginning (of a long private key) cut off.
const KEPT_CHARS = 16_000;

interface About {
  buildId: string;
  task: string;
  turn: number;
}

/** Begins to tell watchers what the model says. */
export function startThinking(db: Database, about: About): Thinking {
  return startTelling(db, 'thinking', about);
}

/** Begins to tell watchers what a command prints. */
export function startPrinting(db: Database, about: About): Thinking {
  return startTelling(db, 'printing', about);
}

/** One statement at a time: a slow database only makes it tell less. */
function startTelling(db: Database, kind: 'thinking' | 'printing', about: About): Thinking {
  const started = performance.now();
  let tail = '';
  let chars = 0;
  let told = -1;
  let toldAt = started;
  let busy = false;
  const tell = () => {
    if (busy || (chars === told && performance.now() - toldAt < SILENT_MS)) return;
    busy = true;
    told = chars;
    toldAt = performance.now();
    const seconds = Math.round((toldAt - started) / 1_000);
    const event: ThinkingEvent | PrintingEvent = { kind, build_id: about.buildId, task: about.task, turn: about.turn, text: shown(tail), chars, seconds };
    db.pool
      .query('select pg_notify($1, $2)', [PASSING_CHANNEL, JSON.stringify(event)])
      // Nobody misses what was only in passing.
      .catch(() => undefined)
      .finally(() => (busy = false));
  };
  const timer = setInterval(tell, INTERVAL_MS);
  timer.unref();
  return {
    heard: (piece) => {
      chars += piece.length;
      tail += piece;
      // Cut now and then, not at each of thousands of pieces.
      if (tail.length > 2 * KEPT_CHARS) tail = tail.slice(-KEPT_CHARS);
    },
    end: () => clearInterval(timer),
  };
}

/** The newest words, from the beginning of a word on, without anything that looks like a secret or steers a terminal. */
function shown(tail: string): string {
  // eslint-disable-next-line no-control-regex
  const clean = scrubbed(tail)
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '')
    .toWellFormed();
  if (clean.length <= THINKING_CHARS_MAX) return clean;
  const end = clean.slice(-THINKING_CHARS_MAX);
  const word = end.search(/\s/);
  return word < 0 ? '' : end.slice(word + 1);
}
