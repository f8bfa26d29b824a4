/** Short titles of plans, which builds and projects go by when nobody named them: what it is, then what kind of thing. */

// "Authors, books and reviews API" still is short.
const NAMES_MAX = 3;
const TITLE_CHARS_MAX = 80;

/** `Tasks API`, `Authors and books API`, `Authors, books and 2 more API`. */
export function titleFrom(names: readonly string[], kind: string): string {
  const shown = names.length > NAMES_MAX ? [...names.slice(0, NAMES_MAX - 1), `${names.length - NAMES_MAX + 1} more`] : names;
  const list = shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
  const room = TITLE_CHARS_MAX - kind.length - 1;
  return `${capitalised(list.length > room ? `${list.slice(0, room - 3)}...` : list)} ${kind}`.trim();
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
