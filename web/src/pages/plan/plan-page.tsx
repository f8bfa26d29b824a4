import { Anchor, Button } from '@mantine/core';
import { IconListTree } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { BuildStatus } from '../../../../client/index.js';
import type { PageProps } from '../../app/page-props.js';
import { navigate } from '../../app/history.js';
import { Link } from '../../app/link.js';
import { BuildBadge } from '../../builds/build-badge.js';
import { useBuild } from '../../data/builds.js';
import { isRejected } from '../../decide/plan.js';
import { PlanReview, type Saving } from '../../decide/plan-review.js';
import { EmptyState } from '../../ui/empty-state.js';
import { ErrorState } from '../../ui/error-state.js';
import { sentence } from '../../ui/format.js';
import { Loaded } from '../../ui/loaded.js';
import { Page } from '../../ui/page.js';
import { StatusBadge } from '../../ui/status-badge.js';
import { AgreedPlan } from './agreed-plan.js';
import { Planning } from './planning.js';

/** The plan of a build: on its way, waiting for approval, or agreed on. */
export function PlanPage({ params }: PageProps) {
  const id = params['id'] ?? '';
  const query = useBuild(id);
  const build = query.data;
  const [saving, setSaving] = useState<Saving | null>(null);
  const isTaking = build !== undefined && takesIn(build, saving);
  useEffect(() => {
    const waits = build?.waiting_for?.subject_digest;
    setSaving((before) => (before && before.digest === waits ? null : before));
  }, [build?.waiting_for?.subject_digest]);
  return (
    <Page
      wide
      title={build ? sentence(build.title) : 'Plan'}
      beside={build ? isTaking ? <StatusBadge status="planning" label="Takes in your edits" /> : <BuildBadge build={build} /> : undefined}
      above={
        <Anchor component={Link} to={`/builds/${id}`} size="sm">
          ← The build
        </Anchor>
      }
      subtitle={build ? (isTaking ? 'Your edits are saved. In a moment they wait for your approval.' : stageWords(build)) : undefined}
    >
      <Loaded query={query}>{(status) => <Stage build={status} isTaking={isTaking} onSaving={setSaving} />}</Loaded>
    </Page>
  );
}

function stageWords(build: BuildStatus): string {
  if (build.waiting_for?.kind === 'plan') return 'Its plan. Nothing is built before you approve it.';
  if (build.status === 'planning') return build.plan ? 'The next version of its plan is on its way.' : 'Its plan is being made.';
  if (isRejected(build)) return 'The plan that was rejected.';
  return build.plan ? `The plan it ${build.ended_at === null ? 'goes' : 'went'} by: version ${build.plan.version}.` : 'Its plan.';
}

/** Between a saved edit and the wait for its approval a build is called "planning", though nobody plans. */
function takesIn({ status, plan }: BuildStatus, saving: Saving | null): boolean {
  return status === 'planning' && saving !== null && (saving.digest === null || saving.digest === plan?.digest);
}

interface StageProps {
  build: BuildStatus;
  /** Edits that were saved here are about to wait. */
  isTaking: boolean;
  onSaving: (saving: Saving | null) => void;
}

function Stage({ build, isTaking, onSaving }: StageProps) {
  if (build.waiting_for?.kind === 'plan' || isTaking)
    return <PlanReview build={build} onApproved={() => navigate(`/builds/${build.id}`)} onSaving={onSaving} />;
  if (build.status === 'planning') return <Planning build={build} />;
  if (build.plan) return <AgreedPlan build={build} version={build.plan.version} />;
  if (build.failure) return <ErrorState error={new Error(`${build.failure.title}. ${build.failure.detail}`)} />;
  return (
    <EmptyState
      icon={<IconListTree />}
      title="This build has no plan yet"
      action={
        <Button component={Link} to={`/builds/${build.id}`} variant="default">
          Open the build
        </Button>
      }
    >
      {build.waiting_for ? 'It waits for you with something else.' : 'It ended before one was made.'}
    </EmptyState>
  );
}
