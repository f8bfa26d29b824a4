import { Anchor, Button, CopyButton, Tooltip, UnstyledButton } from '@mantine/core';
import { IconCheck, IconCopy, IconGitFork } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { client } from '../../api.js';
import { setSearch } from '../../app/history.js';
import { Link } from '../../app/link.js';
import { useSearch } from '../../app/router.js';
import type { PageProps } from '../../app/page-props.js';
import { useBuildActions } from '../../builds/actions.js';
import { BuildBadge } from '../../builds/build-badge.js';
import { useBuildEvents, type BuildEvents } from '../../data/build-events.js';
import { useBuild } from '../../data/builds.js';
import { ErrorState } from '../../ui/error-state.js';
import { kindName, languageName, sentence } from '../../ui/format.js';
import { Page } from '../../ui/page.js';
import { PageSkeleton } from '../../ui/skeletons.js';
import { BuildButtons } from './build-actions.js';
import { Facts } from './facts.js';
import { LivePanel } from './live-panel.js';
import { NowPanel } from './now-panel.js';
import { PhaseLine } from './phase-line.js';
import { PhasePanel } from './phase-panel.js';
import { phaseLine, phaseOfGate } from './phases.js';
import { BuildTabs } from './tabs.js';
import type { BuildStatus, Gate } from './types.js';
import { WaitingPanel } from './waiting-panel.js';
import classes from './build-page.module.css';

/** One build: where it stands, what happens this second, and everything that was done. */
export function BuildPage({ params }: PageProps) {
  const id = params['id'] ?? '';
  const query = useBuild(id);
  const events = useBuildEvents(id);
  if (query.data) return <BuildView build={query.data} events={events} />;
  if (query.error)
    return (
      <Page title={id} above={<Back />}>
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </Page>
    );
  return <PageSkeleton />;
}

function Back() {
  return (
    <Anchor component={Link} to="/" size="sm">
      ← Builds
    </Anchor>
  );
}

function BuildView({ build, events }: { build: BuildStatus; events: BuildEvents }) {
  const actions = useBuildActions(build);
  const wait = build.waiting_for;
  const gates = useQuery({ queryKey: ['build', build.id, 'gates'], queryFn: ({ signal }) => client.listGates(build.id, { limit: 200 }, { signal }) });
  const visits = gates.data?.items ?? [];
  return (
    <Page
      wide
      title={sentence(build.title)}
      above={<Back />}
      beside={<BuildBadge build={build} />}
      subtitle={<Subtitle build={build} />}
      actions={<BuildButtons build={build} open={actions.open} can={actions.can} />}
    >
      {build.failure ? (
        <Failure failure={build.failure} stopped={build.status === 'stopped'} onFork={actions.can('fork') ? () => actions.open('fork') : null} />
      ) : null}
      {wait ? <WaitingPanel build={build} wait={wait} /> : null}
      <Facts build={build} progress={Math.max(build.progress, events.view.progress)} waits={events.view.waits} />
      <LivePanel build={build} />
      <Progression build={build} events={events} gates={visits} />
      {build.ended_at === null && wait === null ? <NowPanel events={events} buildId={build.id} /> : null}
      <BuildTabs build={build} events={events} />
      {actions.dialogs}
    </Page>
  );
}

/** What its tasks write. */
function filesOf({ tasks }: BuildStatus): string[] {
  return tasks.flatMap(({ files }) => files);
}

function Subtitle({ build }: { build: BuildStatus }) {
  return (
    <span className={classes.subtitle}>
      <CopyButton value={build.id}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : 'Copy the id'}>
            <UnstyledButton onClick={copy} className={`mw-mono ${classes.copy}`} aria-label={`Copy ${build.id}`}>
              {build.id} {copied ? <IconCheck size={13} stroke={2} aria-hidden /> : <IconCopy size={13} stroke={1.6} aria-hidden />}
            </UnstyledButton>
          </Tooltip>
        )}
      </CopyButton>
      <span>{kindName(build.project_type)}</span>
      {build.language ? <span>{languageName(build.language, filesOf(build))}</span> : null}
      {build.parent_build_id ? (
        <span>
          Fork of <Link to={`/builds/${build.parent_build_id}`}>{build.parent_build_id}</Link>
          {build.forked_at ? ` at ${build.forked_at}` : ''}
        </span>
      ) : null}
    </span>
  );
}

interface FailureProps {
  failure: NonNullable<BuildStatus['failure']>;
  stopped: boolean;
  /** Null when it can't be forked. */
  onFork: (() => void) | null;
}

/** Why it ended, and the way on. */
function Failure({ failure, stopped, onFork }: FailureProps) {
  return (
    <section className={classes.failure} data-stopped={stopped} aria-label={stopped ? 'Why it was stopped' : 'Why it failed'}>
      <div className={classes.failureTitle}>{failure.title}</div>
      <div className={classes.failureText}>{sentence(failure.detail)}</div>
      <div className={classes.failureNext}>
        {onFork ? (
          <>
            <Button variant="default" leftSection={<IconGitFork size={15} />} onClick={onFork}>
              Fork and try differently…
            </Button>
            <span>A fork takes over what was done up to a point, at no cost, and goes on from there.</span>
          </>
        ) : null}
        {stopped ? null : <span className="mw-muted">Its code for reports is {failure.code}.</span>}
      </div>
    </section>
  );
}

/** The line of phases and, below it, the one that is looked at: the current one until another is chosen. */
function Progression({ build, events, gates }: { build: BuildStatus; events: BuildEvents; gates: readonly Gate[] }) {
  const search = useSearch();
  const facts = {
    phase: build.phase,
    status: build.status,
    ended: build.ended_at !== null,
    waits: build.waiting_for !== null,
    gates,
    phaseCosts: build.phase_costs,
  };
  const steps = phaseLine(facts, events.view);
  const chosen = steps.find(({ phase }) => phase === search.get('phase')) ?? steps.find(({ phase }) => phase === build.phase) ?? steps[0];
  if (!chosen) return null;
  return (
    <section className={`mw-card ${classes.progression}`} aria-label="Phases">
      <PhaseLine steps={steps} selected={chosen.phase} onSelect={(phase) => setSearch({ phase })} />
      <PhasePanel build={build} step={chosen} gates={gates.filter(({ gate }) => phaseOfGate(gate) === chosen.phase)} retrospective={lookingBack(events)} />
    </section>
  );
}

/** What the build's retrospective said. */
function lookingBack({ view }: BuildEvents): string | null {
  const told = view.events.findLast(({ kind }) => kind === 'retrospective');
  return told?.kind === 'retrospective' ? told.summary : null;
}
