/** The one list of benchmarks, in the order they run: those of one model follow each other, and what leaves work behind comes last. */
import { context } from './benchmarks/context.js';
import { create } from './benchmarks/create.js';
import { demo } from './benchmarks/demo.js';
import { edits } from './benchmarks/edits.js';
import { executions } from './benchmarks/executions.js';
import { idle } from './benchmarks/idle.js';
import { map } from './benchmarks/map.js';
import { plan } from './benchmarks/plan.js';
import { prompt } from './benchmarks/prompt.js';
import { sandbox } from './benchmarks/sandbox.js';
import { template } from './benchmarks/template.js';
import { streaming } from './benchmarks/streaming.js';
import { turn } from './benchmarks/turn.js';
import { watchers } from './benchmarks/watchers.js';
import { workflow } from './benchmarks/workflow.js';
import type { Benchmark } from './benchmark.js';

export const BENCHMARKS: readonly Benchmark[] = [
  idle,
  edits,
  context,
  map,
  template,
  sandbox,
  plan,
  demo,
  executions,
  watchers,
  create,
  prompt,
  turn,
  workflow,
  streaming,
];
