import { describe, expect, it } from '@jest/globals';
import { checksReportOf, prdOf, retrospectiveOf } from '../../activities/build/document-texts.js';
import type { CheckReport } from '../../activities/checks/port.js';
import { planSchema } from '../../schemas/plan.js';

const PLAN = planSchema.parse({
  title: 'Tasks',
  summary: 'A small API.',
  language: 'python',
  requirements: ['titles are unique'],
  tasks: [
    { id: 'api', goal: 'serve them\nover HTTP', depends_on: ['model'] },
    { id: 'model', goal: 'keep tasks', role: 'database-engineer' },
  ],
  stack: ['no framework'],
  estimate: { hours: 1.5, usd: 0.2, basis: '3 builds like it' },
  made_by: 'template',
});

describe('the requirements document', () => {
  it('tells the plan in the order of its tasks, and leaves out what it does not say', () => {
    const { content, gate, kind, name } = prdOf(PLAN, { buildId: 'int-code-a', version: 2, description: 'an API for tasks' });
    expect([gate, kind, name]).toEqual(['G2', 'prd', 'PRD.md']);
    expect(content).toBe(`# Tasks

A small API.

## What was asked for

an API for tasks

## Requirements

- titles are unique

## Tasks

- **model** (database-engineer): keep tasks
- **api** (backend-developer, after model): serve them
  over HTTP

## Stack

- language: python
- no framework

## Estimate

1.5 h, $0.2 (3 builds like it)

Plan 2 of int-code-a, made by template.
`);
  });
});

describe('the report of the checks', () => {
  const finding = { file: 'app.py', line: 3, rule: 'E1', message: 'too\nlong' };
  const report = (count: number): CheckReport => ({
    verdict: 'failed',
    summary: '1 of 2 tests failed',
    checks: [
      { name: 'lint', outcome: 'failed', required: false, findings: Array.from({ length: count }, () => finding), output: '', durationMs: 1 },
      { name: 'test', outcome: 'passed', required: true, findings: [], output: '', durationMs: 1 },
    ],
    tests: { total: 2, failed: 1, skipped: 0, names: [], failing: ['test_b'] },
    coveragePercent: 81.5,
  });

  it('names what failed with its place, and how much was covered', () => {
    const { content, title } = checksReportOf(report(1), { buildId: 'int-code-a', commit: 'c'.repeat(40) });
    expect(title).toBe('Checks on cccccccccccc: failed');
    expect(content).toContain('2 run, 1 failed, 0 skipped; 81.5 % of lines covered\n- test_b');
    expect(content).toContain('- lint: failed (advice): 1 finding\n- test: passed');
    expect(content).toContain('- lint: app.py:3: E1: too\n  long');
  });

  it('stays a page when there are hundreds of findings', () => {
    const { content } = checksReportOf(report(200), { buildId: 'int-code-a', commit: 'c' });
    expect(content.match(/E1/g)).toHaveLength(50);
    expect(content).toContain('And 150 more, in the artifact checks.json of the gate.');
  });
});

it('a retrospective of nothing is its summary', () => {
  const { content } = retrospectiveOf({ summary: 'quick', went_well: [], to_improve: [] }, { buildId: 'int-code-a', title: 'Tasks' });
  expect(content).toBe('# Retrospective: Tasks\n\nquick\n\nOf int-code-a.\n');
});
