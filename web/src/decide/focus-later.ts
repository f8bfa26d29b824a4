// What was decided is gone within a second or two, on a busy machine within some; a later change is no work of this decision.
const WATCH_MS = 30_000;
const LOOK_MS = 100;

/**
 * After a decision its buttons go, and the focus with them: it moves to what has taken their place (`data-focus-home`, else the
 * page's heading), so that the keyboard and screen readers go on from there. Whatever has the focus itself keeps it.
 */
export function keepFocus(): void {
  const until = Date.now() + WATCH_MS;
  const look = setInterval(() => {
    if (Date.now() > until) clearInterval(look);
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    const home = document.querySelector<HTMLElement>('[data-focus-home]') ?? document.querySelector<HTMLElement>('main h1[tabindex]');
    home?.focus({ preventScroll: true });
    if (home) clearInterval(look);
  }, LOOK_MS);
}

/** Moves the focus to an element once React has put it there. A move button that is switched off now gives it to its twin. */
export function focusLater(id: string): void {
  requestAnimationFrame(() => {
    const wanted = document.getElementById(id);
    const twin = id.endsWith('-up') ? id.replace(/-up$/, '-down') : id.replace(/-down$/, '-up');
    if (wanted instanceof HTMLButtonElement && wanted.disabled) document.getElementById(twin)?.focus();
    else wanted?.focus();
  });
}
