import type { Understood, Wish } from '../understand.js';

export function cliBlueprint(_wish: Wish): Understood | null {
  return null;
}
