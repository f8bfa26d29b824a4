/** What watches a page from inside: runs before anything of the page, in every frame. As text: the sources of tests know no DOM. */

/** What a sentinel saw; each once. */
export interface Sighting {
  /** Marks of payloads that stood in a text, an attribute or a field. */
  marks: string[];
  /** Elements and attributes that only data could have made. */
  made: string[];
  /** What the page's policy would have stopped, or did. */
  violations: string[];
}

export const SENTINEL = `(() => {
  const seen = { marks: new Set(), made: new Set(), violations: new Set() };
  const note = (text) => { for (const mark of String(text ?? '').match(/q\\d{3}z[a-z]+/gi) ?? []) seen.marks.add(mark.toLowerCase()); };
  const tell = (what, element) => seen.made.add(what + ': ' + element.cloneNode(false).outerHTML?.slice(0, 200));
  const FOREIGN_TAGS = new Set(['object', 'embed', 'applet', 'base', 'frame', 'frameset', 'portal', 'marquee', 'video', 'audio', 'source', 'math',
    'foreignobject', 'animate', 'set', 'use', 'image', 'template', 'xmp', 'listing', 'plaintext', 'noembed', 'custom-thing', 'dialog']);
  const LOADS = new Set(['src', 'srcset', 'data', 'poster', 'background', 'action', 'formaction', 'ping', 'manifest', 'lowsrc', 'dynsrc']);
  const inside = (value) => { try { return new URL(value, location.href).origin === location.origin; } catch { return false; } };
  const protocolOf = (value) => { try { return new URL(value, location.href).protocol; } catch { return 'none:'; } };
  function judgeAttribute(element, { name, value }) {
    note(value);
    if (/^on/i.test(name) || name === 'srcdoc' || name === 'data-evil') return tell(name, element);
    if (LOADS.has(name) && value !== '' && !inside(value)) return tell(name, element);
    if (/(^|:)href$/.test(name)) {
      if (!['http:', 'https:', 'mailto:'].includes(protocolOf(value))) return tell('href', element);
      const apart = element.getAttribute('target') === '_blank' && /noreferrer|noopener/.test(element.getAttribute('rel') ?? '');
      if (!inside(value) && !(element.localName === 'a' && apart)) tell('href elsewhere', element);
    }
    if (name === 'style' && /url\\(|expression|@import|binding/i.test(value)) tell('style', element);
  }
  function judge(element) {
    const tag = element.localName.toLowerCase();
    if (FOREIGN_TAGS.has(tag)) tell('element', element);
    if (tag === 'script' && !/^\\/ui\\/(assets\\/|scheme\\.js)/.test(element.getAttribute('src') ?? '')) tell('script', element);
    if (tag === 'iframe' && element.getAttribute('sandbox') !== '') tell('iframe', element);
    if (tag === 'meta' && element.hasAttribute('http-equiv')) tell('meta', element);
    if (tag === 'style' && /q\\d{3}z/.test(element.textContent)) tell('style', element);
    for (const attribute of element.attributes) judgeAttribute(element, attribute);
  }
  function look(node) {
    if (node.nodeType === Node.TEXT_NODE) note(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    judge(node);
    for (const child of node.childNodes) look(child);
  }
  new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records) {
      if (type === 'attributes') judge(target);
      else if (type === 'characterData') note(target.data);
      else addedNodes.forEach(look);
    }
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  document.addEventListener('securitypolicyviolation', (event) => seen.violations.add(event.effectiveDirective + ' ' + event.blockedURI));
  window.__sentinel = () => {
    for (const field of document.querySelectorAll('input, textarea')) note(field.value);
    return { marks: [...seen.marks], made: [...seen.made], violations: [...seen.violations] };
  };
})()`;

/** Opens each folded part; then again the one that was opened longest ago, for opening one may close another. Menus and dialogs stay closed. */
export const UNFOLD = `(() => {
  const opened = (window.__opened ??= new WeakMap());
  const when = (button) => opened.get(button) ?? 0;
  const folded = [...document.querySelectorAll('main button[aria-expanded="false"]:not([aria-haspopup])')].sort((a, b) => when(a) - when(b));
  const fresh = folded.filter((button) => !opened.has(button));
  for (const button of fresh.length > 0 ? fresh : folded.slice(0, 1)) {
    opened.set(button, performance.now());
    button.click();
  }
})()`;

/** How many parts of the page are still to come. */
export const BUSY = `document.querySelectorAll('[aria-busy="true"]').length`;

/**
 * Scrolls logs and editors from beginning to end, one after the other in the window: lines exist only where one looks, and an editor that is
 * outside of the window draws none at all. What was walked and has not grown is not walked again.
 */
export const SCROLL = `(async () => {
  const walked = (window.__walked ??= new WeakMap());
  const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const walk = async (box) => {
    const height = box.scrollHeight;
    if (walked.get(box) === height) return;
    box.scrollIntoView({ block: 'center' });
    await drawn();
    for (let top = 0; top < box.scrollHeight; top += Math.max(40, box.clientHeight)) {
      box.scrollTop = top;
      await drawn();
    }
    // Heights are guesses until lines were drawn: only a walk that changed none has seen them all.
    if (box.scrollHeight === height) walked.set(box, height);
  };
  for (const box of document.querySelectorAll('[role="log"][aria-live="off"], .cm-scroller')) await walk(box);
})()`;

/** Puts each payload into the page as a careless component would. */
export const CARELESS = `((payloads) => {
  for (const payload of payloads) {
    const box = document.createElement('div');
    document.body.append(box);
    box.innerHTML = payload;
  }
})`;
