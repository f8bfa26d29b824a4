import type { ActiveBuild } from '../../../client/index.js';

/** What the dialogs must know of a build. */
export type Subject = Pick<ActiveBuild, 'id' | 'title' | 'status' | 'actions' | 'waiting_for'>;
