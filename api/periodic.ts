/** A task that runs at once and then again and again, never twice at a time, until stopped. */
export class Periodic {
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #stopped = true;

  constructor(
    private readonly everyMs: number,
    private readonly task: () => Promise<void>,
    private readonly onError: (error: unknown) => void,
  ) {}

  start(): void {
    this.#stopped = false;
    this.#turn();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#running;
  }

  #turn(): void {
    this.#running = this.task()
      .catch(this.onError)
      .then(() => {
        this.#running = null;
        if (!this.#stopped) this.#timer = setTimeout(() => this.#turn(), this.everyMs);
      });
  }
}
