import { createClient, type Client, type Pause, type RetryOptions } from '../client/index.js';
import { isPassingProblem } from './problem.js';
import type { Connection } from './connection.js';

export interface ClientOptions {
  connect(): Connection;
  /** How long requests that may be repeated are tried again while nothing answers. */
  patienceSeconds: number;
  say?: (sentence: string) => void;
  signal?: AbortSignal;
}

// After this long a person wonders; before it, a message would only be noise.
const SILENCE_MS = 3_000;

/** The typed client as every command has it: it says so when it waits for long. What it throws becomes readable in cli/problem.ts. */
export function apiClient({ connect, patienceSeconds, say, signal }: ClientOptions): Client {
  const reason = ({ cause }: Pause) => (isPassingProblem(cause) ? 'A part of Millwright is away.' : `Millwright does not answer at ${connect().baseUrl}.`);
  return createClient({ baseUrl: () => connect().baseUrl, token: () => connect().token, retry: telling(patienceSeconds, reason, say), signal });
}

/** Retries for `seconds`, of which a person hears once they last. */
export function telling(seconds: number, reason: (pause: Pause) => string, say: (sentence: string) => void = () => {}): RetryOptions {
  let told = false;
  return {
    forMs: seconds * 1_000,
    onPause(pause) {
      if (told || pause.elapsedMs + pause.waitMs <= SILENCE_MS) return;
      say(`${reason(pause)} Trying for ${seconds} s.`);
      told = true;
    },
    onBack() {
      if (told) say('It answers again.');
      told = false;
    },
  };
}
