import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/** One request as it arrived, with what was answered and how that ended. */
export interface LedgerEntry {
  seq: number;
  at: string;
  /** SHA-256 of the request body. */
  digest: string;
  path: string;
  bytes: number;
  messages: number;
  /** Of the whole request as the endpoint counts them, where it minds its window. */
  promptTokens?: number;
  schema: string | null;
  tools: boolean;
  stream: boolean;
  intent: string;
  /** `schema:<name>`, `task:<id>:<step>` or `chat`. */
  place: string;
  /** json, text, tools, or the trouble's kind. */
  kind: string;
  /** The mistake that was fired, or null. */
  mistake: string | null;
  /** When its last byte was here: milliseconds of a monotonic clock that counts for one run of the server. */
  receivedMs: number;
  /** `open` until it ended; stays so when the server was killed. `aborted`: the client went away. */
  outcome: 'open' | 'sent' | 'aborted';
  /** When the last byte of the answer was handed to the network, by the same clock; null while it is open. */
  endedMs: number | null;
}

type Line = { event: 'request'; entry: Omit<LedgerEntry, 'outcome' | 'endedMs'> } | { event: 'end'; seq: number; outcome: 'sent' | 'aborted'; ms: number };

/** Append-only JSON lines in a file, written before the answer is sent; a new server on the same file goes on where it was. */
export class Ledger {
  private readonly entries = new Map<number, LedgerEntry>();
  private readonly fired = new Map<string, number>();
  private readonly descriptor: number;

  constructor(readonly file: string) {
    const content = existsSync(file) ? readFileSync(file, 'utf8') : '';
    for (const line of content.split('\n')) this.apply(parseLine(line));
    // A line that a kill cut short must not swallow the next one.
    if (content !== '' && !content.endsWith('\n')) appendFileSync(file, '\n');
    this.descriptor = openSync(file, 'a');
  }

  requests(): LedgerEntry[] {
    return [...this.entries.values()];
  }

  timesFired(mistake: string): number {
    return this.fired.get(mistake) ?? 0;
  }

  arrived(entry: Omit<LedgerEntry, 'seq' | 'at' | 'outcome' | 'endedMs'>): number {
    const seq = this.entries.size + 1;
    this.write({ event: 'request', entry: { seq, at: new Date().toISOString(), ...entry } });
    return seq;
  }

  ended(seq: number, outcome: 'sent' | 'aborted'): void {
    this.write({ event: 'end', seq, outcome, ms: performance.now() });
  }

  close(): void {
    fsyncSync(this.descriptor);
    closeSync(this.descriptor);
  }

  private write(line: Line): void {
    writeSync(this.descriptor, `${JSON.stringify(line)}\n`);
    this.apply(line);
  }

  private apply(line: Line | null): void {
    if (line?.event === 'end') {
      const entry = this.entries.get(line.seq);
      if (!entry) return;
      entry.outcome = line.outcome;
      entry.endedMs = line.ms;
    } else if (line) {
      this.entries.set(line.entry.seq, { ...line.entry, outcome: 'open', endedMs: null });
      if (line.entry.mistake) this.fired.set(line.entry.mistake, this.timesFired(line.entry.mistake) + 1);
    }
  }
}

/** Reads a ledger that another process writes, or that a killed one left. */
export function readLedger(file: string): LedgerEntry[] {
  const ledger = new Ledger(file);
  ledger.close();
  return ledger.requests();
}

function parseLine(line: string): Line | null {
  if (line === '') return null;
  try {
    const parsed: Line = JSON.parse(line);
    return parsed;
  } catch {
    return null;
  }
}
