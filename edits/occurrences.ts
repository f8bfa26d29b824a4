/** Where a pattern occurs, overlaps included, in linear time: a model may send text on which simple search is quadratic. */
export function occurrences<T>(items: ArrayLike<T>, pattern: ArrayLike<T>, max: number): number[] {
  const found: number[] = [];
  if (pattern.length === 0 || pattern.length > items.length) return found;
  const borders = bordersOf(pattern);
  for (let at = 0, matched = 0; at < items.length; at += 1) {
    while (matched > 0 && items[at] !== pattern[matched]) matched = borders[matched - 1] ?? 0;
    if (items[at] === pattern[matched]) matched += 1;
    if (matched < pattern.length) continue;
    found.push(at - matched + 1);
    if (found.length >= max) return found;
    matched = borders[matched - 1] ?? 0;
  }
  return found;
}

/** The length of the longest proper prefix that ends at each place (Knuth, Morris, Pratt). */
function bordersOf<T>(pattern: ArrayLike<T>): Int32Array {
  const borders = new Int32Array(pattern.length);
  for (let at = 1, length = 0; at < pattern.length; at += 1) {
    while (length > 0 && pattern[at] !== pattern[length]) length = borders[length - 1] ?? 0;
    if (pattern[at] === pattern[length]) length += 1;
    borders[at] = length;
  }
  return borders;
}

// Below this many steps in the worst case the engine's own search is the faster one.
const SIMPLE_STEPS_MAX = 20_000_000;

/** The same for text: offsets where `piece` occurs. */
export function textOccurrences(text: string, piece: string, max: number): number[] {
  if (text.length * piece.length > SIMPLE_STEPS_MAX && piece.length > 64) return occurrences(codes(text), codes(piece), max);
  const found: number[] = [];
  for (let at = text.indexOf(piece); at >= 0 && found.length < max; at = text.indexOf(piece, at + 1)) found.push(at);
  return found;
}

function codes(text: string): Uint16Array {
  const units = new Uint16Array(text.length);
  for (let at = 0; at < text.length; at += 1) units[at] = text.charCodeAt(at);
  return units;
}
