/** What a deployed service prints, live: what is kept of it, then each line as it comes. */
import type { DeploymentOutput } from '../../../client/index.js';
import { LINE_EVENT, OVER_EVENT } from '../../../contracts/deployment-output.js';
import { client } from '../api.js';
import { liveStores, type Reading, type Shown, type Source } from './live-store.js';

export type OutputLine = DeploymentOutput['lines'][number];

interface Output {
  lines: readonly OutputLine[];
  /** Lines before the first one were printed and are not kept. */
  isCut: boolean;
}
export type ShownOutput = Shown<Output>;

// Everything the server keeps.
const KEPT = 2_000;

// A browser opens six connections to a server: who looks from one output to the next holds one of them.
const KEEP_OPEN_MS = 0;

class OutputSource implements Source<Output> {
  #lines: OutputLine[] = [];
  #isCut = false;
  #last = 0;

  constructor(private readonly id: string) {}

  shown(): Output {
    return { lines: [...this.#lines], isCut: this.#isCut };
  }

  /** A stream that ends, with a last word or because there is none to come, says that the deployment serves no longer. */
  async follow({ signal, retry, live, changed }: Reading): Promise<boolean> {
    if (this.#last === 0) await this.#readKept(signal);
    live();
    for await (const { event, data } of client.streamDeploymentOutput(this.id, {}, { signal, retry, lastEventId: String(this.#last) })) {
      if (event === OVER_EVENT) return true;
      if (event !== LINE_EVENT) continue;
      this.#add(data as OutputLine);
      changed();
    }
    return true;
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
    if (this.#lines.length < 2 * KEPT) return;
    this.#lines = this.#lines.slice(-KEPT);
    this.#isCut = true;
  }
}

/** The output of a deployment while somebody looks at it. `isLive`: it serves, maybe again. */
export const useDeploymentOutput: (id: string, isLive: boolean) => ShownOutput = liveStores((id) => new OutputSource(id), KEEP_OPEN_MS);
