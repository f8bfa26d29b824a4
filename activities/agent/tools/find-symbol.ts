import { z } from 'zod';
import type { CodeIndex } from '../../code/code-index.js';
import { defineTool } from './tool.js';

// A name with more definitions than this is no name to search by.
const DEFINITIONS_SHOWN = 30;
const MENTIONS_SHOWN = 30;
const SIMILAR_SHOWN = 10;

export const findSymbol = defineTool({
  name: 'find_symbol',
  description: 'Where a class, function, method or type is defined, and which files mention it.',
  schema: z.object({ name: z.string().min(1).max(200) }),
  async run({ name }, context) {
    const index = await context.symbols();
    // `Store.add` names the method of a class.
    const [last = '', parent] = name
      .trim()
      .split(/\.|::|#/)
      .reverse();
    const found = definitions(index, last, parent ?? null);
    if (found.length === 0) return { ok: true, text: similar(index, last), summary: `${name}: not found`, isRepeatable: true };
    const mentions = index.files.flatMap((file) => (file.mentions.has(last) ? [`${file.path} (${file.mentions.get(last)})`] : []));
    const more = mentions.length > MENTIONS_SHOWN ? `\n... and ${mentions.length - MENTIONS_SHOWN} more` : '';
    const text = [`defined:`, ...found.slice(0, DEFINITIONS_SHOWN), `mentioned in:`, mentions.slice(0, MENTIONS_SHOWN).join('\n') + more].join('\n');
    return { ok: true, text, summary: `${name}: ${found.length} definitions, ${mentions.length} files`, isRepeatable: true };
  },
});

function definitions(index: CodeIndex, name: string, parent: string | null): string[] {
  return (index.definers.get(name) ?? []).flatMap((at) => {
    const file = index.files[at]!;
    const own = file.symbols.filter((symbol) => symbol.name === name && (parent === null || symbol.parent === parent));
    return own.map(
      (symbol) => `${file.path}:${symbol.line}-${symbol.endLine} ${symbol.kind}${symbol.parent ? ` of ${symbol.parent}` : ''}: ${symbol.signature}`,
    );
  });
}

/** Names that differ in case or have the asked one in them. */
function similar(index: CodeIndex, name: string): string {
  const wanted = name.toLowerCase();
  const close = [...index.definers.keys()].filter((each) => each.toLowerCase().includes(wanted) || (each.length > 3 && wanted.includes(each.toLowerCase())));
  const sorted = close.sort((one, other) => Math.abs(one.length - name.length) - Math.abs(other.length - name.length) || (one < other ? -1 : 1));
  if (sorted.length === 0) return `Nothing defines ${name}. search_code finds text.`;
  return `Nothing defines ${name}. Similar: ${sorted.slice(0, SIMILAR_SHOWN).join(', ')}.`;
}
