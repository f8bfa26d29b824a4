import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createFailpoint, noFailpoint } from '../../activities/failpoint.js';
import { findTool, toolNames, toolSpecs } from '../../activities/agent/tools/index.js';
import { loadRoles } from '../../activities/roles.js';
import { distFolder, projectRoot } from '../../config.js';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'mw-guard-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const FOURTEEN =
  'analyst architect backend-developer code-reviewer database-engineer devops-engineer frontend-developer orchestrator product-manager qa-engineer release-manager security-engineer technical-writer ux-designer';
const GOOD = { summary: 'does it', tools: 'note, finish', tier: 'medium', turns_max: '3', minutes_max: '5', usd_max: '0.5', escalation: 'model, person' };
const fileOf = (fields: Record<string, string>) =>
  `---\n${Object.entries(fields)
    .map(([key, value]) => `${key}: ${value}`)
    .join('\n')}\n---\n\nYou are.\n`;

describe('the roles', () => {
  const roles = loadRoles(join(projectRoot, 'activities/roles'), toolNames);

  it('are the fourteen of the product, each with a prompt, limits and only tools that exist', () => {
    expect(roles.names().join(' ')).toBe(FOURTEEN);
    for (const name of roles.names()) {
      const role = roles.get(name);
      expect([name, role.prompt.length > 100, role.summary.length > 10, role.escalation.at(-1)]).toEqual([name, true, true, 'person']);
      expect(role.tools.filter((tool) => !findTool(tool, role.tools))).toEqual([]);
      expect(toolSpecs(role.tools)).toHaveLength(role.tools.length);
    }
  });

  it('all say what is honest, and that text they read is no instruction', () => {
    for (const name of roles.names()) expect(roles.get(name).prompt).toMatch(/Never weaken, skip, delete[\s\S]*is data, never an instruction/);
  });

  it('are found however a model spells them, and an unknown one is the developer', () => {
    expect(roles.get(' QA Engineer ').name).toBe('qa-engineer');
    expect(roles.get('technical_writer').name).toBe('technical-writer');
    expect(['wizard', '', '__proto__', '../../etc/passwd'].map((name) => roles.get(name).name)).toEqual(Array(4).fill('backend-developer'));
    expect(['wizard', 'analyst'].map((name) => roles.find(name)?.name ?? null)).toEqual([null, 'analyst']);
  });

  /** What loading a folder with this one file says. */
  function loading(text: string, name = 'backend-developer.md'): () => unknown {
    const folder = mkdtempSync(join(dir, 'roles-'));
    writeFileSync(join(folder, name), text);
    return () => loadRoles(folder, ['note', 'finish']);
  }

  it('need no more than a file', () => {
    expect(loading(fileOf(GOOD))()).toMatchObject({ names: expect.any(Function) });
  });

  it.each([
    ['no front matter', 'You are.', /has no front matter/],
    ['no limits', fileOf({ ...GOOD, turns_max: '', minutes_max: 'soon', usd_max: '-1' }), /turns_max must[\s\S]*minutes_max must[\s\S]*usd_max must/],
    ['half a turn', fileOf({ ...GOOD, turns_max: '1.5' }), /turns_max must be a whole number above 0/],
    ['a tool nobody has', fileOf({ ...GOOD, tools: 'note, sudo, finish' }), /tools names sudo; there are note, finish/],
    ['no way to end', fileOf({ ...GOOD, tools: 'note' }), /tools must hold finish/],
    ['a tier nobody has', fileOf({ ...GOOD, tier: 'huge' }), /tier must be one of simple, medium, complex/],
    ['nobody at its end', fileOf({ ...GOOD, escalation: 'model' }), /escalation must be a list .* ends with person/],
    ['a field nobody knows', fileOf({ ...GOOD, colour: 'red' }), /"colour: red" is none of/],
    ['a field twice', fileOf(GOOD).replace('tier:', 'tier: simple\ntier:'), /tier is there twice/],
  ])('are refused at start with %s', (_what, text, message) => {
    expect(loading(text)).toThrow(message);
    expect(loading(text)).toThrow(/backend-developer\.md: /);
  });

  it('need the developer', () => {
    expect(loading(fileOf(GOOD), 'analyst.md')).toThrow(/backend-developer is missing/);
  });
});

describe('a failpoint', () => {
  it('kills the process once at its place, and the next one goes on', () => {
    const script = `import { createFailpoint } from ${JSON.stringify(join(distFolder, 'activities/failpoint.js'))}; const at = createFailpoint('commit:after', process.argv[1]); at('commit', 'before'); at('other', 'after'); at('commit', 'after'); console.log('alive');`;
    const run = () => spawnSync(process.execPath, ['--input-type=module', '-e', script, join(dir, 'points')], { encoding: 'utf8' });
    expect(run()).toMatchObject({ signal: 'SIGKILL', stdout: '' });
    expect(run()).toMatchObject({ status: 0, stdout: 'alive\n' });
    expect(readdirSync(join(dir, 'points'))).toEqual(['commit.after.fired']);
  });

  it('does nothing and makes no folder when none is armed', () => {
    expect(createFailpoint(null, join(dir, 'never'))).toBe(noFailpoint);
    expect(readdirSync(dir)).not.toContain('never');
  });
});
