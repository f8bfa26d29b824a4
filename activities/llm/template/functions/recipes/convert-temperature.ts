import { source } from '../../source.js';
import type { FunctionRecipe } from '../recipe.js';

export const convertTemperature: FunctionRecipe = {
  name: 'convert_temperature',
  matches: /\btemperatures?\b|\b(?:celsius|fahrenheit|kelvin)\b/i,
  summary: 'Return a temperature in another unit; the units are celsius, fahrenheit and kelvin, or c, f and k.',
  parameters: [
    { name: 'value', type: 'number' },
    { name: 'from_unit', type: 'text' },
    { name: 'to_unit', type: 'text' },
  ],
  result: 'number',
  refuses: 'the units must be known and the temperature must not be below absolute zero',
  python: {
    body: source`
    to_kelvin = {"c": lambda t: t + 273.15, "f": lambda t: (t + 459.67) * 5 / 9, "k": lambda t: t}
    from_kelvin = {"c": lambda t: t - 273.15, "f": lambda t: t * 9 / 5 - 459.67, "k": lambda t: t}
    names = {"c": "c", "f": "f", "k": "k", "celsius": "c", "fahrenheit": "f", "kelvin": "k"}
    first, second = names.get(from_unit.lower()), names.get(to_unit.lower())
    if first is None or second is None:
        raise ValueError("the units are celsius, fahrenheit and kelvin")
    kelvin = to_kelvin[first](value)
    if kelvin < -1e-9:
        raise ValueError("the temperature is below absolute zero")
    return round(from_kelvin[second](kelvin), 6)`,
  },
  typescript: {
    body: source`
  const names = new Map([
    ['c', 'c'],
    ['f', 'f'],
    ['k', 'k'],
    ['celsius', 'c'],
    ['fahrenheit', 'f'],
    ['kelvin', 'k'],
  ]);
  const [first, second] = [names.get(fromUnit.toLowerCase()), names.get(toUnit.toLowerCase())];
  if (first === undefined || second === undefined)
    throw new RangeError('the units are celsius, fahrenheit and kelvin');
  const kelvin =
    first === 'c' ? value + 273.15 : first === 'f' ? ((value + 459.67) * 5) / 9 : value;
  if (!(kelvin >= -1e-9)) throw new RangeError('the temperature is below absolute zero');
  const result =
    second === 'c' ? kelvin - 273.15 : second === 'f' ? (kelvin * 9) / 5 - 459.67 : kelvin;
  return Math.round(result * 1e6) / 1e6;`,
  },
  examples: [
    { given: [100, 'celsius', 'fahrenheit'], result: 212 },
    { given: [32, 'F', 'C'], result: 0 },
    { given: [0, 'kelvin', 'celsius'], result: -273.15 },
    { given: [20, 'c', 'c'], result: 20 },
  ],
  refused: [
    [1, 'celsius', 'meters'],
    [-300, 'celsius', 'kelvin'],
  ],
};
