/** What is said of a provider's key; pure. */
import type { Settings } from '../../../../client/index.js';

type Provider = Settings['models']['providers'][number];

/** Whether it can be asked, by the key in which variable, and where it cannot, what to do. */
export function keyWords({ key_variable: variable, key_set: isSet, missing }: Provider): { label: string; variable: string | null; tone: 'good' | 'idle' } {
  if (missing !== null && missing !== `set ${variable}`) return { label: `Not usable: ${missing}`, variable: null, tone: 'idle' };
  if (missing !== null) return { label: 'Missing', variable, tone: 'idle' };
  return { label: isSet ? 'Present' : 'Not needed', variable, tone: 'good' };
}

/** The provider of `provider/model`. */
export function providerOf(model: string): string {
  return model.split('/', 1)[0] ?? '';
}
