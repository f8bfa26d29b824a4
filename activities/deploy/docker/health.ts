/** Waits for a service to answer 2xx, or to die. */
import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import type { Address, HealthRequest, StepOptions } from '../port.js';
import { isGoing, lastLogLines } from './containers.js';
import { orMissing, removedUnderUs } from './engine-errors.js';

// Short, for a person waits; a request a tenth of a second is no load.
const POLL_MS = 100;
// One answer; slower than this is not healthy.
const ANSWER_MS = 2_000;
// A health path: absolute, printable, no fragment.
const PATH = /^\/[!-"$-~]{0,500}$/;

type Answer = { ok: true } | { ok: false; reason: string };

function ask(address: Address, path: string): Promise<Answer> {
  return new Promise((resolve) => {
    const request = get({ host: address.host, port: address.port, path, agent: false, headers: { accept: '*/*' } }, (response) => {
      const status = response.statusCode ?? 0;
      response.destroy();
      resolve(status >= 200 && status < 300 ? { ok: true } : { ok: false, reason: `GET ${path} answered ${status}` });
    });
    const timer = setTimeout(() => request.destroy(new Error(`GET ${path} got no answer within ${ANSWER_MS / 1000} s`)), ANSWER_MS);
    request.on('error', (error) => resolve({ ok: false, reason: error.message }));
    request.on('close', () => clearTimeout(timer));
  });
}

// One round lasts at most ANSWER_MS, POLL_MS and the engine's answer; one that took longer was a pause of this process.
const PAUSE_MS = 3_500;
// Enough for a service that works to show it; a second.
const PROBES_AFTER_PAUSE = 10;
// A machine on which every round takes so long must come to a verdict too.
const PAUSES_FORGIVEN = 5;

/** Counts the time in which the service could have answered us: a pause of our own process is not the service's fault. */
export class Patience {
  #last: number;
  #spentMs = 0;
  #owedProbes = 0;
  #forgiven = 0;

  /** `now` in ms, monotonic. */
  constructor(
    private readonly limitMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#last = now();
  }

  /** Asked after each failed probe: true when the service had all its time. */
  isOver(): boolean {
    const round = this.now() - this.#last;
    this.#last += round;
    if (round > PAUSE_MS && this.#forgiven < PAUSES_FORGIVEN) {
      this.#forgiven++;
      this.#owedProbes = PROBES_AFTER_PAUSE;
      return false;
    }
    this.#spentMs += round;
    return --this.#owedProbes < 0 && this.#spentMs > this.limitMs;
  }
}

/** Why the container cannot become healthy any more, or null. Its first crash counts: it comes back only to crash again. */
async function deathOf(docker: Docker, id: string): Promise<string | null> {
  const found = await orMissing(docker.getContainer(id).inspect());
  if (!found || isGoing(found.State)) throw removedUnderUs();
  if (found.State.OOMKilled) return 'it used more memory than it may';
  if (!found.State.Running || found.State.Restarting) return `it ended by itself with exit code ${found.State.ExitCode}`;
  return found.RestartCount > 0 ? `it ended by itself (and was restarted ${found.RestartCount} times)` : null;
}

/**
 * An unhealthy service is an answer. Errors only when the engine is lost, the step is cancelled, or the container was
 * removed under us (MillwrightError UNAVAILABLE).
 */
export async function checkHealth(docker: Docker, request: HealthRequest, options: StepOptions = {}): Promise<{ healthy: boolean; detail: string }> {
  if (!PATH.test(request.path)) return { healthy: false, detail: `"${request.path.slice(0, 100)}" is not a path that can be asked for.` };
  const since = Date.now();
  const patience = new Patience(request.timeoutSeconds * 1000);
  for (let tries = 0; ; tries++) {
    options.signal?.throwIfAborted();
    const answer = await ask(request.address, request.path);
    if (answer.ok) return { healthy: true, detail: `GET ${request.path} answered after ${((Date.now() - since) / 1000).toFixed(1)} s` };
    const { reason } = answer;
    const death = await deathOf(docker, request.containerId);
    const late = patience.isOver();
    if (death || late) return { healthy: false, detail: await explain(docker, request, death ?? `${reason} (waited ${request.timeoutSeconds} s)`) };
    if (tries % 10 === 9) options.onProgress?.(`waiting for the service: ${reason}`);
    await sleep(POLL_MS, undefined, { signal: options.signal });
  }
}

async function explain(docker: Docker, request: HealthRequest, reason: string): Promise<string> {
  const lines = await lastLogLines(docker, request.containerId);
  return `The service is not healthy: ${reason}.${lines ? ` Its last lines:\n${lines}` : ' It wrote nothing.'}`;
}
