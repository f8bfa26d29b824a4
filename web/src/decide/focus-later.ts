/** Moves the focus to an element once React has put it there. A move button that is switched off now gives it to its twin. */
export function focusLater(id: string): void {
  requestAnimationFrame(() => {
    const wanted = document.getElementById(id);
    const twin = id.endsWith('-up') ? id.replace(/-up$/, '-down') : id.replace(/-down$/, '-up');
    if (wanted instanceof HTMLButtonElement && wanted.disabled) document.getElementById(twin)?.focus();
    else wanted?.focus();
  });
}
