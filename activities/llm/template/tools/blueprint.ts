import { withoutLanguage } from '../parse/language.js';
import type { Understood, Wish } from '../wish.js';
import { functionTool } from './function-tool.js';
import { listTool } from './list-tool.js';
import { textTool } from './text-tool.js';

// Words of tools that keep something; without them the words for a function decide.
const KEEPS = /\b(?:manag\w+|track\w*|keep\w*|stor\w+|todos?|to-do|tasks?|notes?|contacts?|expenses?|bookmarks?|inventory|organi[sz]\w+|add\w*,|list of)\b/i;

/** The tools there are templates for, in the order in which they are tried. */
const TOOLS: readonly ((wish: Wish) => Understood | null)[] = [
  (wish) => textTool(wish),
  (wish) => (KEEPS.test(withoutLanguage(wish.description)) ? null : functionTool(wish)),
  (wish) => listTool(wish),
];

/** The command-line tool these words ask for; null when there is no template for it. */
export function cliBlueprint(wish: Wish): Understood | null {
  for (const tool of TOOLS) {
    const understood = tool(wish);
    if (understood) return understood;
  }
  return null;
}
