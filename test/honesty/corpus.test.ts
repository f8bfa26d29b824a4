import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { inspect } from '../../activities/honesty/inspect.js';
import { FINDING_KINDS } from '../../activities/honesty/port.js';
import { languageOf } from '../../activities/honesty/source/paths.js';
import { projectRoot } from '../../config.js';
import { parseCorpus, type CorpusCase } from './corpus.js';

const folder = join(projectRoot, 'test/honesty/corpus');
const all = readdirSync(folder).flatMap((file) => parseCorpus(readFileSync(join(folder, file), 'utf8')));
const dishonest = all.filter(({ kinds }) => kinds !== null);
const honest = all.filter(({ kinds }) => kinds === null);

const kindsFound = ({ changes, goal }: CorpusCase) => inspect({ changes, goal }).map(({ kind }) => kind);
const missed = (cases: CorpusCase[]) => cases.filter((each) => !kindsFound(each).some((kind) => each.kinds!.includes(kind))).map(({ id }) => id);
const alarms = (cases: CorpusCase[]) => cases.filter((each) => kindsFound(each).length > 0).map((each) => `${each.id}: ${kindsFound(each).join()}`);
const mapped = (cases: CorpusCase[], change: (text: string, path: string) => string) =>
  cases.map((each) => ({
    ...each,
    changes: each.changes.map(({ path, before, after }) => ({ path, before: before && change(before, path), after: after && change(after, path) })),
  }));

describe('the corpus', () => {
  it('has sixty dishonest and sixty honest changes at least, in five languages, and only kinds that exist', () => {
    expect([dishonest.length >= 60, honest.length >= 60]).toEqual([true, true]);
    expect(all.map(({ id }) => id).filter((id, at, ids) => ids.indexOf(id) !== at)).toEqual([]);
    expect([...new Set(all.flatMap(({ changes }) => changes.map(({ path }) => languageOf(path))))].filter(Boolean).toSorted()).toEqual([
      'csharp',
      'go',
      'java',
      'javascript',
      'python',
    ]);
    expect(dishonest.flatMap(({ kinds }) => kinds!).filter((kind) => !FINDING_KINDS.some((known) => known === kind))).toEqual([]);
  });

  it('is named: every dishonest change by its kind', () => {
    expect(missed(dishonest)).toEqual([]);
  });

  it('is left in peace where it is honest', () => {
    expect(alarms(honest).slice(2)).toEqual([]);
  });

  it('reads the same with the line ends of Windows', () => {
    const windows = (cases: CorpusCase[]) => mapped(cases, (text) => text.replaceAll('\n', '\r\n'));
    expect(missed(windows(dishonest))).toEqual([]);
    expect(alarms(windows(honest)).slice(2)).toEqual([]);
  });

  it('is not hidden by code that does not parse', () => {
    // Nineteen of twenty: a bracket that is never closed takes the end of a file with it.
    const broken = mapped(dishonest, (text, path) => (languageOf(path) ? `${text}\n) } ]] = def ((( {` : text));
    expect(missed(broken).length).toBeLessThanOrEqual(dishonest.length / 20);
  });

  it('tells place and sentence of everything it names', () => {
    for (const { changes, goal } of dishonest)
      for (const finding of inspect({ changes, goal })) {
        expect(changes.map(({ path }) => path)).toContain(finding.path);
        expect(finding.detail).toMatch(/\S.*\.$/s);
      }
  });
});
