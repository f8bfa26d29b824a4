import { describe, expect, it } from '@jest/globals';
import { gapsAfter } from '../../bench/sessions.js';
import type { LedgerEntry } from '../tools/scripted-llm/ledger.js';

const entry = (kind: string, receivedMs: number, endedMs: number | null) => ({ kind, receivedMs, endedMs }) as LedgerEntry;

describe('gaps between two requests of a session', () => {
  it('counts from the end of an answer of the given kind to the next request', () => {
    const requests = [entry('text', 0, 10), entry('tools', 15, 20), entry('text', 41, 50), entry('tools', 57, 60)];
    expect(gapsAfter(requests, 'text')).toEqual([5, 7]);
    expect(gapsAfter(requests, 'tools')).toEqual([21]);
  });

  it('leaves out an answer that never ended', () => {
    expect(gapsAfter([entry('text', 0, null), entry('text', 9, 10)], 'text')).toEqual([]);
  });
});
