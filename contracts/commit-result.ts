/** What became of a task's work in git, as other systems are told of it: free of I/O. */
import type { TaskOutcome } from './messages.js';

/** merged: it is on main. The others as a try ends: all there, a part of it, nothing that can be used. */
export type CommitStatus = 'merged' | 'success' | 'soft_fail' | 'hard_fail';

export interface CommitResult {
  task_id: string;
  /** The commit of main, or the last one of the branch; null when nothing was written. */
  commit_sha: string | null;
  status: CommitStatus;
  branch_name: string;
  /** What the one who did it says. */
  notes: string;
}

export function commitStatusOf(outcome: TaskOutcome): Exclude<CommitStatus, 'merged'> {
  return outcome.toLowerCase() as Lowercase<TaskOutcome>;
}
