import { describe, expect, it } from '@jest/globals';
import { guessType, intentOf } from '../../cli/intent.js';
import { closingLine, isGreen, jestArguments, totalsOf } from '../../cli/commands/test.js';
import { intentSchema } from '../../schemas/intent.js';

describe('mw test', () => {
  it('closes with the plain figures of the report; a file that cannot be loaded is a failure', () => {
    const totals = totalsOf({ numPassedTests: 7, numFailedTests: 1, numRuntimeErrorTestSuites: 2, numPendingTests: 3, numTodoTests: 1 });
    expect(closingLine(totals)).toBe('7 passed, 3 failed, 4 skipped');
    expect(isGreen(totals)).toBe(false);
  });

  it('is not green when nothing ran', () => {
    expect(isGreen(totalsOf({}))).toBe(false);
    expect(isGreen(totalsOf({ numPassedTests: 1 }))).toBe(true);
  });

  it('leaves the crash tests out and passes paths on', () => {
    const args = jestArguments(['test/cli'], '/tmp/report.json');
    expect(args).toContain('--testPathIgnorePatterns=/test/chaos/');
    expect(args.slice(-2)).toEqual(['--outputFile=/tmp/report.json', 'test/cli']);
  });

  it('runs what stands apart only when it is asked for', () => {
    expect(jestArguments([], '/tmp/report.json').filter((arg) => arg.startsWith('--testMatch'))).toEqual([]);
    expect(jestArguments([], '/tmp/report.json', ['api', 's3']).filter((arg) => arg.startsWith('--testMatch'))).toEqual([
      '--testMatch=**/test/api/fuzz-long.ts',
      '--testMatch=**/test/blobs/s3.ts',
    ]);
  });
});

describe('an intent from the command line', () => {
  it('is what the API takes, with every option', () => {
    const intent = intentOf('a REST API for tasks', {
      title: 'T',
      budget: '1.5',
      language: 'python',
      prefer: 'fast',
      deploy: false,
      review: true,
    });
    expect(intentSchema.parse(intent)).toMatchObject({ project_type: 'api', budget_usd: 1.5, options: { deployment: false, tests: true, review: true } });
    expect(intentSchema.safeParse(intentOf('x', {})).success).toBe(true);
  });

  it('is of the kind its first telling word says', () => {
    expect(guessType('a CLI that calls an API')).toBe('cli');
    expect(guessType('a REST API for libraries')).toBe('api');
    expect(guessType('a function that adds numbers')).toBe('library');
    expect(guessType('a landing page for a bakery')).toBe('website');
    expect(guessType('something useful')).toBe('api');
  });
});
