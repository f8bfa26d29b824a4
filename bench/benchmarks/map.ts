/** The map of a code base of 5,000 files: made from nothing, made again after a change, and asked for once it is known. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeIndex } from '../../activities/code/code-index.js';
import { repoMap } from '../../activities/code/repo-map.js';
import { GitStore } from '../../activities/git/store.js';
import type { BenchContext, Benchmark } from '../benchmark.js';
import { figure, type Figure } from '../figure.js';

const FILES = 5_000;
// A person waits for it once, at the beginning of a plan.
const FIRST_SECONDS_MAX = 15;
// find_symbol after an edit: within a turn.
const NEXT_SECONDS_MAX = 5;
const TASK = 'parse_invoice_1234 rounds the total of an invoice down';

export const map: Benchmark = { name: 'map', model: 'scripted', run };

async function run({ quick, say }: BenchContext): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'mw-bench-map-'));
  try {
    const git = new GitStore(folder);
    const first: number[] = [];
    const next: number[] = [];
    const ranked: number[] = [];
    // What was parsed is kept by content: each round has files of its own.
    for (let round = 1; round <= (quick ? 1 : 3); round += 1) {
      const project = `round-${round}`;
      say(`A tree of ${FILES} files, round ${round}`);
      const commit = await commitFiles(git, project, null, tree(round), 1);
      first.push(await seconds(async () => repoMap(await codeIndex(git, project, commit), TASK)));
      const later = await commitFiles(git, project, commit, [file(round, 1, '    return None\n')], 2);
      next.push(await seconds(() => codeIndex(git, project, later)));
      ranked.push(await seconds(async () => repoMap(await codeIndex(git, project, later), 'another task: total_7')));
    }
    const note = `${FILES} files in Python and TypeScript, ${(tree(1).reduce((sum, { content }) => sum + content.length, 0) / 1e6).toFixed(1)} MB`;
    return [
      figure(`map of ${FILES} files, nothing known`, 's', first, { of: 'median', atMost: FIRST_SECONDS_MAX }, { note }),
      figure(`index of ${FILES} files after one changed`, 's', next, { of: 'median', atMost: NEXT_SECONDS_MAX }),
      figure(`map of ${FILES} files for another task`, 's', ranked, null),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface BenchFile {
  path: string;
  content: Buffer;
}

async function commitFiles(git: GitStore, project: string, head: string | null, written: BenchFile[], step: number): Promise<string> {
  await git.ensureProject(project);
  const expectedHead = head ?? (await git.head(project, 'main'));
  const request = { branch: 'main', expectedHead, step: `bench/${step}`, date: new Date(0), author: 'bench', message: 'files', written, deleted: [] };
  return git.commit(project, request);
}

function tree(round: number): BenchFile[] {
  return Array.from({ length: FILES }, (_, number) => file(round, number));
}

/** About 3 KB that use what other files define. */
function file(round: number, number: number, end = '    return total\n'): BenchFile {
  const uses = [1, 7, 40, 333].map((step) => (number + step) % FILES);
  const folder = `area_${number % 40}/part_${number % 7}`;
  if (number % 2 === 0) {
    const functions = uses.map(
      (other, place) =>
        `def work_${number}_${place}(value, rate):\n    total = parse_invoice_${other}(value) * rate\n    for step in range(${place + round}):\n        total += total_${other % 50}(step)\n${end}\n\n`,
    );
    const text = `class Ledger${number}:\n    """Round ${round}."""\n\n    def total_${number % 50}(self, step):\n        return step\n\n\ndef parse_invoice_${number}(value):\n    return int(value)\n\n\n${functions.join('')}`;
    return { path: `${folder}/module_${number}.py`, content: Buffer.from(text.repeat(2).slice(0, 6_000)) };
  }
  const functions = uses.map(
    (other) =>
      `export function work${number}${other}(value: number, rate: number): number {\n  const total = parse_invoice_${other}(value) * rate;\n  return total > ${round} ? total : new Ledger${other}().total(value);\n}\n\n`,
  );
  const text = `export interface Invoice${number} { id: number; value: number }\n\nexport class Ledger${number} {\n  total(step: number): number {\n    return step;\n  }\n}\n\nexport const parse_invoice_${number} = (value: number): number => value;\n\n${functions.join('')}`;
  return { path: `${folder}/module_${number}.ts`, content: Buffer.from(text.repeat(2).slice(0, 6_000)) };
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}
