// A title fits on one line of a terminal and of the Temporal Web UI.
const TITLE_CHARS_MAX = 100;

/** The first line of what a person wants, cut at a word. */
export function titleOf(description: string): string {
  const line = description.trim().split(/\r?\n/, 1)[0]?.replace(/\s+/g, ' ').trim() ?? '';
  if (line.length <= TITLE_CHARS_MAX) return line;
  const cut = line.slice(0, TITLE_CHARS_MAX - 1);
  return `${(cut.includes(' ') ? cut.slice(0, cut.lastIndexOf(' ')) : cut).toWellFormed()}…`;
}
