/** The whole of a build on its main branch, as it is inspected. */
import type { BuildRow } from '../agent/session-store.js';
import type { CheckReport } from '../checks/port.js';
import type { TreeFile } from '../git/store.js';

export interface MainSubject {
  build: BuildRow;
  commit: string;
  files: TreeFile[];
  report: CheckReport;
  /** Names the run: its containers. */
  name: string;
}

/** What is known before the checks have run. */
export type Unchecked = Omit<MainSubject, 'report'>;
