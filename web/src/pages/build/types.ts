/** Shapes of the API this page uses under short names. */
export type { BuildStatus, Gate, JournalEntry, Task, TimelineEntry, WaitingFor } from '../../../../client/index.js';
import type { BuildStatus } from '../../../../client/index.js';

export type ArtifactHead = BuildStatus['artifacts'][number];
