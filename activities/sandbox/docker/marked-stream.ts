/** One output stream of a wrapped command: the command's own output, then a marker, then what the wrapper reports. */

export class MarkedStream {
  readonly #marker: Buffer;
  readonly #onOutput: (chunk: Buffer) => void;
  readonly #after: Buffer[] = [];
  #held: Buffer = Buffer.alloc(0);
  #afterBytes = 0;
  marked = false;

  /** `onOutput` gets the command's output as it arrives; what may be the marker's beginning is held back. */
  constructor(marker: string, onOutput: (chunk: Buffer) => void) {
    this.#marker = Buffer.from(`\n${marker}`);
    this.#onOutput = onOutput;
  }

  push(chunk: Buffer): void {
    if (this.marked) return this.#keep(chunk);
    const data = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : chunk;
    const at = data.indexOf(this.#marker);
    if (at >= 0) {
      this.marked = true;
      this.#held = Buffer.alloc(0);
      this.#emit(data.subarray(0, at));
      this.#keep(data.subarray(at + this.#marker.length));
      return;
    }
    const hold = this.#possibleBeginning(data);
    this.#emit(data.subarray(0, data.length - hold));
    this.#held = data.subarray(data.length - hold);
  }

  /** The stream is over: what was held back was output after all. */
  finish(): void {
    this.#emit(this.#held);
    this.#held = Buffer.alloc(0);
  }

  get afterBytes(): number {
    return this.#afterBytes;
  }

  after(): Buffer {
    return Buffer.concat(this.#after);
  }

  /** True when the report after the marker ends with the marker too. */
  closed(): boolean {
    const last = this.#after.at(-1);
    if (!this.marked || !last || this.#afterBytes < this.#marker.length) return false;
    const tail = last.length >= this.#marker.length ? last : this.after();
    return tail.subarray(tail.length - this.#marker.length).equals(this.#marker);
  }

  #keep(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.#after.push(chunk);
    this.#afterBytes += chunk.length;
  }

  #emit(chunk: Buffer): void {
    if (chunk.length > 0) this.#onOutput(chunk);
  }

  #possibleBeginning(data: Buffer): number {
    for (let length = Math.min(this.#marker.length - 1, data.length); length > 0; length--) {
      if (data.subarray(data.length - length).equals(this.#marker.subarray(0, length))) return length;
    }
    return 0;
  }
}
