import type { Conversation } from '../conversation.js';
import { json, text, type Reply } from '../reply.js';
import type { Script } from './script.js';

/**
 * Writes a calculator of two functions with a test each, for `POST /execute`. The person's words say how often it is wrong:
 * "wrong 3 times" (one of its two tests fails), "broken 2 times" (it does not even load), "prose 1 times" (no code at all), "endless 1 times" (it never ends).
 */
export const execute: Script = { reply: executeReply };

function executeReply(conversation: Conversation): Reply {
  const language = conversation.language;
  if (conversation.schema?.name === 'language') return json({ language: language === 'typescript' ? 'node' : 'python' });
  const words = String(conversation.intent['description'] ?? '');
  const attempt = conversation.task?.attempt ?? 1;
  const is = (kind: string) => attempt <= Number(new RegExp(`\\b${kind} (\\d+) times`).exec(words)?.[1] ?? 0);
  if (is('prose')) return text(`Attempt ${attempt}: I would add the numbers.`);
  const module = is('endless')
    ? ENDLESS[language]
    : is('broken')
      ? `this is no program, attempt ${attempt} (\n`
      : MODULES[language](is('wrong') ? '+' : '-', attempt);
  const [path, testPath] = PATHS[language];
  // The tests are written once; later answers only mend the program.
  const files = attempt === 1 || words.includes('prose') ? [block(path, module), block(testPath, TESTS[language])] : [block(path, module)];
  return text(files.join('\n\n'));
}

const PATHS = { python: ['calculator.py', 'tests/test_calculator.py'], typescript: ['src/calculator.ts', 'test/calculator.test.ts'] } as const;

const MODULES = {
  python: (sign: string, attempt: number) => `# attempt ${attempt}\ndef add(a, b):\n    return a + b\n\n\ndef subtract(a, b):\n    return a ${sign} b\n`,
  typescript: (sign: string, attempt: number) =>
    `// attempt ${attempt}\nexport function add(a: number, b: number): number {\n  return a + b;\n}\n\nexport function subtract(a: number, b: number): number {\n  return a ${sign} b;\n}\n`,
};

const ENDLESS = { python: 'while True:\n    pass\n', typescript: 'for (;;);\n' } as const;

const TESTS = {
  python: `from calculator import add, subtract\n\n\ndef test_add():\n    assert add(2, 3) == 5\n\n\ndef test_subtract():\n    assert subtract(5, 3) == 2\n`,
  typescript: `import { test } from 'node:test';\nimport assert from 'node:assert/strict';\nimport { add, subtract } from '../src/calculator.ts';\n\ntest('adds', () => assert.equal(add(2, 3), 5));\ntest('subtracts', () => assert.equal(subtract(5, 3), 2));\n`,
};

function block(path: string, content: string): string {
  return `\`\`\`${path.slice(path.lastIndexOf('.') + 1)}:${path}\n${content}\`\`\``;
}
