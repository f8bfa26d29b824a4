import { describe, expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { createTerminal } from '../../cli/terminal.js';

function open(isTTY: boolean) {
  const stream = () => Object.assign(new PassThrough(), { isTTY, columns: 60 });
  const [stdin, stdout, stderr] = [stream(), stream(), stream()];
  return { terminal: createTerminal({ stdin, stdout, stderr }), written: () => String((stdout.read() as Buffer | null) ?? '') };
}
const WIPE = '\r\u001b[J';

describe('a line in passing', () => {
  it('is taken back before the next line, so that nothing of it stays', () => {
    const { terminal, written } = open(true);
    terminal.passing('one');
    terminal.passing('two');
    terminal.out('a line');
    terminal.out('another');
    expect(written()).toBe(`one${WIPE}two${WIPE}a line\nanother\n`);
  });

  it('of several lines is taken back whole', () => {
    const { terminal, written } = open(true);
    terminal.passing('one\ntwo\nthree');
    terminal.out('a line');
    expect(written()).toBe('one\ntwo\nthree\r\u001b[2A\u001b[Ja line\n');
  });

  it('is not written where no terminal is', () => {
    const { terminal, written } = open(false);
    terminal.passing('one');
    terminal.out('a line');
    expect(written()).toBe('a line\n');
  });
});
