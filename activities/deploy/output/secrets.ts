/** Keeps what looks like a secret out of a service's output, line by line. */
import type { OpenKeys } from '../../../db/queries/deployment-output.js';
import { scrubbed } from '../../agent/scrub.js';

const KEY_BEGINS = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/;
const KEY_ENDS = /-----END [A-Z ]{0,40}PRIVATE KEY-----/;
// What both have in common, to be looked for in bytes.
const KEY_MARK = 'PRIVATE KEY-----';
const HIDDEN = '[secret]';
// The longest key in use (RSA, 16,384 bits) has some 200 lines; a beginning without an end must not hide the rest for ever.
const KEY_LINES_MAX = 250;
// Keys are wrapped after 64, 70 or 76 characters; the last line may be shorter.
const WHOLE_KEY_LINE = /^[A-Za-z0-9+/]{64,76}$/;
const KEY_LINE = /^[A-Za-z0-9+/]{1,76}={0,2}$/;

// In place of the lines of an open key: its beginning was never seen.
const LOST_KEY = -1;

type Source = keyof OpenKeys;

/** A log's lines, in their order: a private key lies over many of them, perhaps over two readings. */
export class SecretFilter {
  #streams: Record<Source, StreamFilter>;

  /** `open`: as the reading before left them; null where nobody knows what came before. */
  constructor(open: OpenKeys | null) {
    this.#streams = { stdout: new StreamFilter(open?.stdout ?? null), stderr: new StreamFilter(open?.stderr ?? null) };
  }

  /** Keys that are open after the last line, for the next reading. */
  get open(): OpenKeys {
    return { stdout: this.#streams.stdout.open, stderr: this.#streams.stderr.open };
  }

  shown(source: Source, text: string): string {
    return this.#streams[source].hides(text) ? HIDDEN : scrubbed(text);
  }

  /** A line that is not kept: a key may begin or end in it. */
  pass(source: Source, bytes: Buffer): void {
    const stream = this.#streams[source];
    // Of a flood there are millions: what can not matter is not looked at.
    if (stream.keyLines > 0 || bytes.includes(KEY_MARK)) stream.hides(bytes.toString('latin1'));
  }

  /** Lines are missing before the next one: it may lie in the middle of a key. */
  lose(): void {
    this.#streams = { stdout: new StreamFilter(null), stderr: new StreamFilter(null) };
  }
}

class StreamFilter {
  /** Lines of an open key so far; 0: none is open. */
  keyLines: number;
  /** What came before is not known: `perhaps` this begins in the middle of a key, `likely` its first line looks so. */
  #middle: 'no' | 'perhaps' | 'likely';

  constructor(keyLines: number | null) {
    this.keyLines = Math.max(0, keyLines ?? 0);
    this.#middle = keyLines === null ? 'perhaps' : keyLines === LOST_KEY ? 'likely' : 'no';
  }

  /** For the next reading. */
  get open(): number {
    return this.#middle === 'likely' ? LOST_KEY : this.keyLines;
  }

  /** Whether a line is of a key; its first line, which says so, is for the scrubber. */
  hides(text: string): boolean {
    if (this.keyLines > 0) {
      const isOver = KEY_ENDS.test(text) || this.keyLines >= KEY_LINES_MAX;
      this.keyLines = isOver ? 0 : this.keyLines + 1;
      return true;
    }
    if (this.#middle !== 'no' && this.#isOfLostKey(text)) return true;
    if (KEY_BEGINS.test(text) && !KEY_ENDS.test(text)) this.keyLines = 1;
    return false;
  }

  #isOfLostKey(text: string): boolean {
    const isOfKey = (this.#middle === 'likely' ? KEY_LINE : WHOLE_KEY_LINE).test(text);
    const ends = KEY_ENDS.test(text) && !KEY_BEGINS.test(text);
    this.#middle = isOfKey ? 'likely' : 'no';
    return isOfKey || ends;
  }
}
