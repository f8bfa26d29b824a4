/** Lines as google-java-format writes them: at most 100 columns, what is too long in pieces of its own. */

const COLUMNS = 100;

/** `head(a, b)tail` at this indent: on one line, else the arguments on the next, else each on its own. */
export function wrapCall(indent: number, head: string, parts: string[], tail: string): string {
  const pad = ' '.repeat(indent);
  const whole = `${pad}${head}(${parts.join(', ')})${tail}`;
  if (fits(whole)) return whole;
  const deeper = `${pad}    `;
  const next = `${deeper}${parts.join(', ')})${tail}`;
  if (fits(next)) return `${pad}${head}(\n${next}`;
  return `${pad}${head}(\n${parts.map((part, index) => `${wrapPart(indent + 4, part, index === parts.length - 1 ? `)${tail}` : ',')}`).join('\n')}`;
}

/** A part that is a call itself and too long is broken the same way. */
function wrapPart(indent: number, part: string, tail: string): string {
  const line = `${' '.repeat(indent)}${part}${tail}`;
  if (fits(line)) return line;
  const [, lambda, body] = /^(\(\) ->) (.+)$/s.exec(part) ?? [];
  if (lambda !== undefined && body !== undefined) return `${' '.repeat(indent)}${lambda}\n${wrapPart(indent + 4, body, tail)}`;
  const call = /^((?:new )?[\w.]+)\((.*)\)$/s.exec(part);
  if (!call) return line;
  return wrapCall(indent, call[1] ?? '', splitArguments(call[2] ?? ''), tail);
}

/** Arguments apart: commas in texts and in nested calls do not count. */
function splitArguments(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  let isText = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === '"' && text[at - 1] !== '\\') isText = !isText;
    if (isText) continue;
    if (letter === '(') depth += 1;
    if (letter === ')') depth -= 1;
    if (letter !== ',' || depth > 0) continue;
    parts.push(text.slice(start, at).trim());
    start = at + 1;
  }
  return [...parts, text.slice(start).trim()];
}

/** `name = value;` at this indent: the value on the next line when it does not fit. */
export function wrapAssignment(indent: number, name: string, head: string, parts: string[]): string {
  const whole = `${' '.repeat(indent)}${name} = ${head}(${parts.join(', ')});`;
  return fits(whole) ? whole : `${' '.repeat(indent)}${name} =\n${wrapCall(indent + 4, head, parts, ';')}`;
}

/** A comment for documentation: on one line, else in lines of at most 100 columns. */
export function javadoc(indent: number, text: string): string {
  const pad = ' '.repeat(indent);
  const whole = `${pad}/** ${text} */`;
  if (fits(whole)) return whole;
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && fits(`${last} ${word}`)) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${pad} * ${word}`);
  }
  return `${pad}/**\n${lines.join('\n')}\n${pad} */`;
}

export function fits(line: string): boolean {
  return line.length <= COLUMNS;
}
