/** Lets links fetch a page's code before it is asked for, without links knowing the pages. */
let preload: (path: string) => void = () => undefined;

export function setPreloader(next: (path: string) => void): void {
  preload = next;
}

export function preloadPath(to: string): void {
  preload(to.split(/[?#]/, 1)[0] ?? to);
}
