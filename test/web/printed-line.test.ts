import { describe, expect, it } from '@jest/globals';
import { readLogged } from '../../web/src/builds/printed-line.js';

describe('a line that a service logs as JSON', () => {
  it('is its level, its message and the rest; its time stands beside it already', () => {
    const said = { level: 'info', tone: 'plain', message: 'request', details: [{ name: 'status', value: '200' }] };
    for (const line of [
      { time: '2026-11-20T10:00:00Z', level: 'info', event: 'request', status: 200 },
      { ts: 1_795_000_000, level: 30, msg: 'request', status: 200 },
      { '@timestamp': 'x', severity: 'info', message: 'request', status: '200' },
    ])
      expect(readLogged(JSON.stringify(line))).toEqual(said);
  });

  it('is told by its tone when it warns or fails, however the service writes that', () => {
    const toneOf = (level: unknown) => readLogged(JSON.stringify({ level, msg: 'x' }))?.tone;
    expect(['WARN', 'warning', 40, 'ERROR', 'fatal', 50, 'debug', 'terror'].map(toneOf)).toEqual([
      'wait',
      'wait',
      'wait',
      'bad',
      'bad',
      'bad',
      'plain',
      'plain',
    ]);
  });

  it('keeps what it says beyond that, whatever it is', () => {
    const line = '{"time":"t","msg":"","message":"second","__proto__":{"a":1},"error":null,"time":"u"}';
    expect(readLogged(line)).toEqual({
      level: null,
      tone: 'plain',
      message: '',
      details: [
        { name: 'message', value: 'second' },
        { name: '__proto__', value: '{"a":1}' },
        { name: 'error', value: 'null' },
      ],
    });
  });

  it('stays as it is when it is anything else', () => {
    for (const text of [
      '',
      'Listening on 8080',
      '{"msg": "cut',
      '{"msg":"no time, no level"}',
      '{"level":"info","time":"t"}',
      '[1]',
      '{"msg":1,"time":"t"}',
      ' {"msg":"x","ts":1}',
    ])
      expect(readLogged(text)).toBeNull();
  });
});
