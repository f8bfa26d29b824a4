import { describe, expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { createTerminal } from '../../cli/terminal.js';
import { ProgressView } from '../../cli/view/progress.js';

function open(isTTY: boolean) {
  const stream = () => Object.assign(new PassThrough(), { isTTY, columns: 60 });
  const [stdin, stdout, stderr] = [stream(), stream(), stream()];
  return { terminal: createTerminal({ stdin, stdout, stderr }), written: () => String((stdout.read() as Buffer | null) ?? '') };
}
const WIPE = '\r\u001b[2K';

describe('a line in passing', () => {
  it('is taken back before the next line, so that nothing of it stays', () => {
    const { terminal, written } = open(true);
    terminal.passing('one');
    terminal.passing('two');
    terminal.out('a line');
    terminal.out('another');
    expect(written()).toBe(`one${WIPE}two${WIPE}a line\nanother\n`);
  });

  it('is not written where no terminal is', () => {
    const { terminal, written } = open(false);
    terminal.passing('one');
    terminal.out('a line');
    expect(written()).toBe('a line\n');
  });

  it('shows the newest words of a turn, in one line without escape sequences', () => {
    const { terminal } = open(true);
    const view = new ProgressView({ colors: terminal.colors, width: 60, cut: true });
    const event = { kind: 'thinking' as const, build_id: 'b', task: 't1', turn: 3, chars: 500, seconds: 12 };
    const line = view.thinking({ ...event, text: `${'old words '.repeat(30)}\u001b[31m and\nthe newest` });
    expect(line).toMatch(/t1 turn 3, 12 s: \.\.\..* and the newest/);
    // eslint-disable-next-line no-control-regex
    expect(line.replaceAll(/\u001b\[\d+m/g, '').length).toBeLessThanOrEqual(60);
    expect(view.thinking({ ...event, text: '' })).toContain('thinking');
  });
});
