import { source } from '../../source.js';
import type { FunctionRecipe } from '../recipe.js';

export const levenshtein: FunctionRecipe = {
  name: 'levenshtein',
  matches: /\b(?:levenshtein|edit distance)\b/i,
  summary: 'Return how many single characters must be inserted, deleted or replaced to turn one text into the other.',
  parameters: [
    { name: 'first', type: 'text' },
    { name: 'second', type: 'text' },
  ],
  result: 'integer',
  refuses: null,
  python: {
    body: source`
    previous = list(range(len(second) + 1))
    for row, one in enumerate(first, start=1):
        current = [row]
        for column, other in enumerate(second, start=1):
            current.append(min(previous[column] + 1, current[-1] + 1, previous[column - 1] + (one != other)))
        previous = current
    return previous[-1]`,
  },
  typescript: {
    body: source`
  const other = [...second];
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [row, character] of [...first].entries()) {
    const current = [row + 1];
    for (const [column, wanted] of other.entries()) {
      const replaced = (previous[column] ?? 0) + (character === wanted ? 0 : 1);
      current.push(Math.min((previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1, replaced));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;`,
  },
  examples: [
    { given: ['kitten', 'sitting'], result: 3 },
    { given: ['', 'abc'], result: 3 },
    { given: ['same', 'same'], result: 0 },
  ],
  refused: [],
};
