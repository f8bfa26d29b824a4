import { refuse } from './edit.js';

// About a second of one core: whoever applies an answer does nothing else meanwhile.
const UNITS_MAX = 400_000_000;
// A line that is looked at (cut out, trimmed, hashed, compared) costs as much as so many characters of a plain search.
const UNITS_A_LINE = 20;

/** What applying one answer may cost, over all of its edits: many small looks through large files are a flood as well. */
export class Effort {
  private left = UNITS_MAX;

  /** So many characters are searched or copied. Throws a refusal when the answer has cost too much. */
  spendText(path: string, characters: number): void {
    this.left -= characters;
    if (this.left < 0) refuse('too_large', `${path}: too many changes for files of this size. Write the whole file, or answer in smaller steps.`, { path });
  }

  /** So many lines are looked at. Throws like `spendText`. */
  spendLines(path: string, lines: number): void {
    this.spendText(path, lines * UNITS_A_LINE);
  }
}
