import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { readLanguages } from '../../api/languages.js';
import { requireSupportedLanguage } from '../../api/unsupported-language.js';
import { projectRoot } from '../../config.js';
import { intentSchema } from '../../schemas/intent.js';

const KNOWN = readLanguages(join(projectRoot, 'sandbox-images'));

/** The pointer of the refusal, or null where it is taken. */
function refused(description: string, more: { constraints?: { stack: string | string[] }; artifacts?: { repo: string } } = {}): string | null {
  try {
    requireSupportedLanguage(KNOWN, intentSchema.parse({ description, ...more }));
    return null;
  } catch (error) {
    expect(error).toMatchObject({ code: 'LANGUAGE_UNSUPPORTED', message: expect.stringContaining('typescript') });
    return (error as { options: { errors: { pointer: string }[] } }).options.errors[0]?.pointer ?? '';
  }
}

describe('an intent whose stack names only a language without a sandbox', () => {
  it.each(['a REST API for tasks in Rust', 'a REST API for tasks, written in Kotlin.', 'an app with syntax highlighting for PHP and Perl'])(
    'is left to the planner where only its words name one: %s',
    (description) => expect(refused(description)).toBeNull(),
  );

  it('is refused at once, unless something names a language that there is', () => {
    expect(refused('a REST API for tasks', { constraints: { stack: ['rust'] } })).toBe('/constraints/stack');
    expect(refused('a REST API for tasks', { constraints: { stack: 'Elixir, PostgreSQL' } })).toBe('/constraints/stack');
    expect(refused('a REST API for tasks', { constraints: { stack: ['python', 'rust'] } })).toBeNull();
    expect(refused('a REST API in TypeScript', { constraints: { stack: ['rust'] } })).toBeNull();
    expect(refused('a REST API for tasks', { constraints: { stack: ['fastapi', 'postgres'] } })).toBeNull();
  });

  it('is told which of those that there are the built-in model does not write', () => {
    const intent = intentSchema.parse({ description: 'a REST API for tasks', constraints: { stack: ['rust'] } });
    expect(() => requireSupportedLanguage(KNOWN, intent)).toThrow(
      /there are: .*ruby \(the built-in template model, which needs no key, does not write ruby\)\. Name one of these/,
    );
  });

  it('is left to its files where there is a repository', () => {
    expect(refused('fix the totals', { constraints: { stack: ['rust'] }, artifacts: { repo: 'https://example.org/shop.git' } })).toBeNull();
  });
});
