/** What a deployed service prints, as it is kept and read. */

/** Where a line came from; a `note` is ours: it says what is missing, or which container printed what follows. */
export type OutputSource = 'stdout' | 'stderr' | 'note';

export interface OutputLine {
  /** Counted per deployment from 1, never used again. */
  seq: number;
  at: Date;
  source: OutputSource;
  text: string;
}

/** What is told in passing when a deployment printed something, or serves no longer. */
export const OUTPUT_KIND = 'output';
/** The events that readers get: a line, and the last one of a deployment that serves no longer. */
export const LINE_EVENT = 'line';
export const OVER_EVENT = 'over';

// A crash and what led to it; more is for a log store of one's own.
export const OUTPUT_LINES_MAX = 2_000;
// As much as a page shows at once without effort, and what a row of a busy table may weigh.
export const OUTPUT_BYTES_MAX = 256 * 1024;
// A stack trace's longest line, or a request with its parameters; what is longer is data.
export const OUTPUT_LINE_CHARS_MAX = 4_000;
