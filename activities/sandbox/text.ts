/** Output of programs nobody trusts, made fit for logs, pages and models. */

// CSI, OSC (ended by BEL or ST) and the two-character escapes.
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[PX^_][^\u001b]*(?:\u001b\\)?|[ -/]*[0-~])/g;
// Control characters except tab and newline; C1 controls and bidirectional overrides too, for they re-order what a person reads.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** UTF-8 text without terminal escapes and control characters; `\r\n` and lone `\r` become newlines. */
export function plainText(bytes: Buffer | string): string {
  const text = typeof bytes === 'string' ? bytes : bytes.toString('utf8');
  return text.replace(ESCAPES, '').replace(/\r\n?/g, '\n').replace(CONTROLS, '');
}

/** Head and tail of a text of at most `chars` characters in all, with a line between them that says how much is left out. */
export function headAndTail(text: string, chars: number): string {
  if (text.length <= chars) return text;
  const head = Math.floor(chars / 3);
  const tail = chars - head;
  return `${text.slice(0, head)}\n... ${text.length - chars} characters left out ...\n${text.slice(-tail)}`;
}
