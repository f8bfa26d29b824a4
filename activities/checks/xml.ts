/** A reader for the XML that test runners write. The file is made beside hostile code: no document types, no entities of its own, bounded in every way. */

export interface XmlElement {
  name: string;
  attributes: Map<string, string>;
  children: XmlElement[];
  /** Text directly inside, CDATA included. */
  text: string;
}

// A report of 5,000 tests is about 1 MB.
export const XML_BYTES_MAX = 8 * 1024 * 1024;
// Suites nest as deep as describe blocks do.
const DEPTH_MAX = 64;
const ELEMENTS_MAX = 100_000;
const PREDEFINED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
// Sticky, and without nested repetition: linear in the input.
const TAG = /<(\/?)([A-Za-z_][\w.:-]*)((?:\s+[A-Za-z_][\w.:-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const ATTRIBUTE = /([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** The root element. Throws a SyntaxError that says what does not fit. */
export function readXml(xml: string): XmlElement {
  if (xml.length > XML_BYTES_MAX) throw new SyntaxError('the report is too large');
  const document: XmlElement = { name: '', attributes: new Map(), children: [], text: '' };
  const open = [document];
  let count = 0;
  let at = 0;
  while (at < xml.length) {
    const current = open.at(-1)!;
    const next = xml.indexOf('<', at);
    if (next !== at) {
      current.text += decode(xml.slice(at, next < 0 ? xml.length : next));
      if (next < 0) break;
      at = next;
      continue;
    }
    const special = readSpecial(xml, at, current);
    if (special !== null) {
      at = special;
      continue;
    }
    TAG.lastIndex = at;
    const tag = TAG.exec(xml);
    if (!tag) throw new SyntaxError(`not a tag at character ${at}`);
    at = TAG.lastIndex;
    const [, closing, name = '', attributes = '', empty] = tag;
    if (closing) {
      if (open.length === 1 || current.name !== name) throw new SyntaxError(`</${name}> closes nothing`);
      open.pop();
      continue;
    }
    if (++count > ELEMENTS_MAX || open.length > DEPTH_MAX) throw new SyntaxError('too many or too deeply nested elements');
    const element: XmlElement = { name, attributes: readAttributes(attributes), children: [], text: '' };
    current.children.push(element);
    if (!empty) open.push(element);
  }
  const root = document.children[0];
  if (open.length !== 1 || !root || document.children.length !== 1) throw new SyntaxError('the report is cut off or has no single root');
  return root;
}

/** Comments, CDATA and processing instructions; answers where they end, or null for anything else. */
function readSpecial(xml: string, at: number, current: XmlElement): number | null {
  if (xml.startsWith('<!--', at)) return endOf(xml, '-->', at + 4);
  if (xml.startsWith('<?', at)) return endOf(xml, '?>', at + 2);
  if (xml.startsWith('<![CDATA[', at)) {
    const end = endOf(xml, ']]>', at + 9);
    current.text += xml.slice(at + 9, end - 3);
    return end;
  }
  if (xml.startsWith('<!', at)) throw new SyntaxError('document types are not taken');
  return null;
}

function endOf(xml: string, mark: string, from: number): number {
  const end = xml.indexOf(mark, from);
  if (end < 0) throw new SyntaxError('the report is cut off');
  return end + mark.length;
}

function readAttributes(text: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single] of text.matchAll(ATTRIBUTE)) attributes.set(name, decode(double ?? single ?? ''));
  return attributes;
}

function decode(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|([a-z]{2,4}));/g, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return PREDEFINED[name] ?? whole;
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex ?? '', 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
