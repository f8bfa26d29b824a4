import { describe, expect, it } from '@jest/globals';
import { intentSchema, PROJECT_TYPES as KNOWN_TYPES } from '../../schemas/intent.js';
import { optionsOf } from '../../web/src/decide/options.js';
import { EMPTY_FORM, formFrom, intentOf, nextVersion, problemsByField, type Form } from '../../web/src/pages/new-build/form.js';
import { PROJECT_TYPES } from '../../web/src/pages/new-build/project-types.js';

const full: Form = {
  ...EMPTY_FORM,
  type: 'website',
  description: '  a guest book  ',
  title: 'Guests',
  domain: 'travel',
  deadline: 'Friday',
  stack: ['TypeScript'],
  compliance: ['GDPR'],
  repo: ' https://example.org/a.git ',
  files: [
    { id: 'art-0001', name: 'a.md', bytes: 1, use: 'document' },
    { id: 'art-0002', name: 'b.csv', bytes: 1, use: 'data' },
  ],
  review: true,
  candidates: 2,
  preference: 'quality',
  budget: 2.5,
};

describe('the form of a new build', () => {
  it('knows the eight types of projects, each with an example that the API takes', () => {
    expect(PROJECT_TYPES.map(({ value }) => value).sort()).toEqual([...KNOWN_TYPES].sort());
    for (const { value, examples } of PROJECT_TYPES)
      for (const description of examples) expect(intentSchema.safeParse(intentOf({ ...EMPTY_FORM, type: value, description })).success).toBe(true);
  });

  it('sends what was filled in and nothing else', () => {
    expect(intentSchema.parse(intentOf(full))).toMatchObject({
      project_type: 'website',
      description: 'a guest book',
      constraints: { deadline: 'Friday', stack: ['TypeScript'], compliance: ['GDPR'] },
      artifacts: { repo: 'https://example.org/a.git', artifact_ids: ['art-0001'], datasets: ['art-0002'] },
      options: { tests: true, docs: true, deployment: true, review: true, candidates: 2 },
      budget_usd: 2.5,
    });
    expect(Object.keys(intentOf({ ...EMPTY_FORM, description: 'x' })).sort()).toEqual(['description', 'llm_preference', 'options', 'project_type']);
  });

  it('of a project’s next version begins with what its latest build was asked for, names the project and brings no repository', () => {
    const begun = nextVersion({ type: 'website', description: 'a guest book', language: 'TypeScript' });
    expect(begun).toEqual({ type: 'website', description: 'a guest book', stack: ['TypeScript'] });
    expect(nextVersion({ type: 'api', description: 'x', language: null }).stack).toEqual([]);
    const intent = intentSchema.parse(intentOf({ ...full, ...begun }, 'proj-1'));
    expect(intent).toMatchObject({ project_id: 'proj-1', project_type: 'website', description: 'a guest book', constraints: { stack: ['TypeScript'] } });
    expect(intent.artifacts).toEqual({ artifact_ids: ['art-0001'], datasets: ['art-0002'] });
    expect(problemsByField(new Map([['/project_id', 'there is no project of yours with that id']]))).toEqual({
      fields: { project: 'there is no project of yours with that id' },
      rest: [],
    });
  });

  it('puts each complaint of the API at its field', () => {
    const bad = { ...intentOf(full), description: '', budget_usd: -1, constraints: { stack: [''] }, artifacts: { repo: '', artifact_ids: ['x'] } };
    const issues = intentSchema.safeParse(bad).error?.issues ?? [];
    const pointers = new Map(issues.map(({ path, message }) => [`/${path.join('/')}`, message]));
    const { fields, rest } = problemsByField(pointers);
    expect(Object.keys(fields).sort()).toEqual(['budget', 'description', 'files', 'repo', 'stack']);
    expect(rest).toEqual([]);
    expect(problemsByField(new Map([['/speed', 'is not known here']])).rest).toEqual(['/speed: is not known here']);
  });

  it('comes back from a draft, and is empty where the draft is of another time', () => {
    expect(formFrom(JSON.parse(JSON.stringify(full)))).toEqual(full);
    expect(formFrom({ ...full, budget: null, description: 7, stack: 'text', gone: true })).toEqual({ ...full, budget: null, description: '', stack: [] });
    for (const kept of [null, 'text', 7]) expect(formFrom(kept)).toEqual(EMPTY_FORM);
  });
});

describe('the designs of a page', () => {
  const gate = (digest: string, proof: Record<string, unknown>, name = 'G4') => ({
    id: 'int-code-a/G4/1',
    gate: name,
    generation: 1,
    state: 'open',
    subject_digest: digest,
    summary: '',
    proof,
    decided_by: null,
    opened_at: '2026-01-01T00:00:00.000Z',
    decided_at: null,
  });
  const gates = (...list: ReturnType<typeof gate>[]) => list as Parameters<typeof optionsOf>[0];

  it('are those that wait, by the digest that is approved', () => {
    const old = gate('old', { options: [{ number: 1, title: 'Old', page: 'art-1', screenshot: null }] });
    const now = gate('now', { options: [{ number: 1, title: 'New', page: 'art-2', screenshot: 'art-3' }], note: 'no pictures' });
    expect(optionsOf(gates(now, old), 'now')).toEqual({ options: [{ number: 1, title: 'New', page: 'art-2', screenshot: 'art-3' }], note: 'no pictures' });
    expect(optionsOf(gates(gate('x', { options: [] }, 'G2')), 'x')).toEqual({ options: [], note: null });
  });

  it('are none where the proof has another shape', () => {
    for (const proof of [{}, { options: 'three' }, { options: [null, 7, { title: 'without a number' }] }])
      expect(optionsOf(gates(gate('x', proof)), 'x').options).toEqual([]);
    expect(optionsOf(gates(gate('x', { options: [{ number: 2 }] })), 'x').options).toEqual([{ number: 2, title: 'Option 2', page: null, screenshot: null }]);
  });
});
