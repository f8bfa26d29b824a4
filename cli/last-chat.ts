/** The conversation that `mw chat` was in last: the next one goes on in it, as people do who type one sentence after the other. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '../client/index.js';
import { isChatId } from '../contracts/chat.js';
import { codeOf } from './problem.js';

/** After a break as long as this one speaks of something else. */
export const RECENT_MINUTES = 30;

export interface LastChat {
  id: string;
  title: string;
  /** ISO time of what was said last, here or elsewhere. */
  usedAt: string;
}

/** The conversation that the command line made or used last, when something was said in it within the last half hour; null otherwise. */
export async function recentChat(home: string, client: Client, now = Date.now()): Promise<LastChat | null> {
  const id = readId(home);
  if (id === null) return null;
  const read = await client.readSession(id, { limit: 1 }).catch((error: unknown) => {
    // It was deleted meanwhile.
    if (codeOf(error) === 'NOT_FOUND') return null;
    throw error;
  });
  const age = read ? now - Date.parse(read.updated_at) : Number.NaN;
  return read && age < RECENT_MINUTES * 60_000 ? { id, title: read.title, usedAt: read.updated_at } : null;
}

/** Keeps the conversation for the next command. Where that cannot be kept, the next one begins anew. */
export function rememberChat(home: string, id: string): void {
  try {
    writeFileSync(fileIn(home), `${id}\n`, { mode: 0o600 });
  } catch {
    // A home that is read only is no reason to fail: everything was said and answered.
  }
}

function readId(home: string): string | null {
  try {
    const id = readFileSync(fileIn(home), 'utf8').trim();
    return isChatId(id) ? id : null;
  } catch {
    return null;
  }
}

function fileIn(home: string): string {
  return join(home, 'last-chat');
}
