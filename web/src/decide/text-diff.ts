/** What one text or list has that another had not: only what differs, a line each; pure. */

export interface DiffLine {
  kind: 'removed' | 'added';
  text: string;
}

// Enough to find the place in a long line without reading it again.
const WORDS_AROUND = 3;
// Past this a table of all pairs of lines costs more than it tells: then all of both is what differs.
const PAIRS_MAX = 250_000;

/** The items that only one of the lists has; their order is no difference. */
export function diffItems(before: readonly string[], after: readonly string[]): DiffLine[] {
  return inPairs(without(before, after), without(after, before));
}

/** The lines that only one of the texts has, of a long line that was changed the words that differ with a few around them. */
export function diffText(before: string, after: string): DiffLine[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  const common = commonLines(old, now);
  const found: DiffLine[] = [];
  let [left, right] = [0, 0];
  for (const [oldAt, nowAt] of [...common, [old.length, now.length] as const]) {
    found.push(...inPairs(old.slice(left, oldAt), now.slice(right, nowAt)));
    [left, right] = [oldAt + 1, nowAt + 1];
  }
  return found;
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.split('\n');
}

function without(items: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return items.filter((item) => {
    const at = left.indexOf(item);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** What was replaced stands under what it was. */
function inPairs(removed: readonly string[], added: readonly string[]): DiffLine[] {
  return Array.from({ length: Math.max(removed.length, added.length) }).flatMap((_, index) => {
    const [before, after] = changedWords(removed[index], added[index]);
    return [
      ...(before === undefined ? [] : [{ kind: 'removed' as const, text: before }]),
      ...(after === undefined ? [] : [{ kind: 'added' as const, text: after }]),
    ];
  });
}

/** Of two lines that begin or end alike, what is between, with some words around it; else both whole. */
function changedWords(before: string | undefined, after: string | undefined): [string | undefined, string | undefined] {
  if (before === undefined || after === undefined) return [before, after];
  const [old, now] = [before.split(' '), after.split(' ')];
  const shorter = Math.min(old.length, now.length);
  let [head, tail] = [0, 0];
  while (head < shorter && old[head] === now[head]) head += 1;
  while (tail < shorter - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  const part = (words: string[]): string => {
    const from = Math.max(0, head - WORDS_AROUND);
    const to = Math.min(words.length, words.length - tail + WORDS_AROUND);
    return [...(from > 0 ? ['…'] : []), ...words.slice(from, to), ...(to < words.length ? ['…'] : [])].join(' ');
  };
  return [part(old), part(now)];
}

/** Places of the lines that both have in the same order: the longest common subsequence. */
function commonLines(old: readonly string[], now: readonly string[]): (readonly [number, number])[] {
  if (old.length * now.length > PAIRS_MAX) return [];
  const width = now.length + 1;
  const lengths = new Uint32Array((old.length + 1) * width);
  const at = (left: number, right: number): number => lengths[left * width + right] ?? 0;
  for (let left = old.length - 1; left >= 0; left -= 1)
    for (let right = now.length - 1; right >= 0; right -= 1)
      lengths[left * width + right] = old[left] === now[right] ? at(left + 1, right + 1) + 1 : Math.max(at(left + 1, right), at(left, right + 1));
  const pairs: (readonly [number, number])[] = [];
  for (let [left, right] = [0, 0]; left < old.length && right < now.length;) {
    if (old[left] === now[right]) {
      pairs.push([left, right]);
      left += 1;
      right += 1;
    } else if (at(left + 1, right) >= at(left, right + 1)) left += 1;
    else right += 1;
  }
  return pairs;
}
