import { source } from '../../source.js';
import type { FunctionRecipe } from '../recipe.js';

export const convertUnit: FunctionRecipe = {
  name: 'convert_unit',
  matches:
    /\b(?:unit|length|distance|weight|mass) (?:conver\w+)|\bconver\w+\b[^.]*\b(?:units?|miles|kilomet\w+|km|meters?|metres?|feet|inches|pounds|kilograms?|kg|ounces|lengths?|weights?|distances?)\b/i,
  summary: 'Return a length (mm, cm, m, km, in, ft, yd, mi) or a weight (mg, g, kg, t, oz, lb) in another unit of its kind.',
  parameters: [
    { name: 'value', type: 'number' },
    { name: 'from_unit', type: 'text' },
    { name: 'to_unit', type: 'text' },
  ],
  result: 'number',
  refuses: 'both units must be known and of the same kind',
  python: {
    body: source`
    lengths = {"mm": 0.001, "cm": 0.01, "m": 1, "km": 1000, "in": 0.0254, "ft": 0.3048, "yd": 0.9144, "mi": 1609.344}
    weights = {"mg": 0.001, "g": 1, "kg": 1000, "t": 1_000_000, "oz": 28.349523125, "lb": 453.59237}
    for units in (lengths, weights):
        if from_unit.lower() in units and to_unit.lower() in units:
            return round(value * units[from_unit.lower()] / units[to_unit.lower()], 6)
    raise ValueError("the units must be known and of the same kind")`,
  },
  typescript: {
    body: source`
  const lengths = new Map([
    ['mm', 0.001],
    ['cm', 0.01],
    ['m', 1],
    ['km', 1000],
    ['in', 0.0254],
    ['ft', 0.3048],
    ['yd', 0.9144],
    ['mi', 1609.344],
  ]);
  const weights = new Map([
    ['mg', 0.001],
    ['g', 1],
    ['kg', 1000],
    ['t', 1_000_000],
    ['oz', 28.349523125],
    ['lb', 453.59237],
  ]);
  for (const units of [lengths, weights]) {
    const [first, second] = [units.get(fromUnit.toLowerCase()), units.get(toUnit.toLowerCase())];
    if (first !== undefined && second !== undefined)
      return Math.round(((value * first) / second) * 1e6) / 1e6;
  }
  throw new RangeError('the units must be known and of the same kind');`,
  },
  examples: [
    { given: [1, 'mi', 'km'], result: 1.609344 },
    { given: [12, 'in', 'ft'], result: 1 },
    { given: [2, 'kg', 'g'], result: 2000 },
    { given: [1, 'lb', 'oz'], result: 16 },
  ],
  refused: [
    [1, 'kg', 'm'],
    [1, 'm', 'parsec'],
  ],
};
