/** How a gate stands, as the same tone everywhere. Pure. */
import { toneOf, type Tone } from '../ui/tone.js';

/** A passed gate whose scans found something, or could not run, is to be looked at: nothing holds it up, but it is not clean. */
export function gateTone({ state, proof }: { state: string; proof: Readonly<Record<string, unknown>> }): Tone {
  const tone = toneOf(state);
  const isClean = proof['scan'] === undefined || proof['scan'] === 'clean';
  return tone === 'good' && !isClean ? 'wait' : tone;
}
