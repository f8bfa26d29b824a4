import { describe, expect, it } from '@jest/globals';
import { complexityScore, factsOf, tierOf, type ComplexityFacts } from '../../../activities/llm/routing/complexity.js';

const tierOfWork = (work: Parameters<typeof factsOf>[0]) => tierOf(complexityScore(factsOf(work)));
const nothing: ComplexityFacts = { lines: 0, files: 0, dependencies: 0, apiIntegrations: 0, database: false, authentication: false, languages: 1 };

describe('the complexity of work', () => {
  it.each([
    [{}, 0],
    [{ lines: 49 }, 0],
    [{ lines: 50 }, 1],
    [{ lines: 149 }, 2],
    [{ files: 3 }, 3],
    [{ dependencies: 2 }, 2],
    [{ apiIntegrations: 2 }, 4],
    [{ database: true }, 2],
    [{ authentication: true }, 2],
    [{ languages: 2 }, 3],
    [{ lines: 100, files: 2, dependencies: 1, apiIntegrations: 1, database: true, authentication: true, languages: 3 }, 14],
  ] as [Partial<ComplexityFacts>, number][])('is weighed as the contract says: %j is %i', (facts, score) => {
    expect(complexityScore({ ...nothing, ...facts })).toBe(score);
  });

  it('is simple below 3, medium to 6, complex above', () => {
    expect([0, 2, 3, 6, 7, 20].map(tierOf)).toEqual(['simple', 'simple', 'medium', 'medium', 'complex', 'complex']);
  });

  it('is read out of what people and plans say', () => {
    expect(
      factsOf({ text: 'a service with login and a PostgreSQL database that sends Slack webhooks, about 200 lines', files: ['a.py', 'b.py', 'web/c.ts'] }),
    ).toEqual({
      lines: 200,
      files: 3,
      dependencies: 0,
      apiIntegrations: 2,
      database: true,
      authentication: true,
      languages: 2,
    });
    expect(tierOfWork({ text: 'a function that adds two numbers', files: ['add.py'] })).toBe('simple');
    expect(tierOfWork({ text: 'store tasks in SQLite', files: ['store.py'], symbols: ['Store'] })).toBe('medium');
    expect(tierOfWork({ text: 'OAuth2 login against the database', files: ['a.py', 'b.py'], dependencies: ['authlib'] })).toBe('complex');
    // Authors and databases are not authentication and base.
    expect(factsOf({ text: 'a list of books with author and year' })).toMatchObject({ authentication: false, database: false });
  });
});
