import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { assignRole } from '../../activities/build/assign.js';
import { teamOf } from '../../activities/build/team.js';
import { loadRoles } from '../../activities/roles.js';
import { projectRoot } from '../../config.js';

const roles = loadRoles(join(projectRoot, 'activities/roles'));
const everybody = roles.names();
const assign = (role: string, files: string[] = [], team: readonly string[] = everybody) => assignRole({ id: 't1', role, files }, roles, team);

describe('the role of a task', () => {
  it('is the plan’s own word where it is a role that can write', () => {
    for (const role of ['qa-engineer', 'frontend-developer', 'technical-writer', 'security-engineer']) expect(assign(role)).toEqual({ role, note: null });
    expect(assign(' Backend Developer ', ['app/main.py'])).toEqual({ role: 'backend-developer', note: null });
  });

  it.each([
    ['UI engineer', 'frontend-developer'],
    ['react_dev', 'frontend-developer'],
    ['DBA', 'database-engineer'],
    ['Platform/DevOps', 'devops-engineer'],
    ['tester', 'qa-engineer'],
    ['docs author', 'technical-writer'],
    ['pentester', 'security-engineer'],
    ['solution architect', 'architect'],
    ['wizard', 'backend-developer'],
    ['', 'backend-developer'],
    ['__proto__', 'backend-developer'],
  ])('%p means %s, and the journal says so', (said, role) => {
    expect(assign(said)).toEqual({ role, note: `Task t1 goes to the ${role}: there is no role ${JSON.stringify(said)}.` });
  });

  it('follows the files when the plan only says developer', () => {
    expect(assign('backend-developer', ['public/index.html', 'public/app.css']).role).toBe('frontend-developer');
    expect(assign('backend-developer', ['db/migrations/1.sql']).role).toBe('database-engineer');
    expect(assign('backend-developer', ['.github/workflows/ci.yml', 'Dockerfile']).role).toBe('devops-engineer');
    expect(assign('backend-developer', ['public/index.html', 'app.py']).role).toBe('backend-developer');
    // A document alone stays with the developer: the documents have a phase of their own.
    expect(assign('backend-developer', ['README.md'])).toEqual({ role: 'backend-developer', note: null });
    expect(assign('wizard', ['schema.sql']).role).toBe('database-engineer');
  });

  it('is the developer where the role only reads or takes no part', () => {
    expect(assign('analyst')).toEqual({
      role: 'backend-developer',
      note: 'Task t1 goes to the backend-developer instead of the role "analyst", by what it has to write.',
    });
    expect(assign('qa-engineer', [], ['backend-developer'])).toEqual({
      role: 'backend-developer',
      note: 'Task t1 goes to the backend-developer: the qa-engineer takes no part in this build.',
    });
  });
});

describe('the team of a build', () => {
  const settings = { roles: null, rescueCandidates: 2 };

  it('is everybody but the reviewer, one session a task', () => {
    expect(teamOf({}, settings, roles)).toEqual({ roles: everybody.filter((name) => name !== 'code-reviewer'), candidates: 1, rescueCandidates: 2 });
  });

  it('is what the build says, else what the installation says, and always planner and developer', () => {
    const of = (wanted: string[] | undefined, installed: string[] | null) => teamOf({ roles: wanted, candidates: 3 }, { ...settings, roles: installed }, roles);
    expect(of([], ['qa-engineer']).roles).toEqual(['backend-developer', 'product-manager']);
    expect(of(undefined, ['qa-engineer']).roles).toEqual(['backend-developer', 'product-manager', 'qa-engineer']);
    expect(of(['Code Reviewer', 'nobody'], null)).toMatchObject({ roles: ['backend-developer', 'code-reviewer', 'product-manager'], candidates: 3 });
  });
});
