import type { VariantRunner } from '../checks/variants.js';
import { DEFAULT_POLICY, type Policy } from './policy.js';

/** How an installation looks for dishonesty; values arrive from the composition root. */
export interface HonestySettings {
  policy: Policy;
  /** The mutation probe: how many mutants at most, for how long; no runner, no probe. */
  mutantsMax: number;
  mutationSeconds: number;
  variants: VariantRunner | null;
}

export const DEFAULT_HONESTY: HonestySettings = { policy: DEFAULT_POLICY, mutantsMax: 0, mutationSeconds: 0, variants: null };
