import { MillwrightError } from '../../../contracts/failures.js';
import type { ChatMessage } from '../../llm/port.js';
import { headAndTail } from '../tools/output.js';
import { messagesOf, type Assembled } from './assemble.js';
import { countMessages, countTools, tokenCounter, tokensAtMost } from './tokens.js';
import { shortened } from './turns.js';
import type { Window } from './window.js';

// Below this a text says nothing any more.
const TEXT_CHARS_MIN = 200;

// Where role, intent, plan and task are denser than was assumed, they are given less, twice, before nothing helps.
const ROOMS = [1, 1 / 2, 1 / 4];

/**
 * The messages of a request, surely within the window. Usually they are as they came; where one turn alone is larger than
 * the window, its longest results are halved until it fits. `assembled` makes the request as for a window of that size.
 * The same rows give the same messages. Throws LLM_REQUEST_REFUSED when the fixed parts alone are too large.
 */
export async function fitWindow(assembled: (window: Window) => Assembled, window: Window): Promise<ChatMessage[]> {
  for (const share of ROOMS) {
    const messages = await shrunk(assembled({ ...window, input: Math.floor(window.input * share) }), window);
    if (messages) return messages;
  }
  throw new MillwrightError(
    'LLM_REQUEST_REFUSED',
    `the role, the intent and the task alone need more than the ${window.input} tokens that the model's window leaves for a request; choose a model with a larger window`,
  );
}

async function shrunk(assembled: Assembled, window: Window): Promise<ChatMessage[] | null> {
  const messages = messagesOf(assembled);
  // Without counting, most of the time: a token is a byte at least.
  if (tokensAtMost(messages) + Buffer.byteLength(JSON.stringify(assembled.tools)) <= window.input) return messages;
  const count = await tokenCounter();
  let excess = countMessages(count, messages) + countTools(count, assembled.tools) - window.input;
  while (excess > 0) {
    const at = longest(messages);
    const before = messages[at];
    if (!before) return null;
    const after = halved(before);
    const saved = countMessages(count, [before]) - countMessages(count, [after]);
    if (saved <= 0) return null;
    messages[at] = after;
    excess -= saved;
  }
  return messages;
}

/** The message that can give most; -1 when none can. */
function longest(messages: readonly ChatMessage[]): number {
  let best = -1;
  let most = TEXT_CHARS_MIN * 2;
  for (const [at, message] of messages.entries()) {
    const chars = spare(message);
    if (chars <= most) continue;
    best = at;
    most = chars;
  }
  return best;
}

/** Characters that may be halved: results and arguments, never what the engine or a person said. */
function spare(message: ChatMessage): number {
  if (message.role === 'tool') return message.content.length;
  if (message.role !== 'assistant') return 0;
  return (message.content?.length ?? 0) + message.toolCalls.reduce((sum, call) => sum + call.arguments.length, 0);
}

function halved(message: ChatMessage): ChatMessage {
  if (message.role === 'tool') return { ...message, content: headAndTail(message.content, Math.floor(message.content.length / 2)) };
  if (message.role !== 'assistant') return message;
  const content = message.content === null ? null : headAndTail(message.content, Math.max(TEXT_CHARS_MIN, Math.floor(message.content.length / 2)));
  return { ...message, content, toolCalls: message.toolCalls.map(shortened) };
}
