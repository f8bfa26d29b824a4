import { spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createFailpoint, noFailpoint } from '../../activities/failpoint.js';
import { findTool, toolSpecs } from '../../activities/agent/tools/index.js';
import { loadRoles } from '../../activities/roles.js';
import { distFolder, projectRoot } from '../../config.js';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'mw-guard-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('the roles', () => {
  const roles = loadRoles(join(projectRoot, 'activities/roles'));

  it('are sound: a prompt, a limit and only tools that exist', () => {
    for (const name of roles.names()) {
      const role = roles.get(name);
      expect([name, role.prompt.length > 100, role.turnsMax > 0]).toEqual([name, true, true]);
      expect(role.tools.filter((tool) => !findTool(tool, role.tools))).toEqual([]);
      expect(toolSpecs(role.tools)).toHaveLength(role.tools.length);
    }
  });

  it('are found however a model spells them, and an unknown one is the developer', () => {
    expect(roles.get(' QA Engineer ').name).toBe('qa-engineer');
    expect(roles.get('technical_writer').name).toBe('technical-writer');
    expect(['wizard', '', '__proto__', '../../etc/passwd'].map((name) => roles.get(name).name)).toEqual(Array(4).fill('backend-developer'));
  });

  it.each([
    ['no front matter', 'You are.'],
    ['no limit', '---\ntools: note\n---\nYou are.'],
    ['a limit of nothing', '---\ntools: note\nturns_max: 0\n---\nYou are.'],
  ])('are refused at start with %s', (what, text) => {
    const folder = join(dir, what.replaceAll(' ', '-'));
    mkdirSync(folder);
    writeFileSync(join(folder, 'backend-developer.md'), text);
    expect(() => loadRoles(folder)).toThrow(/backend-developer\.md/);
  });

  it('need the developer', () => {
    const folder = join(dir, 'empty');
    mkdirSync(folder);
    expect(() => loadRoles(folder)).toThrow(/backend-developer is missing/);
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
