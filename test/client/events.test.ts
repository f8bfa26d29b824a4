import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ApiProblem, createClient, NoAnswer, type EventsOptions, type NumberedEvent } from '../../client/index.js';
import { eventually } from '../embedded/workshop.js';
import { BUILD, startStubApi, type StubApi } from '../cli/stub-api.js';

const stubs: StubApi[] = [];
afterEach(async () => {
  for (const stub of stubs.splice(0)) await stub.close();
});

async function startStub(port = 0, forgetful = false): Promise<StubApi> {
  const stub = await startStubApi({ port, forgetful });
  stubs.push(stub);
  return stub;
}

function read(port: number, options: EventsOptions = {}) {
  return createClient({ baseUrl: `http://127.0.0.1:${port}`, token: 'secret' }).events(BUILD, options);
}

async function next(events: AsyncGenerator<NumberedEvent, void, void>, count: number): Promise<number[]> {
  const seqs: number[] = [];
  while (seqs.length < count) {
    const { value, done } = await events.next();
    if (done || !value) break;
    seqs.push(value.seq);
  }
  return seqs;
}

describe('the events of a build', () => {
  it('come in order and end with build.ended', async () => {
    const stub = await startStub();
    stub.emit('phase.started', { phase: 'plan', progress: 1 });
    stub.emit('build.ended', { status: 'completed', failure: null });
    expect(await next(read(stub.port), 9)).toEqual([1, 2]);
    expect(stub.requests[0]).toMatchObject({ lastEventId: '0', token: 'Bearer secret' });
  });

  it('resume after connections cut in the middle of an event, without a hole or a repeat', async () => {
    const stub = await startStub();
    for (let event = 0; event < 3; event += 1) stub.emit('note', { text: 'ä' });
    const events = read(stub.port);
    expect(await next(events, 3)).toEqual([1, 2, 3]);
    stub.cut();
    stub.emit('note', { text: 'while nobody listened' });
    expect(await next(events, 1)).toEqual([4]);
    stub.cut();
    stub.emit('build.ended', { status: 'completed', failure: null });
    expect(await next(events, 9)).toEqual([5]);
    expect(stub.requests.map(({ lastEventId }) => lastEventId)).toEqual(['0', '3', '4']);
  });

  it('resume when the API was restarted and refuses at first', async () => {
    const first = await startStub();
    first.emit('note');
    const events = read(first.port);
    expect(await next(events, 1)).toEqual([1]);
    await first.close();
    stubs.splice(0);
    const pending = next(events, 9);
    const second = await startStub(first.port);
    second.refuse(/events$/, 503, { code: 'UNAVAILABLE', title: 'away' });
    second.emit('note');
    second.emit('build.ended', { status: 'failed', failure: null });
    expect(await pending).toEqual([2]);
  });

  it('are not disturbed by what is shown in passing, which is heard apart', async () => {
    const stub = await startStub();
    const heard: string[] = [];
    const events = read(stub.port, { onPassing: ({ kind, text }) => heard.push(`${kind}: ${String(text)}`) });
    stub.emit('note');
    expect(await next(events, 1)).toEqual([1]);
    stub.pass({ kind: 'thinking', build_id: BUILD, task: 't1', turn: 1, text: 'I look', chars: 6, seconds: 1 });
    stub.emit('note');
    stub.emit('build.ended', { status: 'completed', failure: null });
    expect(await next(events, 9)).toEqual([2, 3]);
    expect(heard).toEqual(['thinking: I look']);
  });

  it('that a server sends twice are seen once', async () => {
    const stub = await startStub(0, true);
    stub.emit('note');
    stub.emit('note');
    const events = read(stub.port);
    expect(await next(events, 2)).toEqual([1, 2]);
    stub.cut();
    stub.emit('build.ended', { status: 'completed', failure: null });
    expect(await next(events, 9)).toEqual([3]);
  });

  it('are read again when one is missing', async () => {
    const stub = await startStub();
    const events = read(stub.port);
    stub.emit('note');
    expect(await next(events, 1)).toEqual([1]);
    stub.skip('note');
    stub.emit('note');
    stub.emit('build.ended', { status: 'completed', failure: null });
    expect(await next(events, 9)).toEqual([2, 3, 4]);
  });

  it('that were left out because the reader was slow are read again, and the reader hears of it', async () => {
    const stub = await startStub();
    let gaps = 0;
    const events = read(stub.port, { onGap: () => (gaps += 1) });
    stub.emit('note');
    expect(await next(events, 1)).toEqual([1]);
    stub.skip('note');
    stub.gap();
    stub.emit('build.ended', { status: 'completed', failure: null });
    expect(await next(events, 9)).toEqual([2, 3]);
    expect(gaps).toBe(1);
  });

  it('are no longer sent to a reader who has left, even after its signals were collected as garbage', async () => {
    const stub = await startStub();
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    stub.emit('note');
    for (let reader = 0; reader < 5; reader += 1) {
      const events = read(stub.port, { signal: new AbortController().signal });
      expect(await next(events, 1)).toEqual([1]);
      collect();
      await events.return();
    }
    await eventually(() => stub.listeners() === 0);
  });

  it('are over at once when the server says so', async () => {
    const stub = await startStubApi({ over: true });
    stubs.push(stub);
    expect(await next(read(stub.port, { after: 7 }), 9)).toEqual([]);
    expect(stub.requests).toHaveLength(1);
  });

  it('of an unknown build, or without a right, are refused at once', async () => {
    const stub = await startStub();
    stub.refuse(/events$/, 404, { code: 'NOT_FOUND', title: 'There is no such thing here' });
    await expect(next(read(stub.port), 1)).rejects.toThrow(ApiProblem);
  });

  it('are given up when nobody answers for as long as was asked', async () => {
    await expect(next(read(9, { retry: { forMs: 0 } }), 1)).rejects.toThrow(NoAnswer);
  });

  it('stop at once when interrupted', async () => {
    const stub = await startStub();
    stub.emit('note');
    const interrupt = new AbortController();
    const events = read(stub.port, { signal: interrupt.signal });
    expect(await next(events, 1)).toEqual([1]);
    const pending = next(events, 1);
    interrupt.abort();
    await expect(pending).rejects.toThrow(interrupt.signal.reason as Error);
  });
});
