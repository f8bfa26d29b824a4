import { describe, expect, it } from '@jest/globals';
import { findCircle, traceOf, type Move } from '../../activities/agent/stuck.js';

let turn = 0;
interface Step {
  tool: string;
  args?: object;
  text?: string;
  ok?: boolean;
  changed?: boolean;
  round?: string;
  tree?: string;
}
/** A move as the engine keeps it, each in a turn of its own. */
function move({ tool, args = {}, text = 'fine', ok = true, changed = false, round, tree }: Step): Move {
  turn += 1;
  return { ...traceOf({ tool, arguments: JSON.stringify(args), text, ok, changed, round: round ?? null, tree: tree ?? null }), turn, tool, changed };
}
const read = (path: string, text = `text of ${path}`) => move({ tool: 'read_file', args: { path }, text });
const edit = (path: string, content = `${turn}`) => move({ tool: 'write_file', args: { path, content }, text: `Wrote ${path}`, changed: true });
const miss = (path: string, old: string) =>
  move({ tool: 'edit_file', args: { path, old }, text: `The old text does not occur in ${path}. It has 12 lines.`, ok: false });
const checks = (round: string | null, tree = `${turn}`) =>
  move({ tool: 'run_checks', text: round ? `FAILED ${round} in 1.${turn} s` : 'PASSED', ok: round === null, ...(round ? { round } : {}), tree });
const run = (command: string, text: string, ok = false) => move({ tool: 'run_command', args: { command }, text, ok });

describe('a circle', () => {
  const circles: [string, ReturnType<typeof findCircle>, () => Move[]][] = [
    ['the same call with the same answer three times', 'equal_calls', () => [read('a.py'), read('a.py'), read('a.py')]],
    ['the checks run three times without a change', 'equal_calls', () => [edit('a.py'), ...[1, 2, 3].map(() => checks('x'))]],
    [
      'the keys of the arguments in another order',
      'equal_calls',
      () =>
        [
          { a: 1, b: 2 },
          { b: 2, a: 1 },
          { a: 1, b: 2 },
        ].map((args) => move({ tool: 'note', args })),
    ],
    [
      'an edit that misses three times, with other guesses and looks in between',
      'equal_errors',
      () => [miss('a.py', 'x'), read('a.py'), miss('a.py', 'y'), read('b.py'), miss('a.py', 'z')],
    ],
    [
      'three commands that fail alike',
      'equal_errors',
      () => ['pip install x', 'pip3 install x', 'python -m pip install x'].map((command) => run(command, 'exit code 1\nstderr:\nNetwork is unreachable')),
    ],
    ['to and fro between two files', 'alternation', () => [1, 2, 3].flatMap(() => [read('a.py'), read('b.py')])],
    ['writing two versions in turn', 'alternation', () => [1, 2, 3].flatMap(() => [edit('a.py', 'one'), edit('a.py', 'two')])],
    [
      'three rounds of checks with the same failures, the same file changed in between',
      'no_progress',
      () => [edit('a.py'), checks('x'), edit('a.py'), checks('x'), edit('a.py'), checks('x')],
    ],
    [
      'files that come back to what had failed',
      'no_progress',
      () => [
        edit('a.py'),
        checks('x', 't1'),
        edit('a.py'),
        checks('y', 't2'),
        edit('a.py'),
        checks('x', 't1'),
        edit('a.py'),
        checks('y', 't2'),
        edit('a.py'),
        checks('x', 't1'),
      ],
    ],
  ];
  it.each(circles)('is seen: %s', (_name, kind, moves) => {
    const made = moves();
    expect(findCircle(made)).toBe(kind);
    // Not before its last step, and not once it was told about.
    expect(findCircle(made.slice(0, -1))).toBeNull();
    expect(findCircle(made, made.at(-1)!.turn)).toBeNull();
  });
});

describe('honest repetition', () => {
  const honest: [string, () => Move[]][] = [
    ['reading many files', () => Array.from({ length: 12 }, (_, n) => read(`f${n}.py`))],
    ['reading one file again after each change', () => [1, 2, 3, 4].flatMap((n) => [edit('a.py', `${n}`), read('a.py', `version ${n}`)])],
    [
      'reading parts of one file',
      () => [1, 50, 100, 150].map((line) => move({ tool: 'read_file', args: { path: 'a.py', start_line: line }, text: `from ${line}` })),
    ],
    ['checks after each edit, other failures each time', () => [1, 2, 3, 4, 5].flatMap((n) => [edit('a.py', `${n}`), checks(`x${n}`)])],
    ['checks that fail alike while files are still being added', () => [1, 2, 3, 4, 5].flatMap((n) => [edit(`part${n}.py`), checks('no module named app')])],
    ['checks that pass again and again, with work in between', () => [1, 2, 3, 4].flatMap((n) => [edit('a.py', `${n}`), checks(null)])],
    ['searches that find nothing', () => ['foo', 'bar', 'baz', 'qux'].map((word) => run(`grep -r ${word} .`, 'exit code 1'))],
    ['one miss a file', () => [miss('a.py', 'x'), miss('b.py', 'x'), miss('c.py', 'x')]],
    ['the same miss with a change in between', () => [miss('a.py', 'x'), edit('b.py'), miss('a.py', 'x'), edit('c.py'), miss('a.py', 'x')]],
    [
      'a program run after each change that fails alike',
      () => [1, 2, 3].flatMap((n) => [edit('a.py', `${n}`), run('python a.py', `exit code 1\nstderr:\nerror ${n} in part ${n}`)]),
    ],
    ['many different notes', () => Array.from({ length: 5 }, (_, n) => move({ tool: 'note', args: { text: `note ${n}` }, text: 'Noted.' }))],
    ['nothing yet', () => []],
  ];
  it.each(honest)('is no circle: %s', (_name, moves) => {
    const made = moves();
    for (let length = 0; length <= made.length; length += 1) expect(findCircle(made.slice(0, length))).toBeNull();
  });
});
