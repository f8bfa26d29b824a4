import type { ThinkingEvent } from '../contracts/events.js';
import type { SeenEvent } from './events.js';
import type { Scope } from './scope.js';
import { LiveView } from './view/live.js';

// A person sees seconds pass; more often would only flicker.
const TICK_MS = 1_000;
// The cost of plans and reviews is in no event; this often is cheap and soon enough.
const COST_MS = 5_000;

/** Keeps the moment's lines at the bottom of a terminal; does nothing where none is. */
export class LivePanel {
  readonly #view: LiveView;
  #ticker: NodeJS.Timeout | null = null;
  #costAt = 0;

  constructor(
    private readonly scope: Scope,
    private readonly buildId: string,
  ) {
    const { colors, width } = scope.terminal;
    this.#view = new LiveView({ colors, width });
  }

  see(event: SeenEvent): void {
    this.#view.see(event);
    void this.#readCost();
    this.#show();
  }

  think(event: ThinkingEvent): void {
    this.#view.think(event);
    this.#show();
  }

  /** While a person is asked, the question stands at the bottom. */
  hide(): void {
    if (this.#ticker) clearInterval(this.#ticker);
    this.#ticker = null;
    this.scope.terminal.passing('');
  }

  #show(): void {
    this.#ticker ??= setInterval(() => this.scope.terminal.passing(this.#view.text(Date.now())), TICK_MS);
    this.scope.terminal.passing(this.#view.text(Date.now()));
  }

  async #readCost(): Promise<void> {
    if (Date.now() - this.#costAt < COST_MS) return;
    this.#costAt = Date.now();
    // A look that fails is repeated with a later event.
    const build = await this.scope.client.getBuild(this.buildId, { retry: { forMs: 0 } }).catch(() => null);
    if (build) this.#view.spend(build.cost_usd, build.budget_usd);
  }
}
