/** Whole lines out of the pieces in which the engine hands them over. Pure. */
import { OUTPUT_LINE_CHARS_MAX } from '../../../contracts/deployment-output.js';
import { plainText } from '../../sandbox/text.js';
import type { OutputPiece } from '../port.js';

/** A line as it was printed: cut at birth, not made readable yet. */
export interface RawLine {
  at: string;
  source: OutputPiece['source'];
  bytes: Buffer;
  /** Bytes of it that were not kept. */
  cutBytes: number;
}

// A character is four bytes at most.
const LINE_BYTES_MAX = 4 * OUTPUT_LINE_CHARS_MAX;

/** Joins the parts of long lines, of each stream for itself. */
export class LineJoiner {
  #open = new Map<OutputPiece['source'], RawLine>();

  take(piece: OutputPiece): RawLine[] {
    const { at, source, endsLine } = piece;
    const open = this.#open.get(source);
    const lines: RawLine[] = [];
    // Its end never came: what printed it was stopped in the middle of a line.
    if (open && open.at !== at) lines.push(open);
    const line = joined(open?.at === at ? open : undefined, piece);
    if (endsLine) {
      lines.push(line);
      this.#open.delete(source);
    } else this.#open.set(source, line);
    return lines;
  }

  /** The lines whose end never came. */
  finish(): RawLine[] {
    const lines = [...this.#open.values()];
    this.#open.clear();
    return lines;
  }
}

function joined(before: RawLine | undefined, { at, source, bytes }: OutputPiece): RawLine {
  const room = LINE_BYTES_MAX - (before?.bytes.length ?? 0);
  const kept = bytes.subarray(0, room);
  const cutBytes = (before?.cutBytes ?? 0) + bytes.length - kept.length;
  return { at, source, bytes: before && kept.length > 0 ? Buffer.concat([before.bytes, kept]) : (before?.bytes ?? kept), cutBytes };
}

/** The line as a person reads it: one line of text, without what steers a terminal or was no text. */
export function textOf({ bytes, cutBytes }: RawLine): string {
  // What was overwritten by a lone carriage return is shown beside what came over it.
  const text = plainText(bytes).trimEnd().replaceAll('\n', ' ').toWellFormed();
  const shown = text.length > OUTPUT_LINE_CHARS_MAX ? text.slice(0, OUTPUT_LINE_CHARS_MAX).toWellFormed() : text;
  const left = cutBytes + Buffer.byteLength(text) - Buffer.byteLength(shown);
  return left > 0 ? `${shown} [${left.toLocaleString('en')} more bytes of this line left out]` : shown;
}
