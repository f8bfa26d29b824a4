import { describe, expect, it } from '@jest/globals';
import { parseArguments } from '../../bench/arguments.js';

const KNOWN = ['idle', 'plan', 'turn'];

describe('the arguments of the benchmarks', () => {
  it('runs all without a name, in the order of the registry', () => {
    expect(parseArguments([], KNOWN)).toEqual({ names: KNOWN, json: false, quick: false, strict: false, keep: false, minutes: 60 });
  });

  it('runs the named ones once each, in the order of the registry', () => {
    expect(parseArguments(['turn', '--quick', 'idle', 'turn', '--json'], KNOWN)).toMatchObject({ names: ['idle', 'turn'], quick: true, json: true });
  });

  it('leaves out without a name what runs only when it is named', () => {
    expect(parseArguments([], KNOWN, ['plan']).names).toEqual(['idle', 'turn']);
    expect(parseArguments(['plan', '--minutes', '5'], KNOWN, ['plan'])).toMatchObject({ names: ['plan'], minutes: 5 });
    for (const minutes of ['0', 'x', '100000']) expect(() => parseArguments(['plan', '--minutes', minutes], KNOWN)).toThrow('--minutes');
  });

  it('names what there is when a name or an option is unknown', () => {
    expect(() => parseArguments(['speed'], KNOWN)).toThrow('There is no benchmark "speed". There are: idle, plan, turn.');
    expect(() => parseArguments(['--fast'], KNOWN)).toThrow('--fast');
  });
});
