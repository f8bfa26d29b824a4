/**
 * Text from a server, a model or generated code, made safe for a terminal: no escape sequence, control character
 * or direction override survives, so nothing can move the cursor, retitle the window or fake a line of ours.
 */

// CSI, OSC (ended by BEL or ST) and two-character escapes, in their 7-bit and 8-bit forms.
// eslint-disable-next-line no-control-regex
const ESCAPES = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b\]|\u009d)[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]?/g;
// C0, DEL and C1 controls without the newline; line and paragraph separators; bidirectional and invisible characters.
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]+/g;
// The last two: marks of annotations, and tags, by which a text says to a model what no person sees.
const INVISIBLE = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** Any value as text of several lines; only newlines are kept of all controls. */
export function cleanText(value: unknown): string {
  return String(value ?? '')
    .replace(/\r\n?/g, '\n')
    .replace(ESCAPES, '')
    .replace(CONTROLS, ' ')
    .replace(INVISIBLE, '');
}

/** Any value as one line, cut to `max` characters. */
export function cleanLine(value: unknown, max = 2_000): string {
  const line = cleanText(value).replace(/\s+/g, ' ').trim();
  const letters = Array.from(line);
  return letters.length > max ? `${letters.slice(0, max - 3).join('')}...` : line;
}

// As git shows them: enough to be told apart, short enough to be read.
const DIGEST_CHARS = 12;

/** A commit or digest as people name it, by its beginning; --json has the whole. */
export function shortDigest(digest: unknown): string {
  return cleanLine(digest, 80).slice(0, DIGEST_CHARS);
}

/** Words of one paragraph in lines of at most `width` characters, each behind `indent`; long words are not cut. */
export function wrap(text: string, width: number, indent = ''): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(/\s+/).filter(Boolean)) {
      if (line && indent.length + line.length + 1 + word.length > width) {
        lines.push(indent + line);
        line = word;
      } else line = line ? `${line} ${word}` : word;
    }
    if (line) lines.push(indent + line);
  }
  return lines;
}
