/** Lines added and removed between two texts, linear: equal ends aside, lines are compared as a bag, so a moved line counts as neither. */
export function lineDelta(before: string | null, after: string | null): { added: number; removed: number } {
  const old = linesOf(before);
  const fresh = linesOf(after);
  let head = 0;
  while (head < old.length && head < fresh.length && old[head] === fresh[head]) head += 1;
  let tail = 0;
  while (tail < old.length - head && tail < fresh.length - head && old.at(-1 - tail) === fresh.at(-1 - tail)) tail += 1;
  const bag = new Map<string, number>();
  for (const line of old.slice(head, old.length - tail)) bag.set(line, (bag.get(line) ?? 0) + 1);
  let added = 0;
  for (const line of fresh.slice(head, fresh.length - tail)) {
    const count = bag.get(line) ?? 0;
    if (count > 0) bag.set(line, count - 1);
    else added += 1;
  }
  return { added, removed: [...bag.values()].reduce((sum, count) => sum + count, 0) };
}

function linesOf(text: string | null): string[] {
  if (!text) return [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
