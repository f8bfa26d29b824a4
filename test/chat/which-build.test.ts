import { describe, expect, it } from '@jest/globals';
import { distance, whichBuild } from '../../api/chat/which-build.js';
import type { BuildHead } from '../../db/queries/chat-facts.js';

const head = (id: string, title: string, open = true): BuildHead => ({
  id: `int-code-${id}`,
  title,
  status: open ? 'coding' : 'completed',
  phase: null,
  progress: 10,
  waitingFor: null,
  endedAt: open ? null : new Date(),
  updatedAt: new Date(),
  projectId: 'p',
  budgetUsd: 5,
});
const HEADS = [head('7k2m9q', 'Tasks API'), head('abc123', 'Shop'), head('zzzz99', 'Old tasks', false)];
const isOpen = ({ endedAt }: BuildHead) => endedAt === null;
const ask = (refs: string[], words = '', focus: string | null = null) => whichBuild({ refs, words, focus }, HEADS, isOpen);

describe('which build is meant', () => {
  it('is the one that is named', () => expect(ask(['int-code-abc123'])).toEqual({ build: HEADS[1] }));

  it('is asked back with what a typing mistake could mean', () => {
    expect(ask(['int-code-7k2n9q'])).toEqual({ unknown: 'int-code-7k2n9q', near: [HEADS[0]] });
    expect(ask(['int-code-7km29q'])).toMatchObject({ near: [HEADS[0]] });
    expect(ask(['int-code-qqqqqq'])).toEqual({ unknown: 'int-code-qqqqqq', near: [] });
  });

  it('is found by words of its title or the end of its id', () => {
    expect(ask([], 'tasks api')).toEqual({ build: HEADS[0] });
    expect(ask([], 'abc123')).toEqual({ build: HEADS[1] });
    expect(whichBuild({ refs: [], words: 'task', focus: null }, HEADS, () => true)).toEqual({ several: [HEADS[0], HEADS[2]] });
    expect(ask([], 'using sqlite')).toEqual({ unclear: true });
  });

  it('is of namesakes the one that can do it; when none can, all are asked about', () => {
    expect(ask([], 'task')).toEqual({ build: HEADS[0] });
    expect(whichBuild({ refs: [], words: 'task', focus: null }, HEADS, () => false)).toEqual({ several: [HEADS[0], HEADS[2]] });
  });

  it('is the one that was talked about, else the only one that fits, else asked for', () => {
    expect(ask([], '', 'int-code-abc123')).toEqual({ build: HEADS[1] });
    expect(ask([])).toEqual({ several: [HEADS[0], HEADS[1]] });
    expect(whichBuild({ refs: [], words: '', focus: null }, HEADS, ({ title }) => title === 'Shop')).toEqual({ build: HEADS[1] });
    expect(whichBuild({ refs: [], words: '', focus: null }, [], isOpen)).toEqual({ none: true });
  });

  it('counts slips of the fingers', () => {
    expect([distance('abc', 'abc'), distance('abc', 'abd'), distance('abc', 'acb'), distance('abc', 'ab'), distance('', 'ab')]).toEqual([0, 1, 1, 1, 2]);
  });
});
