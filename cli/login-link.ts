import type { Client } from '../client/index.js';

/** Where a browser gets in, once, within ten minutes. `to` is a path of the page. Throws what the client throws. */
export async function freshLoginLink(client: Client, baseUrl: string, to: string): Promise<string> {
  const { path } = await client.createLoginLink({ to });
  return `${baseUrl}${path}`;
}

/** The page of a build; without an id the page itself. */
export function pagePath(buildId: string | null): string {
  return buildId === null ? '/ui' : `/ui/builds/${buildId}`;
}
