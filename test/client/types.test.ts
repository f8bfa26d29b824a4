import { describe, expect, it } from '@jest/globals';
import type { BuildStatus as Answer, WaitingFor as Waiting } from '../../client/index.js';
import type { BuildStatus, Environment, Gate, PhaseName, WaitingFor } from '../../contracts/messages.js';
import { LAST_KIND } from '../../client/events.js';
import { LAST_EVENT_KIND } from '../../contracts/events.js';

type Same<A, B> = [A, B] extends [B, A] ? true : { is: A; not: B };

// The compiler holds these: schemas may not import contracts, so both spell the words out.
const SAME: [
  Same<Answer['status'], BuildStatus>,
  Same<NonNullable<Answer['phase']>, PhaseName>,
  Same<NonNullable<Answer['gate']>, Gate>,
  Same<Waiting['kind'], WaitingFor['kind']>,
  Same<Answer['deployments'][number]['environment'], Environment>,
] = [true, true, true, true, true];

describe('the words of the generated client', () => {
  it('are those of the contracts', () => {
    expect(SAME).not.toContain(false);
  });

  it('know which event of a build is the last', () => {
    expect(LAST_KIND).toBe(LAST_EVENT_KIND);
  });
});
