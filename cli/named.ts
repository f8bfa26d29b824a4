import { commandName } from '../config.js';

// `mw` in front of a command or an option of it; not our name in front of a message (`mw: ...`).
const COMMAND = /(?<![\w./-])mw (?=[a-z[-])/g;

/** A hint of ours, whose commands read `mw status`, by the name that works here: `./mw status` where PATH knows no `mw`. */
export function named(hint: string): string {
  const name = commandName();
  return hint.replace(COMMAND, () => `${name} `);
}
