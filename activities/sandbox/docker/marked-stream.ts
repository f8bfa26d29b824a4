/** One output stream of a wrapped command: on stdout a first line that says it begins, the command's own output, a marker, what the wrapper reports. */

export class MarkedStream {
  readonly #marker: Buffer;
  /** The first line that is still awaited; empty when there is none. */
  #firstLine: Buffer;
  readonly #onOutput: (chunk: Buffer) => void;
  readonly #after: Buffer[] = [];
  #held: Buffer = Buffer.alloc(0);
  #afterBytes = 0;
  marked = false;
  /** True once the first line was there. */
  begun = false;

  /** `onOutput` gets the command's output as it arrives; what may be the marker's beginning is held back. */
  constructor(marker: string, onOutput: (chunk: Buffer) => void, hasFirstLine = false) {
    this.#marker = Buffer.from(`\n${marker}`);
    this.#firstLine = Buffer.from(hasFirstLine ? `${marker}\n` : '');
    this.#onOutput = onOutput;
  }

  push(chunk: Buffer): void {
    if (this.marked) return this.#keep(chunk);
    const data = this.#withoutFirstLine(this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : chunk);
    if (!data) return;
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

  /** The data behind the first line; null while that is not whole. Without it (the engine's own words) everything is output. */
  #withoutFirstLine(data: Buffer): Buffer | null {
    const line = this.#firstLine;
    if (line.length === 0) return data;
    if (data.length < line.length && data.equals(line.subarray(0, data.length))) {
      this.#held = data;
      return null;
    }
    this.begun = data.subarray(0, line.length).equals(line);
    this.#firstLine = Buffer.alloc(0);
    return this.begun ? data.subarray(line.length) : data;
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
