/** What is to be written next: the newest lines of a moment, and how many before them were left out. */
import { OUTPUT_BYTES_MAX, OUTPUT_LINES_MAX } from '../../../contracts/deployment-output.js';
import type { NewOutputLine, OpenKeys } from '../../../db/queries/deployment-output.js';
import { textOf, type RawLine } from './lines.js';
import { SecretFilter } from './secrets.js';

// An eighth is left to what comes after a flood, so that the word on what is missing is not cut away at once.
const LINES_MAX = (OUTPUT_LINES_MAX * 7) / 8;
const BYTES_MAX = (OUTPUT_BYTES_MAX * 7) / 8;

/** Bounded by what is kept at all: of a flood nothing is held, cleaned or written that would be cut away at once. */
export class Batch {
  #lines: RawLine[] = [];
  #bytes = 0;
  #dropped = 0;
  #droppedAt = '';
  #notes: string[] = [];
  #filter: SecretFilter;

  /** `open`: private keys in the middle of which the reading begins; null where what came before is not known. */
  constructor(open: OpenKeys | null) {
    this.#filter = new SecretFilter(open);
  }

  /** Private keys that are open after the last line that was taken. */
  get openKeys(): OpenKeys {
    return this.#filter.open;
  }

  get isEmpty(): boolean {
    return this.#lines.length === 0;
  }

  add(line: RawLine): void {
    this.#lines.push(line);
    this.#bytes += line.bytes.length;
    // Twice as much before it is cut: a line at a time would move all the others for each.
    if (this.#lines.length >= 2 * LINES_MAX || this.#bytes >= 2 * BYTES_MAX) this.#cut();
  }

  /** Says something before the lines. */
  note(text: string): void {
    this.#notes.push(text);
  }

  /** Lines before these were never seen; `text` says so. */
  lose(text: string): void {
    this.note(text);
    this.#filter.lose();
  }

  /** The lines to write, cleaned; the batch is empty then. */
  take(): NewOutputLine[] {
    this.#cut();
    const first = this.#lines[0];
    const at = this.#droppedAt || first?.at;
    const notes = [...this.#notes, ...(this.#dropped > 0 ? [leftOut(this.#dropped)] : [])];
    const written = at === undefined ? [] : notes.map((text): NewOutputLine => ({ at: new Date(at), source: 'note', text }));
    for (const line of this.#lines) written.push({ at: new Date(line.at), source: line.source, text: this.#filter.shown(line.source, textOf(line)) });
    this.#lines = [];
    this.#bytes = this.#dropped = 0;
    this.#droppedAt = '';
    this.#notes = [];
    return written;
  }

  #cut(): void {
    let from = this.#lines.length;
    let bytes = 0;
    while (from > 0 && this.#lines.length - from < LINES_MAX) {
      bytes += this.#lines[from - 1]?.bytes.length ?? 0;
      if (bytes > BYTES_MAX) break;
      from -= 1;
    }
    if (from === 0) return;
    this.#droppedAt ||= this.#lines[0]?.at ?? '';
    this.#dropped += from;
    for (const { source, bytes } of this.#lines.splice(0, from)) this.#filter.pass(source, bytes);
    this.#bytes = this.#lines.reduce((sum, line) => sum + line.bytes.length, 0);
  }
}

function leftOut(lines: number): string {
  return `${lines.toLocaleString('en')} ${lines === 1 ? 'line' : 'lines'} left out: more was printed at once than is kept.`;
}
