import type { Conversation } from '../conversation.js';
import { json, text, type Reply } from '../reply.js';
import { calculators, type Calculator } from './calculators.js';
import type { Script } from './script.js';

/**
 * Writes a calculator of two functions with a test each, for `POST /execute`, in the language that is asked for. The person's
 * words say how often it is wrong: "wrong 3 times" (one of its two tests fails), "broken 2 times" (it does not even load),
 * "prose 1 times" (no code at all), "endless 1 times" (it never ends).
 */
export const execute: Script = { reply: executeReply };

function executeReply(conversation: Conversation): Reply {
  if (conversation.schema?.name === 'language') return json({ language: conversation.language === 'typescript' ? 'node' : 'python' });
  const words = String(conversation.intent['description'] ?? '');
  const attempt = conversation.task?.attempt ?? 1;
  const is = (kind: string) => attempt <= Number(new RegExp(`\\b${kind} (\\d+) times`).exec(words)?.[1] ?? 0);
  if (is('prose')) return text(`Attempt ${attempt}: I would add the numbers.`);
  const { path, testPath, tests, module, endless } = calculatorOf(conversation);
  const broken = `this is no program, attempt ${attempt} (\n`;
  const program = is('endless') ? endless : is('broken') ? broken : module(is('wrong') ? '+' : '-', attempt);
  // The tests are written once; later answers only mend the program.
  const files = attempt === 1 || words.includes('prose') ? [block(path, program), block(testPath, tests)] : [block(path, program)];
  return text(files.join('\n\n'));
}

/** An execution's request names its language as the person did. */
function calculatorOf({ intent, language }: Conversation): Calculator {
  const { stack } = (intent['constraints'] ?? {}) as { stack?: unknown };
  const found = calculators[typeof stack === 'string' ? stack : language] ?? calculators[language];
  if (!found) throw new Error(`there is no calculator in ${language}`);
  return found;
}

function block(path: string, content: string): string {
  return `\`\`\`${path.slice(path.lastIndexOf('.') + 1)}:${path}\n${content}\`\`\``;
}
