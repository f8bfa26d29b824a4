/** What a deployed service prints, live: what is kept of it, then each line as it comes, resumed after any break. */
import { useEffect, useState } from 'react';
import type { DeploymentOutput } from '../../../client/index.js';
import { ApiProblem, client } from '../api.js';

export type OutputLine = DeploymentOutput['lines'][number];

export interface ShownOutput {
  lines: readonly OutputLine[];
  /** Lines before the first one were printed and are not kept. */
  isCut: boolean;
  /** `over`: it serves no longer, and prints nothing more. */
  connection: 'connecting' | 'live' | 'away' | 'over' | 'refused';
}

// Everything the server keeps.
const KEPT = 2_000;
// Lines come in bursts; the page is drawn once for each of these.
const GATHER_MS = 100;
const AGAIN_MS = 5_000;

class OutputReader {
  #lines: OutputLine[] = [];
  #isCut = false;
  #connection: ShownOutput['connection'] = 'connecting';
  #last = 0;
  #stream: AbortController | null = null;
  #drawing: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly id: string,
    private readonly show: (shown: ShownOutput) => void,
  ) {}

  open(): void {
    if (this.#stream || document.hidden || this.#connection === 'over') return;
    this.#stream = new AbortController();
    void this.#read(this.#stream.signal);
  }

  close(): void {
    this.#stream?.abort();
    this.#stream = null;
  }

  end(): void {
    this.close();
    if (this.#drawing) clearTimeout(this.#drawing);
    this.#drawing = null;
  }

  async #read(signal: AbortSignal): Promise<void> {
    try {
      if (this.#last === 0) await this.#readKept(signal);
      const retry = { forMs: Number.POSITIVE_INFINITY, onPause: () => this.#become('away'), onBack: () => this.#become('live') };
      this.#become('live');
      for await (const { event, data } of client.streamDeploymentOutput(this.id, {}, { signal, retry, lastEventId: String(this.#last) }))
        if (event === 'line') this.#add(data as OutputLine);
      this.#become('over');
    } catch (error) {
      if (signal.aborted) return;
      const isRefused = error instanceof ApiProblem && error.status < 500;
      this.#become(isRefused ? 'refused' : 'away');
      if (isRefused) return;
      this.close();
      setTimeout(() => !signal.aborted && this.open(), AGAIN_MS);
    }
  }

  async #readKept(signal: AbortSignal): Promise<void> {
    const kept = await client.getDeploymentOutput(this.id, { limit: KEPT }, { signal });
    this.#lines = kept.lines;
    this.#last = kept.lines.at(-1)?.seq ?? kept.last_seq;
    this.#isCut = (kept.lines[0]?.seq ?? 1) > 1;
  }

  #add(line: OutputLine): void {
    this.#last = line.seq;
    this.#lines.push(line);
    if (this.#lines.length >= 2 * KEPT) {
      this.#lines = this.#lines.slice(-KEPT);
      this.#isCut = true;
    }
    this.#draw();
  }

  #become(connection: ShownOutput['connection']): void {
    this.#connection = connection;
    this.#draw();
  }

  #draw(): void {
    this.#drawing ??= setTimeout(() => {
      this.#drawing = null;
      this.show({ lines: [...this.#lines], isCut: this.#isCut, connection: this.#connection });
    }, GATHER_MS);
  }
}

/** The output of a deployment while somebody looks at it; a tab nobody sees gives its connection back. */
export function useDeploymentOutput(id: string): ShownOutput {
  const [shown, setShown] = useState<ShownOutput>({ lines: [], isCut: false, connection: 'connecting' });
  useEffect(() => {
    const reader = new OutputReader(id, setShown);
    const seen = () => (document.hidden ? reader.close() : reader.open());
    reader.open();
    document.addEventListener('visibilitychange', seen);
    return () => {
      document.removeEventListener('visibilitychange', seen);
      reader.end();
    };
  }, [id]);
  return shown;
}
