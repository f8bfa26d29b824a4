import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { BuildStatus, PlanVersion } from '../../../../client/index.js';
import { client } from '../../api.js';
import { setSearch } from '../../app/history.js';
import { useSearch } from '../../app/router.js';
import { WillNotBeBuilt } from '../../decide/not-built.js';
import { Notice } from '../../decide/notice.js';
import { asPlan, isRejected } from '../../decide/plan.js';
import { PlanView } from '../../decide/plan-view.js';
import { useEdited } from '../../decide/use-edited.js';
import { VersionChanges } from '../../decide/what-changed.js';
import { Loaded } from '../../ui/loaded.js';

/** A plan that was decided on, and the versions before it. */
export function AgreedPlan({ build, version }: { build: BuildStatus; version: number }) {
  const asked = Number(useSearch().get('version'));
  const shown = Number.isInteger(asked) && asked > 0 ? asked : version;
  const query = useQuery({
    queryKey: ['build', build.id, 'plan', shown],
    queryFn: ({ signal }) => client.getPlan(build.id, { version: shown }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (before) => before,
  });
  return (
    <Loaded query={query}>
      {(answer) => (
        <>
          {build.failure ? <Notice title={build.failure.title}>{build.failure.detail}</Notice> : null}
          {answer.versions.length > 1 ? <Versions {...{ answer, shown, version }} state={isRejected(build) ? 'rejected' : 'in force'} /> : null}
          <Shown {...{ build, answer }} />
        </>
      )}
    </Loaded>
  );
}

function Shown({ build, answer }: { build: BuildStatus; answer: PlanVersion }) {
  const plan = asPlan(answer.plan);
  const edited = useEdited(build.id, answer, plan);
  if (!plan) return null;
  return (
    <>
      <WillNotBeBuilt plan={plan} isOver={build.ended_at !== null} />
      <VersionChanges buildId={build.id} current={answer} />
      <PlanView {...{ plan, edited }} budgetUsd={build.budget_usd} buildTitle={build.title} />
    </>
  );
}

function Versions({ answer, shown, version, state }: { answer: PlanVersion; shown: number; version: number; state: string }) {
  const data = answer.versions.map((each) => ({
    value: String(each.version),
    label: `Version ${each.version} by ${each.author}${each.version === version ? ` (${state})` : ''}`,
  }));
  return (
    <Select
      label="Version"
      data={data}
      value={String(shown)}
      allowDeselect={false}
      w={300}
      mb="md"
      onChange={(value) => setSearch({ version: value === String(version) ? null : value })}
    />
  );
}
