import { Anchor, Button, Kbd } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconChecklist } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { ActiveBuild } from '../../../../client/index.js';
import { navigate } from '../../app/history.js';
import { Link } from '../../app/link.js';
import type { PageProps } from '../../app/page-props.js';
import { useSearch } from '../../app/router.js';
import { useBuild, useBuilds, useWaiting } from '../../data/builds.js';
import { liveOf, waitSummary, waitWords } from '../../builds/waiting.js';
import { DecisionPanel } from '../../decide/decision-panel.js';
import { useKeys } from '../../decide/use-keys.js';
import { EmptyState } from '../../ui/empty-state.js';
import { sentence } from '../../ui/format.js';
import { Loaded } from '../../ui/loaded.js';
import { Age } from '../../ui/numbers.js';
import { Page } from '../../ui/page.js';
import { RowSkeletons } from '../../ui/skeletons.js';
import classes from './approvals.module.css';

/** Everything that waits for this person, oldest first; what is decided on beside it. Keys: j, k, a, r. */
export function ApprovalsPage({ params }: PageProps) {
  const list = useBuilds({ limit: 200 });
  const waiting = useWaiting();
  return (
    <Page wide title="Approvals" subtitle={waiting.length > 0 ? <Subtitle waiting={waiting.length} /> : undefined}>
      <Loaded query={list} skeleton={<RowSkeletons rows={4} height={64} />}>
        {() => (waiting.length === 0 ? <Nothing /> : <Inbox waiting={waiting} named={params['id'] ?? null} />)}
      </Loaded>
    </Page>
  );
}

function Subtitle({ waiting }: { waiting: number }) {
  return (
    <>
      {waiting === 1 ? '1 build waits for you.' : `${waiting} builds wait for you, the longest first.`}
      <span className={`mantine-visible-from-sm ${classes.keys}`}>
        {KEYS.map(([key, meaning]) => (
          <span key={key}>
            <Kbd size="xs">{key}</Kbd> {meaning}
          </span>
        ))}
      </span>
    </>
  );
}

const NEXT_PLAN = 'The next version of the plan is on its way; it will wait here.';

const KEYS = [
  ['j', 'next'],
  ['k', 'previous'],
  ['a', 'approve'],
  ['r', 'reject'],
] as const;

function Nothing() {
  return (
    <EmptyState
      icon={<IconChecklist />}
      title="Nothing waits for you"
      action={
        <Button component={Link} to="/new">
          New build
        </Button>
      }
    >
      A build stops and asks before it does what you should know of: its plan, a choice of designs, a question of an agent, a deployment. It appears here the
      moment it does.
    </EmptyState>
  );
}

/** `named`: the build that the path names; moving on from it goes to the list's own address. */
function Inbox({ waiting, named }: { waiting: ActiveBuild[]; named: string | null }) {
  const isNarrow = useMediaQuery('(max-width: 61.99em)', undefined, { getInitialValueInEffect: false });
  const asked = useSearch().get('build') || named;
  // On a wide screen the oldest is open; on a phone the list is.
  const open = waiting.find(({ id }) => id === asked) ?? (isNarrow || asked !== null ? undefined : waiting[0]);
  const at = waiting.findIndex(({ id }) => id === open?.id);
  const go = (to: number) => {
    const next = waiting[Math.min(Math.max(to, 0), waiting.length - 1)];
    if (next) navigate(`/approvals?build=${next.id}`, { replace: true });
  };
  useKeys({ j: () => go(at + 1), k: () => go(at - 1) });
  useNextOne(waiting, asked, isNarrow);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    // Newer browsers answer with a promise, which is no cleanup.
    list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [open?.id]);
  return (
    <div className={classes.split} data-open={open !== undefined || asked !== null}>
      <ul ref={list} className={`mw-card ${classes.inbox}`} aria-label="What waits">
        {waiting.map((build) => (
          <li key={build.id}>
            <Item build={build} isOpen={build.id === open?.id} />
          </li>
        ))}
      </ul>
      <div className={classes.subject}>
        <Anchor component={Link} to="/approvals" className={classes.back}>
          ← All approvals
        </Anchor>
        {open ? <Subject key={open.id} id={open.id} /> : asked !== null ? <Decided id={asked} /> : null}
      </div>
    </div>
  );
}

/** When what is open was decided, the one that took its place in the list is opened; on a phone the list is shown. */
function useNextOne(waiting: readonly ActiveBuild[], asked: string | null, isNarrow: boolean): void {
  const place = useRef<number | null>(null);
  useEffect(() => {
    const at = waiting.findIndex(({ id }) => id === asked);
    const before = place.current;
    place.current = at < 0 ? null : at;
    if (at >= 0 || asked === null || before === null) return;
    const next = isNarrow ? undefined : (waiting[before] ?? waiting.at(-1));
    navigate(next ? `/approvals?build=${next.id}` : '/approvals', { replace: true });
  }, [waiting, asked, isNarrow]);
}

function Item({ build, isOpen }: { build: ActiveBuild; isOpen: boolean }) {
  const wait = build.waiting_for;
  if (!wait) return null;
  return (
    <Link to={`/approvals?build=${build.id}`} className={classes.item} aria-current={isOpen ? 'true' : undefined}>
      <span className={classes.line}>
        <span className={classes.kind}>{waitWords(wait, liveOf(build))}</span>
        <Age at={wait.since} />
      </span>
      <span className={classes.title} title={sentence(build.title)}>
        {sentence(build.title)}
      </span>
      <span className={classes.summary}>{sentence(waitSummary(wait.summary, build.title))}</span>
    </Link>
  );
}

function Subject({ id }: { id: string }) {
  const query = useBuild(id);
  return (
    <Loaded query={query}>
      {(build) => (
        <section aria-label={sentence(build.title)}>
          <div className={classes.subjectHead}>
            <h2 className={classes.subjectTitle} tabIndex={-1} data-focus-home>
              {sentence(build.title)}
            </h2>
            <Anchor component={Link} to={`/builds/${id}`} size="sm" className={classes.toBuild}>
              Open the build
            </Anchor>
          </div>
          {build.waiting_for ? (
            <DecisionPanel build={build} />
          ) : (
            <p className="mw-muted">{build.status === 'planning' && build.plan ? NEXT_PLAN : 'Decided. The build goes on.'}</p>
          )}
        </section>
      )}
    </Loaded>
  );
}

function Decided({ id }: { id: string }) {
  return (
    <EmptyState
      icon={<IconChecklist />}
      title="This does not wait any more"
      action={
        <Button component={Link} to={`/builds/${id}`} variant="default">
          Open the build
        </Button>
      }
    >
      It was decided, here or somewhere else. The others are in the list.
    </EmptyState>
  );
}
