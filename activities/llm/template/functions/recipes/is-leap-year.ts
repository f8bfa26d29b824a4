import { source } from '../../source.js';
import type { FunctionRecipe } from '../recipe.js';

export const isLeapYear: FunctionRecipe = {
  name: 'is_leap_year',
  matches: /\bleap[ -]years?\b/i,
  summary: 'Return whether a year of the Gregorian calendar is a leap year.',
  parameters: [{ name: 'year', type: 'integer' }],
  result: 'boolean',
  refuses: null,
  python: {
    body: source`
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)`,
  },
  typescript: {
    body: source`
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);`,
  },
  examples: [
    { given: [2024], result: true },
    { given: [2023], result: false },
    { given: [1900], result: false },
    { given: [2000], result: true },
  ],
  refused: [],
};
