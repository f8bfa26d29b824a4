/** One part of a path: what a caller gives can't reach another route. */
export function part(value: string): string {
  // An empty part, or one of dots, would be another path.
  if (/^\.{0,2}$/.test(value)) throw new TypeError(`${JSON.stringify(value)} is no id`);
  return encodeURIComponent(value);
}
