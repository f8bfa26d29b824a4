/** An answer while it is written: told in passing, never stored, never waited for. */
import { ANSWER_KIND, type AnswerPiece } from '../../contracts/chat.js';
import type { Database } from '../../db/client.js';
import { PASSING_CHANNEL } from '../../db/queries/record.js';
import { scrubbed } from '../agent/scrub.js';

// Five a second read like typing.
const INTERVAL_MS = 200;
// PostgreSQL's notifications hold 8,000 bytes; a character is six at worst in JSON.
const PIECE_CHARS = 1_200;
// Said once more, so that a piece that was lost on its way is mended by the next.
const OVERLAP_CHARS = 300;
// Of one look at most: a model that answers at once needs no show.
const PIECES_MAX = 8;

export interface Answering {
  heard: (piece: string) => void;
  end: () => void;
}

/** Begins to tell readers of a conversation what the model says. */
export function startAnswering(db: Database, about: { sessionId: string; messageId: string }): Answering {
  let text = '';
  let told = 0;
  let busy = false;
  const tell = async () => {
    const clean = shown(text);
    // What was told before looks otherwise now (a secret was found in it): it is told anew.
    const from = Math.max(0, Math.min(told, clean.length) - OVERLAP_CHARS);
    if (clean.length === told) return;
    told = clean.length;
    for (let at = from, pieces = 0; at < clean.length && pieces < PIECES_MAX; at += PIECE_CHARS, pieces += 1) {
      const piece: AnswerPiece = {
        kind: ANSWER_KIND,
        build_id: about.sessionId,
        message_id: about.messageId,
        offset: at,
        text: clean.slice(at, at + PIECE_CHARS).toWellFormed(),
      };
      await db.pool.query('select pg_notify($1, $2)', [PASSING_CHANNEL, JSON.stringify(piece)]);
    }
  };
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    // Nobody misses what was only in passing.
    tell()
      .catch(() => undefined)
      .finally(() => (busy = false));
  }, INTERVAL_MS);
  timer.unref();
  return { heard: (piece) => void (text += piece), end: () => clearInterval(timer) };
}

/** Whole words only, without anything that looks like a secret: the beginning of one would not be known as such. */
function shown(text: string): string {
  const end = text.search(/\s\S*$/);
  return scrubbed(end < 0 ? '' : text.slice(0, end)).replaceAll('\u0000', '\ufffd');
}
