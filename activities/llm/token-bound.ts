import type { ChatRequest } from './port.js';

/*
 * What a prompt may cost must be known before it is sent, for tokenizers we do not have. So each character is weighed by how
 * badly the usual ones (byte pairs over 100,000 to 260,000 entries) split its kind; test/llm/token-bound.test.ts holds the
 * bound against one of them, over prose, code, random letters, base64, hex and other scripts.
 */
// The first letter of a word is a token at worst, the later ones of random letters more than half of one.
const FIRST_LETTER = 0.8;
const LETTER = 0.58;
const CAPITAL = 0.62;
// Where small and capital letters and digits alternate, as in keys and base64, few pairs are known.
const TURN = 0.35;
// Some tokenizers take each digit alone.
const DIGIT = 1;
// A mark is a token at most; a run of spaces or of one mark is one, however long.
const MARK = 1;
const SPACE = 0.3;
const REPEATED = 0.1;

const enum Kind {
  lower,
  upper,
  digit,
  space,
  mark,
  other,
}

/** Tokens that a text has at most, with any tokenizer in use; for prose and code about twice what it has. */
export function tokenBound(text: string): number {
  let tokens = 0;
  let before = Kind.space;
  let last = -1;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const kind = kindOf(code);
    tokens += code === last && (kind === Kind.space || kind === Kind.mark) ? REPEATED : weight(kind, before, code);
    before = kind;
    last = code;
  }
  return Math.ceil(tokens);
}

function weight(kind: Kind, before: Kind, code: number): number {
  switch (kind) {
    case Kind.lower:
      return before > Kind.digit ? FIRST_LETTER : LETTER + (before === Kind.digit ? TURN : 0);
    case Kind.upper:
      return before > Kind.digit ? FIRST_LETTER : CAPITAL + (before === Kind.upper ? 0 : TURN);
    case Kind.digit:
      return DIGIT;
    case Kind.space:
      return SPACE;
    case Kind.mark:
      return MARK;
    case Kind.other:
      // Other scripts: a byte of UTF-8 a token at worst.
      return code < 0x800 ? 2 : 3;
  }
}

function kindOf(code: number): Kind {
  if (code >= 0x61 && code <= 0x7a) return Kind.lower;
  if (code >= 0x41 && code <= 0x5a) return Kind.upper;
  if (code >= 0x30 && code <= 0x39) return Kind.digit;
  if (code === 0x20 || code === 0x0a) return Kind.space;
  return (code > 0x20 && code < 0x7f) || code === 0x09 || code === 0x0d ? Kind.mark : Kind.other;
}

// How much more than its tokens the bound of prose and code is.
export const BOUND_FACTOR = 2;

// Role, separators and ids around a message or a call, in the formats that are published; and what every request has.
const AROUND_MESSAGE = 12;
const AROUND_REQUEST = 50;

/** Tokens that a request's prompt has at most: messages, tools and schema as they are sent. */
export function promptBound(request: ChatRequest): number {
  let tokens = AROUND_REQUEST;
  for (const message of request.messages) {
    tokens += AROUND_MESSAGE + tokenBound(message.content ?? '');
    if (message.role === 'assistant') for (const call of message.toolCalls) tokens += AROUND_MESSAGE + tokenBound(call.id + call.name + call.arguments);
    if (message.role === 'tool') tokens += tokenBound(message.toolCallId);
  }
  if (request.tools) tokens += tokenBound(JSON.stringify(request.tools));
  if (request.schema) tokens += tokenBound(JSON.stringify(request.schema));
  return tokens;
}
