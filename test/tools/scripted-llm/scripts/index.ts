import { chat } from './chat.js';
import { crash } from './crash.js';
import { execute } from './execute.js';
import { hopeless } from './hopeless.js';
import { journeys } from './journeys.js';
import { long } from './long.js';
import { marathon } from './marathon.js';
import { mistakes } from './mistakes.js';
import { question } from './question.js';
import { race } from './race.js';
import type { Script, ScriptOptions } from './script.js';
import { service } from './service.js';

export { TURN_KINDS, type Script, type ScriptOptions } from './script.js';

/** The one list of scripts. */
const SCRIPTS: Record<string, (options: ScriptOptions) => Script> = {
  service: () => service,
  mistakes: () => mistakes,
  long,
  marathon,
  chat: () => chat,
  crash: () => crash,
  execute: () => execute,
  hopeless: () => hopeless,
  journeys: () => journeys,
  question: () => question,
  race: () => race,
};

export const scriptNames = Object.keys(SCRIPTS);

export function scriptNamed(name: string, options: ScriptOptions): Script {
  const make = SCRIPTS[name];
  if (!make) throw new Error(`there is no script "${name}"; there are ${scriptNames.join(', ')}`);
  return make(options);
}
