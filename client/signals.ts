/** An AbortController that follows other signals, until `unlink`. */
export interface Linked {
  signal: AbortSignal;
  abort(reason: unknown): void;
  /** Rejects with the reason at the abort; never resolves. Nobody has to wait for it. */
  aborted: Promise<never>;
  unlink(): void;
}

/**
 * Follows each signal there is. By hand: what AbortSignal.any makes can be collected as garbage while it is needed, and a fetch
 * whose answer is being read no longer hears of its signal then (Node 20), so whoever reads waits for `aborted` as well.
 */
export function linked(...outers: (AbortSignal | undefined)[]): Linked {
  const controller = new AbortController();
  const { signal } = controller;
  const follow = (event: Event) => controller.abort((event.target as AbortSignal).reason);
  for (const outer of outers) {
    if (outer?.aborted) controller.abort(outer.reason);
    outer?.addEventListener('abort', follow);
  }
  const aborted = new Promise<never>((_resolve, reject) => {
    const stop = () => reject(signal.reason as Error);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop);
  });
  aborted.catch(() => undefined);
  const unlink = () => outers.forEach((outer) => outer?.removeEventListener('abort', follow));
  return { signal, abort: (reason) => controller.abort(reason), aborted, unlink };
}

/** Waits; throws the reason of the first signal that is aborted. */
export async function sleep(ms: number, ...outers: (AbortSignal | undefined)[]): Promise<void> {
  const link = linked(...outers);
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    await Promise.race([link.aborted, new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)))]);
  } finally {
    clearTimeout(timer);
    link.unlink();
  }
}
