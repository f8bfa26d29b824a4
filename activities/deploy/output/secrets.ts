/** Keeps what looks like a secret out of a service's output, line by line. */
import { scrubbed } from '../../agent/scrub.js';

const KEY_BEGINS = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/;
const KEY_ENDS = /-----END [A-Z ]{0,40}PRIVATE KEY-----/;
const HIDDEN = '[secret]';
// The longest key in use (RSA, 16,384 bits) has some 200 lines; a beginning without an end must not hide the rest for ever.
const KEY_LINES_MAX = 250;

/** One stream's lines, in their order: a private key lies over many of them. */
export class SecretFilter {
  #keyLines = 0;

  shown(text: string): string {
    if (this.#keyLines > 0) {
      const isOver = KEY_ENDS.test(text);
      this.#keyLines = isOver || this.#keyLines >= KEY_LINES_MAX ? 0 : this.#keyLines + 1;
      return HIDDEN;
    }
    if (KEY_BEGINS.test(text) && !KEY_ENDS.test(text)) this.#keyLines = 1;
    return scrubbed(text);
  }
}
