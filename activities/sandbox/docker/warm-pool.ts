/**
 * Containers that are ready before anybody asks: starting one costs four fifths of a small job. Each is used once, by whoever renames
 * it first, and none has ever run anything. They live as long as this process holds their stdin, so a worker that dies leaves none.
 */
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type Docker from 'dockerode';
import type { ContainerRequest } from './container-options.js';
import { removeContainer } from './docker-sandbox.js';
import { engineCall, engineCallUnless } from './errors.js';
import { containerName, LABEL, SPARE } from './names.js';
import { createContainer } from './open-container.js';

// One that nobody wanted for so long goes: the machine's memory is for what is used.
const UNUSED_MS = 10 * 60_000;
// Labels can not be changed: what is taken keeps this deadline, the longest a session is given and the time a spare waits.
const DEADLINE_SECONDS = 3 * 3600;

interface Spare {
  id: string;
  key: string;
  stdin: Socket;
  ended: boolean;
  timer: NodeJS.Timeout;
}

export class WarmPool {
  #spares: Spare[] = [];
  /** What an engine that was away has not removed yet: one whose containers live on keeps it, and nobody else knows that it is nobody's. */
  readonly #left = new Set<string>();
  #making = 0;
  #closed = false;

  /** `size`: spares of all kinds together; of a kind that was asked for last. */
  constructor(
    private readonly docker: Docker,
    private readonly instance: string,
    private readonly size: number,
  ) {}

  /** A running container under the name of the request, or null when there is none to be had: then it is opened the usual way. */
  async take(request: ContainerRequest): Promise<string | null> {
    if (this.size === 0 || request.network !== 'none' || request.dependencies) return null;
    const key = keyOf(request);
    const spare = this.#spares.find((each) => each.key === key && !each.ended);
    if (spare) this.#forget(spare);
    const taken = spare ? await this.#rename(spare, request.name) : false;
    // The next one starts the same way, most likely.
    void this.#make(request, key);
    return spare && taken ? spare.id : null;
  }

  /** Tries once more to remove what could not be removed; what still can not waits for the next time and holds up nothing. */
  async sweep(): Promise<void> {
    const left = [...this.#left];
    this.#left.clear();
    await Promise.all(left.map((id) => this.#remove(id)));
  }

  /** Removes what nobody took. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#spares.map((spare) => this.#drop(spare)));
  }

  /** False when that name is taken, or the spare is gone. The engine gives a name once: this is the moment it has an owner. */
  async #rename({ id, stdin }: Spare, name: string): Promise<boolean> {
    const renamed = await engineCallUnless('Taking a sandbox container', [404, 409], async () => {
      await this.docker.getContainer(id).rename({ name });
      return true;
    }).catch(() => null);
    if (renamed) return true;
    stdin.destroy();
    await this.#remove(id);
    return false;
  }

  /** In the background, and nobody's failure: who finds none opens one. */
  async #make(request: ContainerRequest, key: string): Promise<void> {
    if (this.#closed || this.#making + this.#spares.filter((each) => each.key === key).length >= this.size) return;
    this.#making += 1;
    try {
      const spare = await this.#start(request, key);
      if (!spare) return;
      if (this.#closed || spare.ended) await this.#drop(spare);
      else await this.#keep(spare);
    } catch {
      // The engine is away or full; the next one who asks is told.
    } finally {
      this.#making -= 1;
    }
  }

  async #start(request: ContainerRequest, key: string): Promise<Spare | null> {
    const name = containerName(this.instance, { name: randomBytes(8).toString('hex'), buildId: SPARE });
    const labels = {
      [LABEL.instance]: this.instance,
      [LABEL.purpose]: SPARE,
      [LABEL.deadline]: String(Math.ceil(Date.now() / 1000) + DEADLINE_SECONDS),
      [LABEL.language]: request.labels[LABEL.language] ?? '',
      [LABEL.dependencies]: '',
    };
    const id = await createContainer(this.docker, { ...request, name, labels, endsWithStdin: true });
    if (!id) return null;
    try {
      const container = this.docker.getContainer(id);
      const stdin = (await engineCall('Holding a sandbox container', () => container.attach({ stream: true, stdin: true, hijack: true }))) as Socket;
      const spare: Spare = { id, key, stdin, ended: false, timer: setTimeout(() => void this.#drop(spare), UNUSED_MS).unref() };
      // Read, or its end is never heard; and nothing that keeps a program from ending.
      stdin
        .on('error', () => undefined)
        .on('end', () => this.#ended(spare))
        .on('close', () => this.#ended(spare))
        .resume()
        .unref();
      await engineCall('Starting a sandbox container', () => container.start());
      return spare;
    } catch (error) {
      await this.#remove(id);
      throw error;
    }
  }

  async #keep(spare: Spare): Promise<void> {
    this.#spares.push(spare);
    const surplus = this.#spares.slice(0, Math.max(0, this.#spares.length - this.size));
    await Promise.all(surplus.map((each) => this.#drop(each)));
  }

  /** Nobody holds it any more: it was ended, or the engine was. It must not count, or no other takes its place. */
  #ended(spare: Spare): void {
    spare.ended = true;
    if (this.#spares.includes(spare)) void this.#drop(spare);
  }

  #forget(spare: Spare): void {
    clearTimeout(spare.timer);
    this.#spares = this.#spares.filter((each) => each !== spare);
  }

  async #drop(spare: Spare): Promise<void> {
    this.#forget(spare);
    spare.stdin.destroy();
    await this.#remove(spare.id);
  }

  async #remove(id: string): Promise<void> {
    await removeContainer(this.docker, id).catch(() => this.#left.add(id));
  }
}

function keyOf({ image, env, limits, runtime }: ContainerRequest): string {
  return JSON.stringify([image, env, limits, runtime ?? null]);
}
