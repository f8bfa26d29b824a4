import { describe, expect, it } from '@jest/globals';
import pc from 'picocolors';
import type { SeenEvent } from '../../cli/events.js';
import { cutTo } from '../../cli/view/columns.js';
import { LiveView } from '../../cli/view/live.js';

const START = 1_800_000_000_000;
const event = (data: object) => ({ seq: 1, build_id: 'int-code-abc123', at: new Date(START).toISOString(), ...data }) as unknown as SeenEvent;
const open = (width = 140) => new LiveView({ colors: pc.createColors(false), width });
const linesOf = (view: LiveView, seconds = 0) => view.text(START + seconds * 1_000).split('\n');

describe('the lines of the moment', () => {
  it('say phases, time, progress and cost, readable without colours', () => {
    const view = open();
    view.see(event({ kind: 'phase.started', phase: 'plan', progress: 2 }));
    view.see(event({ kind: 'phase.ended', phase: 'plan', progress: 15, outcome: 'done' }));
    view.see(event({ kind: 'phase.started', phase: 'code', progress: 20 }));
    view.spend(0.0123, 5);
    expect(linesOf(view, 130)).toEqual([
      '  [x]plan [ ]design [>]code [ ]test [ ]document [ ]ready [ ]deploy [ ]complete',
      '  20%  2 min 10 s  $0.0123 of $5.00   code begins',
    ]);
    expect(linesOf(open(60))).toEqual(['  starting', '  0%  0 s   it begins']);
  });

  it('follow task, turn and tool, and count what turns cost', () => {
    const view = open();
    view.spend(1, 5);
    view.see(event({ kind: 'task.started', task: 't1', goal: 'g', role: 'backend-developer', attempt: 2 }));
    view.see(event({ kind: 'turn', task: 't1', turn: 3, text: '', tools: ['write_file'], cost_usd: 0.5, progress: 30 }));
    expect(linesOf(view)[1]).toContain('$1.50 of $5.00   task t1 (backend-developer, try 2)  turn 3: write_file');
    view.see(event({ kind: 'tool', task: 't1', turn: 3, tool: 'write_file', summary: 'app.py', ok: true, commit: null }));
    expect(linesOf(view)[1]).toContain('task t1 (backend-developer, try 2)  write_file app.py');
    view.see(event({ kind: 'task.ended', task: 't1', outcome: 'SUCCESS', summary: '', progress: 40 }));
    expect(linesOf(view)[1]).not.toContain('task t1');
  });

  it('name the checks that run', () => {
    const view = open();
    view.see(event({ kind: 'checks.started', subject: 'main' }));
    view.see(event({ kind: 'working', what: 'verifyMain', seconds: 1, checks: { subject: 'main', running: ['test', 'lint'] } }));
    view.see(event({ kind: 'working', what: 'verifyMain', seconds: 8 }));
    expect(linesOf(view)[1]).toContain('checks: test, lint, 8 s');
    view.see(event({ kind: 'checks.ended', subject: 'main', passed: true, tests: 1, failed: 0, summary: '' }));
    expect(linesOf(view)[1]).not.toContain('lint');
  });

  it("show the newest of a model's words in at most two lines, harmless, until something is stored", () => {
    const view = open(60);
    const text = `${'old words '.repeat(30)}\u001b[31m and\nthe newest`;
    view.think({ kind: 'thinking', build_id: 'b', task: 't1', turn: 3, chars: 500, seconds: 12, text });
    const lines = linesOf(view);
    expect(lines).toHaveLength(4);
    expect(lines[1]).toContain('t1 turn 3, 12 s');
    expect(lines[3]).toMatch(/^ {2}\| .*and the newest$/);
    expect(lines.join('')).not.toContain('\u001b');
    view.see(event({ kind: 'turn', task: 't1', turn: 3, text: '', tools: [], cost_usd: 0, progress: 30 }));
    expect(linesOf(view)).toHaveLength(2);
  });

  it('are never wider than the terminal, whatever is in them', () => {
    const view = open(50);
    view.see(event({ kind: 'tool', task: 't1', turn: 1, tool: 'run', summary: '漢字👍'.repeat(40), ok: true, commit: null }));
    view.think({ kind: 'thinking', build_id: 'b', task: 't1', turn: 1, chars: 1, seconds: 1, text: '漢'.repeat(200) });
    for (const line of linesOf(view)) expect(cutTo(line, 49)).toBe(line);
    expect(cutTo('a漢b', 2)).toBe('a');
  });
});
