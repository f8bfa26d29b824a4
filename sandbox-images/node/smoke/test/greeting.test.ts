import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { greet } from '../src/greeting.ts';

describe('greet', () => {
  it('greets by name', () => assert.equal(greet('Ada'), 'Hello, Ada!'));
  it('refuses an empty name', () => assert.throws(() => greet(''), RangeError));
});
