/** How a deployment of the history ended, and what came back in a roll back. Pure. */
import type { DeploymentOverview } from '../../../../client/index.js';
import { deploymentWords } from '../../../../contracts/deployment-words.js';
import { sentence } from '../../ui/format.js';
import { toneOf, type Tone } from '../../ui/tone.js';

export type Replacement = NonNullable<DeploymentOverview['replaced_by']>;

/** In a word: a person's roll back is told apart from a newer version, and from what never became healthy. */
export function outcomeOf({ status, replaced_by: since }: Pick<DeploymentOverview, 'status' | 'replaced_by'>): { label: string; tone: Tone } {
  if (since?.returned) return { label: 'Rolled back', tone: 'wait' };
  return { label: sentence(deploymentWords(status)), tone: status === 'rolled_back' ? 'bad' : toneOf(status) };
}

/** The roll back that brought a deployment back: when, by whom, and the version it took the place of; null where none did. */
export function cameBack(
  id: string,
  history: readonly Pick<DeploymentOverview, 'commit' | 'replaced_by'>[],
): { at: string; by: string | null; from: string | null } | null {
  const returns = history.flatMap(({ commit, replaced_by: since }) =>
    since?.returned && since.id === id ? [{ at: since.at, by: since.by, from: commit }] : [],
  );
  return returns.sort((one, other) => other.at.localeCompare(one.at))[0] ?? null;
}

/** A version as it is written everywhere: the beginning of its commit. */
export function versionName(commit: string | null): string {
  return commit?.slice(0, 12) ?? '–';
}
