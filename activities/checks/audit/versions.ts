/** Versions of packages in order, well enough for every registry: numbers by value, then pre-releases before their release. */

/** Below 0, 0 or above, like a comparator. */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [parse(one), parse(other)];
  for (let index = 0; index < Math.max(left.numbers.length, right.numbers.length); index++) {
    const difference = (left.numbers[index] ?? 0) - (right.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  if (left.rest === right.rest) return 0;
  // 1.0-rc comes before 1.0.
  if (left.rest === '' || right.rest === '') return left.rest === '' ? 1 : -1;
  return left.rest < right.rest ? -1 : 1;
}

function parse(version: string): { numbers: number[]; rest: string } {
  const match = /^v?(\d{1,9}(?:\.\d{1,9}){0,7})[-.+_]?([^+]{0,100})/i.exec(version.trim());
  // What is no version sorts before all that are: a finding too many rather than one too few.
  if (!match) return { numbers: [], rest: version.slice(0, 100) };
  const rest = (match[2] ?? '').replace(/^(?:final|release|ga|incompatible)$/i, '');
  return { numbers: (match[1] ?? '').split('.').map(Number), rest };
}
