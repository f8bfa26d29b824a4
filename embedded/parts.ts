/** What should run and does not: told from process ids, so that it works while the API is down. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.js';
import { homeAt, type Home } from './home.js';
import { supervisorOf } from './lock.js';
import { isHeld, readAllLiving } from './pidfile.js';
import { isReady } from './ready.js';

export interface MissingPart {
  name: string;
  /** What to do about it. */
  todo: string;
}

/** The parts that do not run while the stack is up; none while it is down, or still starting. */
export function missingParts(config: Config): MissingPart[] {
  const home = homeAt(config.settings.MW_HOME);
  const supervised = supervisorOf(home.run) !== null;
  const living = readAllLiving(home.run);
  const starting = supervised && !isReady(home);
  if (starting || (!supervised && Object.keys(living).length === 0)) return [];
  const { TEMPORAL_ADDRESS, DATABASE_URL } = config.settings;
  const engines = [...(TEMPORAL_ADDRESS ? [] : ['temporal']), ...(DATABASE_URL ? [] : ['postgres'])];
  const dead = [...engines, 'worker', 'api', 'proxy'].filter((name) => !living[name]);
  const missing = dead.map((name) => ({ name, todo: todoFor(home, name, supervised) }));
  return supervised ? missing : [{ name: 'supervisor', todo: "'mw up' starts it; it takes over what still runs." }, ...missing];
}

function todoFor(home: Home, name: string, supervised: boolean): string {
  if (isHeld(home.run, name)) return `It is held down: remove ${join(home.run, `${name}.hold`)}`;
  if (!supervised) return "'mw up' starts it.";
  const log = join(home.logs, `${name}.log`);
  return `The supervisor starts it again by itself.${existsSync(log) ? ` If it does not stay up, look at ${log}` : ''}`;
}
