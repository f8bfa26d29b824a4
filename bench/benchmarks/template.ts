/** How fast the built-in model writes: plan, design, sources, tests and documents of a whole REST service, in each language. */
import { performance } from 'node:perf_hooks';
import { build, intentOf } from '../../test/llm/template/drive.js';
import { LANGUAGES } from '../../test/llm/template/kinds.js';
import type { BenchContext, Benchmark } from '../benchmark.js';
import { figure, type Figure } from '../figure.js';

// What the specification says of generation from a template.
const SERVICE_MS_MAX = 500;

export const template: Benchmark = { name: 'template', model: 'template', run };

async function run({ quick, say }: BenchContext): Promise<Figure[]> {
  const rounds = quick ? 3 : 20;
  say(`the template model writes a REST service ${rounds} times in ${LANGUAGES.length} languages.`);
  const figures: Figure[] = [];
  for (const [, label] of LANGUAGES) figures.push(await service(label, rounds));
  return figures;
}

async function service(label: string, rounds: number): Promise<Figure> {
  const intent = intentOf(`a REST API for tasks with title, done and due date, in ${label}`);
  const samples: number[] = [];
  let size = '';
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    const { files } = await build(intent);
    samples.push(performance.now() - began);
    const kilobytes = Math.round([...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1024);
    size = `${files.size} files, ${kilobytes} KB`;
  }
  const limit = { of: 'p95', atMost: SERVICE_MS_MAX } as const;
  return figure(`a whole REST service in ${label}, by template`, 'ms', samples, limit, { note: `${size}; every answer of a build` });
}
