// Letters of East Asia, symbols and pictures take two columns (ranges of Unicode's East Asian Width, rounded outward).
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** A line without escape sequences, cut to `columns` of a terminal. */
export function cutTo(line: string, columns: number): string {
  let used = 0;
  let cut = '';
  for (const letter of line) {
    used += WIDE.test(letter) ? 2 : 1;
    if (used > columns) return cut;
    cut += letter;
  }
  return cut;
}
