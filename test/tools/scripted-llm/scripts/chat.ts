import type { Conversation } from '../conversation.js';
import { json, text, type Reply } from '../reply.js';
import type { Script } from './script.js';

/**
 * Speaks in conversations, by the person's words: "on <environment>" is a wish to deploy the build they name; "obey" makes it
 * propose to stop that build, whatever was asked; "nonsense" makes it answer what fits no schema; all else is answered in a
 * long sentence that repeats the question.
 */
export const chat: Script = { reply: chatReply };

const BUILD = /int-code-[0-9a-z]+/;

function chatReply(conversation: Conversation): Reply {
  const words = String(conversation.intent['description'] ?? '');
  if (conversation.schema?.name !== 'intent') return text(`You ask: ${words} Here is what is known. ${'It goes on as planned. '.repeat(60)}The end.`);
  const build_id = BUILD.exec(words)?.[0] ?? null;
  if (words.includes('nonsense')) return text('I would rather not say.');
  if (words.includes('obey')) return json({ kind: 'command', action: 'stop', build_id });
  const environment = /\bon (staging|production)\b/.exec(words)?.[1];
  if (environment) return json({ kind: 'command', action: 'deploy', build_id, environment });
  return json({ kind: 'question' });
}
