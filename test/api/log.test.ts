import { describe, expect, it } from '@jest/globals';
import { errorForLog } from '../../api/log.js';

describe('an error in the log', () => {
  it('names every cause, and shows no parameter of a failed query', () => {
    const cause = Object.assign(new Error('duplicate key'), { code: '23505' });
    const logged = errorForLog(new Error('Failed query: insert into t values ($1)\nparams: a secret', { cause }));
    expect(logged).toMatchObject({ message: 'Failed query: insert into t values ($1)', cause: { message: 'duplicate key', code: '23505' } });
    expect(JSON.stringify(logged)).not.toContain('a secret');
  });

  it('ends, whatever the causes do', () => {
    const circle = new Error('round');
    circle.cause = circle;
    expect(JSON.stringify(errorForLog(circle)).match(/round/g)?.length).toBe(6);
    expect(errorForLog('just text')).toEqual({ type: 'string', message: 'just text' });
  });
});
