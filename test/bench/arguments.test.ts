import { describe, expect, it } from '@jest/globals';
import { parseArguments } from '../../bench/arguments.js';

const KNOWN = ['idle', 'plan', 'turn'];

describe('the arguments of the benchmarks', () => {
  it('runs all without a name, in the order of the registry', () => {
    expect(parseArguments([], KNOWN)).toEqual({ names: KNOWN, json: false, quick: false, strict: false, keep: false });
  });

  it('runs the named ones once each, in the order of the registry', () => {
    expect(parseArguments(['turn', '--quick', 'idle', 'turn', '--json'], KNOWN)).toMatchObject({ names: ['idle', 'turn'], quick: true, json: true });
  });

  it('names what there is when a name or an option is unknown', () => {
    expect(() => parseArguments(['speed'], KNOWN)).toThrow('There is no benchmark "speed". There are: idle, plan, turn.');
    expect(() => parseArguments(['--fast'], KNOWN)).toThrow('--fast');
  });
});
