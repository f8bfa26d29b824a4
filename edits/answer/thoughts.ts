const OPEN = /^\s*<(think|thinking|thought|reasoning|scratchpad)>/i;
const CLOSE = /<\/(?:think|thinking|thought|reasoning|scratchpad)>/i;
const LINE_MAX = 20_000;

/**
 * Blanks out what a reasoning model thinks before it answers (`<think>...</think>`): drafts in there are not its answer.
 * Lines keep their numbers. `cut` when the thoughts never end.
 */
export function hideThoughts(lines: readonly string[]): { lines: string[]; thoughts: string | null; cut: boolean } {
  const first = lines.findIndex((line) => line.trim() !== '');
  const opens = first >= 0 && OPEN.test(lines[first] ?? '');
  // Some servers cut the opening tag off: a closing one alone ends thoughts that began with the answer.
  const close =
    opens || !lines.some((line) => /<think>/i.test(line.slice(0, LINE_MAX)))
      ? lines.findIndex((line) => line.length <= LINE_MAX && (opens ? CLOSE.test(line) : /^\s*<\/think>/i.test(line)))
      : -1;
  if (close < 0) return { lines: [...lines], thoughts: null, cut: opens };
  const [before = '', ...after] = (lines[close] ?? '').split(CLOSE);
  const thoughts = [...lines.slice(0, close), before].join('\n').replace(OPEN, '').trim();
  return { lines: [...lines.slice(0, close).map(() => ''), after.join(''), ...lines.slice(close + 1)], thoughts: thoughts || null, cut: false };
}
