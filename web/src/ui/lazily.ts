import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import { client } from '../api.js';

// The server may restart more than once; what does not come although it answers is not there.
const TRIES_MAX = 4;

/**
 * `lazy`, for code that the server may be unable to hand out just now: it is asked for again once the server answers, so that
 * nobody has to reload the page. Fails when the server answers and the code does not come: it has a newer version of the app.
 */
export function lazily<P extends object>(load: () => Promise<ComponentType<P>>): LazyExoticComponent<ComponentType<P>> {
  return lazy(async () => ({ default: await patiently(load) }));
}

async function patiently<T>(load: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await load();
    } catch (error) {
      if (tries === TRIES_MAX) throw error;
      await client.getLive({ retry: { forMs: Number.POSITIVE_INFINITY } });
    }
  }
}
