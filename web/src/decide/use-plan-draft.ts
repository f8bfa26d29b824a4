import { useEffect, useState } from 'react';
import type { PlanVersion } from '../../../client/index.js';
import { mergePlans } from './plan-merge.js';
import type { Plan } from './plan.js';
import { remember } from './seen.js';

export interface Draft {
  plan: Plan;
  /** The version that was edited. */
  base: { version: number; digest: string; plan: Plan };
  /** What it was saved as: the draft is shown until that waits and was read. */
  saved?: string;
}

/** A person's edits of a plan, as long as they are nowhere else. `waits`: the version that was read is the one that waits. */
export function usePlanDraft(buildId: string, { version, digest }: PlanVersion, plan: Plan, waits: boolean) {
  const [edited, setDraft] = useState<Draft | null>(null);
  // The editor was open: its buttons give the focus back to the one that opened it.
  const [wasEdited, setWasEdited] = useState(false);
  const isRead = waits && edited?.saved === digest;
  useEffect(() => {
    if (isRead) setDraft(null);
  }, [isRead]);
  const base = { version, digest, plan };
  // Whoever edits a version knows it: what is then told as changed is what changed since.
  const begin = (next: (before: Draft | null) => Draft | null) => {
    remember(buildId, 'plan', { digest, version });
    setDraft(next);
  };
  return {
    draft: isRead ? null : edited,
    wasEdited,
    edit: () => {
      setWasEdited(true);
      begin(() => ({ plan, base }));
    },
    /** Puts the edits on the version of now. */
    merge: () => begin((before) => before && { plan: mergePlans(before.base.plan, before.plan, plan).plan, base }),
    change: (next: Plan) => setDraft((before) => before && { ...before, plan: next }),
    saved: (as: string) => setDraft((before) => before && { ...before, saved: as }),
    drop: () => setDraft(null),
  };
}
