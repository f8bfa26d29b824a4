import { describe, expect, it } from '@jest/globals';
import { applyEdit, beginNext, editRefusal, finishTask, newBoard, shareDone } from '../../workflows/board.js';
import type { EditPlanMessage, TaskRef } from '../../contracts/messages.js';

const ref = (id: string): TaskRef => ({ id, role: 'backend-developer', title: id });
const DIGEST = 'a'.repeat(64);
const board = (...ids: string[]) => newBoard({ version: 1, digest: DIGEST }, ids.map(ref));
const edit = (ids: string[], over: Partial<EditPlanMessage> = {}): EditPlanMessage => ({
  decisionId: 'd',
  userId: 'u',
  planVersion: 2,
  planDigest: 'b'.repeat(64),
  baseDigest: DIGEST,
  tasks: ids.map(ref),
  touched: [],
  rerun: [],
  ...over,
});

describe('the board of tasks', () => {
  it('hands them out in order, and none after the last', () => {
    const tasks = board('a', 'b');
    expect(beginNext(tasks)?.id).toBe('a');
    finishTask(tasks, 'a');
    expect(shareDone(tasks)).toBe(0.5);
    expect(beginNext(tasks)?.id).toBe('b');
    expect(beginNext(tasks)).toBeNull();
    expect(tasks.closed).toBe(true);
    expect(editRefusal(tasks, edit(['a', 'b', 'c']))).toMatchObject({ code: 'ACTION_NOT_ALLOWED' });
  });

  it('begins a fork behind what is done', () => {
    expect(beginNext(newBoard({ version: 1, digest: DIGEST }, ['a', 'b', 'c'].map(ref), ['a', 'b']))?.id).toBe('c');
  });

  it('takes changes, moves, additions and removals of what has not begun', () => {
    const tasks = board('a', 'b', 'c');
    beginNext(tasks);
    const change = edit(['a', 'new', 'c'], { touched: ['b', 'c'] });
    expect(editRefusal(tasks, change)).toBeNull();
    expect(applyEdit(tasks, change)).toEqual([]);
    expect(tasks).toMatchObject({ unwritten: 1, plan: { version: 2 } });
    finishTask(tasks, 'a');
    expect([beginNext(tasks)?.id, beginNext(tasks)?.id]).toEqual(['new', 'c']);
  });

  it('names what has begun when an edit touches it, and an edit of an older plan', () => {
    const tasks = board('a', 'b', 'c');
    beginNext(tasks);
    finishTask(tasks, 'a');
    beginNext(tasks);
    expect(editRefusal(tasks, edit(['a', 'b', 'c'], { touched: ['a'] }))).toMatchObject({ code: 'TASK_STARTED', detail: expect.stringMatching(/^a: done/) });
    expect(editRefusal(tasks, edit(['a', 'b', 'c'], { touched: ['b'] }))).toMatchObject({ code: 'TASK_STARTED', detail: expect.stringMatching(/^b: at work/) });
    expect(editRefusal(tasks, edit(['b', 'c'], { touched: ['a'], rerun: ['a'] }))).toMatchObject({
      code: 'TASK_STARTED',
      detail: expect.stringMatching(/removed/),
    });
    expect(editRefusal(tasks, edit(['a', 'b', 'c'], { touched: ['a'], rerun: ['a', 'b'] }))).toMatchObject({ detail: expect.stringMatching(/^b: at work/) });
    expect(editRefusal(tasks, edit(['a', 'b', 'c'], { baseDigest: 'c'.repeat(64) }))).toMatchObject({ code: 'APPROVAL_STALE' });
    expect(editRefusal(null, edit(['a']))).toMatchObject({ code: 'ACTION_NOT_ALLOWED' });
  });

  it('runs a done task again with what depends on it, in a round of its own, and nothing else', () => {
    const tasks = board('a', 'b', 'c', 'd');
    for (const id of ['a', 'b', 'c']) {
      beginNext(tasks);
      finishTask(tasks, id);
    }
    const redo = edit(['a', 'b', 'c', 'd'], { touched: ['a'], rerun: ['a', 'c', 'd'] });
    expect(editRefusal(tasks, redo)).toBeNull();
    expect(applyEdit(tasks, redo)).toEqual(['a', 'c']);
    expect(tasks.rounds).toEqual({ a: 1, c: 1 });
    expect([beginNext(tasks)?.id, beginNext(tasks)?.id, beginNext(tasks)?.id, beginNext(tasks)]).toEqual(['a', 'c', 'd', null]);
  });
});
