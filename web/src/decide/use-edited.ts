import { useQuery } from '@tanstack/react-query';
import type { PlanVersion } from '../../../client/index.js';
import { client } from '../api.js';
import { usePerson } from '../builds/person.js';
import { asPlan, type Plan } from './plan.js';

/** A plan that is not the planner's alone any more, and which of its words are older than the edits. */
export interface Edited {
  /** Who edited it: `you`, or a name. */
  by: string;
  summaryIsOld: boolean;
  estimateIsOld: boolean;
}

/** Null for a plan as the planner made it, and for one that a person gave whole. */
export function useEdited(buildId: string, { version, author, versions }: PlanVersion, plan: Plan | null): Edited | null {
  const person = usePerson();
  const maker = plan?.made_by ?? null;
  const isEdited = maker !== null && author !== maker;
  const planned = versions.findLast((each) => each.version < version && each.author === maker)?.version ?? null;
  const before = useQuery({
    queryKey: ['build', buildId, 'plan', planned],
    queryFn: ({ signal }) => client.getPlan(buildId, planned === null ? {} : { version: planned }, { signal }),
    enabled: isEdited && planned !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!isEdited || !plan) return null;
  const old = asPlan(before.data?.plan);
  return {
    by: person(author),
    summaryIsOld: old?.summary === plan.summary,
    estimateIsOld: old?.estimate.hours === plan.estimate.hours && old.estimate.usd === plan.estimate.usd,
  };
}
