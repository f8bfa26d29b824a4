/** How fast answers are read and applied: answers of the corpus one by one, and one answer and one file as large as they may be. */
import { applyEdits } from '../../edits/apply.js';
import { parseAnswer } from '../../edits/parse-answer.js';
import { readCorpus, type CorpusCase } from '../../test/edits/read-corpus.js';
import type { BenchContext, Benchmark } from '../benchmark.js';
import { figure, type Figure } from '../figure.js';

const MB = 1024 * 1024;
// The engine must never be what a turn waits for: a model writes some 300 bytes a second.
const ANSWERS_PER_SECOND_MIN = 500;
const PARSE_MB_PER_SECOND_MIN = 10;
const APPLY_MB_PER_SECOND_MIN = 5;

export const edits: Benchmark = { name: 'edits', model: 'template', run };

function run({ quick, say }: BenchContext): Promise<Figure[]> {
  const corpus = readCorpus();
  const rounds = quick ? 3 : 15;
  say(`reading and applying ${corpus.length} answers ${rounds} times.`);
  const large = largeAnswer(corpus);
  const [file, diff] = largeEdit();
  const tree = { paths: ['big.txt'], texts: new Map([['big.txt', file]]) };
  const answers = samples(rounds, () => corpus.length / seconds(() => corpus.forEach(readAndApply)));
  const parsing = samples(rounds, () => large.length / MB / seconds(() => parseAnswer(large)));
  const splitting = samples(rounds, () => large.length / MB / seconds(() => large.split('\n').map((line) => line.trimEnd())));
  const applying = samples(rounds, () => file.length / MB / seconds(() => applyEdits(tree, parseAnswer(diff, { paths: tree.paths }).edits)));
  return Promise.resolve([
    figure(
      'answers of the corpus read and applied',
      'per s',
      answers,
      { of: 'median', atLeast: ANSWERS_PER_SECOND_MIN },
      { note: `${corpus.length} answers of all forms; refused ones too` },
    ),
    figure(
      'reading an answer of 4 MB',
      'MB/s',
      parsing,
      { of: 'median', atLeast: PARSE_MB_PER_SECOND_MIN },
      { floor: { label: 'splitting it into lines', samples: splitting } },
    ),
    figure(
      'a diff of 200 hunks applied to a file of 1 MB',
      'MB/s',
      applying,
      { of: 'median', atLeast: APPLY_MB_PER_SECOND_MIN },
      { note: 'megabytes of the file, each hunk 7 lines off its place' },
    ),
  ]);
}

function readAndApply({ files, answer }: CorpusCase): void {
  const paths = [...files.keys()];
  const { edits: found, problems } = parseAnswer(answer, { paths });
  if (problems.length === 0) applyEdits({ paths, texts: files }, found);
}

/** Whole files of the corpus under names of their own, until there are nearly 4 MB. */
function largeAnswer(corpus: readonly CorpusCase[]): string {
  const texts = corpus.flatMap(({ files }) => [...files.values()]).filter((text) => text.length > 300 && !text.includes('```'));
  const blocks: string[] = [];
  for (let size = 0, index = 0; size < 3.9 * MB; index += 1) {
    const block = `Now the file ${index}, as discussed:\n\n\`\`\`text:src/file-${index % 1500}-${Math.floor(index / 1500)}.txt\n${texts[index % texts.length]}\`\`\`\n`;
    blocks.push(block);
    size += block.length;
  }
  return blocks.join('\n');
}

function largeEdit(): [string, string] {
  const lines = Array.from({ length: 20_000 }, (_, index) => `line ${index} of a file that has ${index * 7} reasons to be long`);
  const hunks = Array.from({ length: 200 }, (_, index) => {
    const at = index * 100 + 10;
    return `@@ -${at + 8},3 +${at + 8},3 @@\n ${lines[at]}\n-${lines[at + 1]}\n+changed ${index}\n ${lines[at + 2]}`;
  });
  return [`${lines.join('\n')}\n`, `\`\`\`diff\n--- a/big.txt\n+++ b/big.txt\n${hunks.join('\n')}\n\`\`\`\n`];
}

function samples(rounds: number, sample: () => number): number[] {
  return Array.from({ length: rounds }, sample);
}

function seconds(work: () => unknown): number {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
}
