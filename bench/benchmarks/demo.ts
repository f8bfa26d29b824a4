/** `mw demo` as a person runs it, with the engines there: from the intent to a service that answers. */
import type { BenchContext, Benchmark } from '../benchmark.js';
import { figure, type Figure } from '../figure.js';
import { ensureImages } from '../images.js';
import { PYTHON_INTENT, TYPESCRIPT_INTENT } from '../intents.js';

const DEMO_SECONDS_MAX = 60;
const DEMO_MS = 10 * 60_000;

export const demo: Benchmark = { name: 'demo', model: 'template', run };

async function run({ stack, quick, say }: BenchContext): Promise<Figure[]> {
  await ensureImages(stack, quick ? ['python'] : ['python', 'node'], say);
  const figures: Figure[] = [];
  const intents = { Python: PYTHON_INTENT, ...(quick ? {} : { TypeScript: TYPESCRIPT_INTENT }) };
  for (const [language, intent] of Object.entries(intents)) {
    say(`mw demo "${intent}"`);
    const began = Date.now();
    await stack.mw(['demo', intent, '--yes', '--json'], DEMO_MS);
    figures.push(figure(`mw demo, ${language}, engines there`, 's', [(Date.now() - began) / 1000], { of: 'median', atMost: DEMO_SECONDS_MAX }));
  }
  return figures;
}
