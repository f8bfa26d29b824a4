import type { AgentDeps } from '../agent/deps.js';
import type { BlobStore } from '../../blobs/index.js';
import type { PageRenderer } from '../design/render/port.js';
import type { RepositoryDeps } from '../repos/deps.js';
import type { HonestySettings } from '../honesty/settings.js';
import type { SandboxDriver } from '../sandbox/port.js';
import type { TeamSettings } from './team.js';

/** What the phases' activities need; values arrive from the composition root. */
export interface BuildDeps extends AgentDeps, Pick<RepositoryDeps, 'repositories'> {
  driver: SandboxDriver;
  blobs: BlobStore;
  /** Pictures of the options of a page. */
  renderer: PageRenderer;
  /** How changes are read for honesty; the default policy without a mutation probe when absent. */
  honesty?: HonestySettings;
  /** Who takes part in builds that do not say it themselves. */
  team: TeamSettings;
  /** The languages that have an image, e.g. python and node with its aliases. */
  languageOf: (name: string) => string | null;
}
