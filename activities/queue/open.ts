import type Docker from 'dockerode';
import type { Logger } from 'pino';
import type { Database } from '../../db/client.js';
import { Turnstile } from '../sandbox/turnstile.js';
import { QueueBoard } from './board.js';
import type { OwnerOf } from './limited.js';
import { rememberedOwners } from './owners.js';
import { firstPlaces, followEngine } from './places.js';

export interface SandboxQueue {
  turnstile: Turnstile;
  ownerOf: OwnerOf;
  /** Takes down what was said of it. Never rejects. */
  close(): Promise<void>;
}

/** The turns of one host's sandboxes. `places` 0: as many as the engine's memory holds of `sandboxBytes` each. */
export function openQueue(options: { db: Database; docker: Docker; places: number; sandboxBytes: number; log: Logger }): SandboxQueue {
  const { db, docker, places: setting, sandboxBytes, log } = options;
  const turnstile = new Turnstile(firstPlaces(setting));
  const stopAsking = followEngine({ turnstile, docker, setting, sandboxBytes, log });
  const onError = (error: unknown) => log.warn({ err: String(error) }, 'the queue of sandboxes could not be shown; trying again');
  const board = new QueueBoard({ db, turnstile, onError });
  return {
    turnstile,
    ownerOf: rememberedOwners(db),
    close: () => {
      stopAsking();
      return board.close();
    },
  };
}
