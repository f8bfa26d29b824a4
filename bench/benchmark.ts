/** What a benchmark is, and what it is given. */
import type { Figure } from './figure.js';
import type { BenchStack } from './stack.js';

export interface BenchContext {
  stack: BenchStack;
  quick: boolean;
  /** How long a benchmark lasts that is about time. */
  minutes: number;
  /** A sentence on the terminal about what is being done. */
  say: (sentence: string) => void;
}

export interface Benchmark {
  name: string;
  /** The model its stack asks: the built-in one, or the scripted server. */
  model: 'template' | 'scripted';
  /** Too long for those who name none: runs only when it is named. */
  onlyNamed?: boolean;
  run: (context: BenchContext) => Promise<Figure[]>;
}
