/** The small set of hostile programs that every run of the tests has; `mw test --hostile` runs all of them. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { loadConfig, projectRoot } from '../../config.js';
import { DETECTORS, HARMLESS, loadCases, parseCase } from './case.js';
import { DETECTORS_TABLE } from './detectors.js';
import { strayProcesses } from './host.js';
import { LANGUAGES } from './languages.js';
import { nextBuildProblem } from './next-build.js';
import { runCase } from './run-case.js';
import { openStage, type Stage } from './stage.js';

const cases = await loadCases(join(projectRoot, 'test/hostile/cases'));
const run = cases.filter(({ kind }) => kind !== DETECTORS);
let stage: Stage;

beforeAll(async () => {
  stage = await openStage(loadConfig());
  for (const language of new Set(run.filter(({ sample }) => sample).map(({ program }) => program.image))) await stage.driver.ensureImage(language);
}, 300_000);
afterAll(() => stage.close());

describe('the hostile programs', () => {
  it('are many, of every language, and have harmless twins', () => {
    const hostile = run.filter(({ kind }) => kind !== HARMLESS);
    expect(hostile.length).toBeGreaterThanOrEqual(80);
    expect(run.length - hostile.length).toBeGreaterThanOrEqual(30);
    for (const language of LANGUAGES) {
      expect(hostile.filter(({ program }) => program.name === language).length).toBeGreaterThanOrEqual(5);
      expect(run.some(({ program, kind }) => program.name === language && kind === HARMLESS)).toBe(true);
    }
  });

  it('name every wall that is taken away once', () => {
    const programs = cases.filter(({ kind }) => kind === DETECTORS).map(({ id }) => id.slice(DETECTORS.length + 1));
    expect(DETECTORS_TABLE.map(({ program }) => program).toSorted()).toEqual(programs.toSorted());
  });

  it('are refused when their header does not fit', () => {
    expect(() => parseCase('a/b.py', '# what: x\n')).toThrow('a/b.py: the header "expect" is missing.');
    expect(() => parseCase('a/b.py', '# what: x\n# expect: time\n# mode: odd\n')).toThrow('no mode "odd"');
    expect(() => parseCase('a/b.py', '# what: x\n# surprise: y\n')).toThrow('"surprise" is no header');
  });
});

describe('the sample of them', () => {
  it.each(run.filter(({ sample }) => sample).map((each) => [each.id, each.what, each] as const))('%s: %s', async (_id, _what, each) => {
    expect((await runCase(stage, each)).problems).toEqual([]);
  });

  it('leaves nothing running on the host, and the next build passes', async () => {
    expect(strayProcesses(`HOSTILE_RUN=${stage.instance}`)).toEqual([]);
    expect(stage.traps.touched).toEqual([]);
    expect(await nextBuildProblem(stage, 'python')).toBeNull();
  });
});
