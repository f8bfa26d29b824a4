import { useQuery } from '@tanstack/react-query';
import { ActionIcon } from '@mantine/core';
import { IconCode, IconX } from '@tabler/icons-react';
import type { BuildStatus } from '../../../../client/index.js';
import { client } from '../../api.js';
import { Link } from '../../app/link.js';
import { BuildBadge } from '../../builds/build-badge.js';
import { BuildProgress } from '../../builds/progress.js';
import { useBuild } from '../../data/builds.js';
import { DiffView } from '../../ui/diff-view.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Loaded } from '../../ui/loaded.js';
import { sentence } from '../../ui/format.js';
import { Money } from '../../ui/numbers.js';
import { safeHref } from '../../ui/safe-href.js';
import { RowSkeletons } from '../../ui/skeletons.js';
import { toneOf } from '../../ui/status-badge.js';
import classes from './side.module.css';

/** The build that is talked about: where it stands, and its changes as code. */
export function SidePanel({ buildId, onClose }: { buildId: string | null; onClose: (() => void) | null }) {
  return (
    <aside className={classes.side} data-drawer={onClose === null} aria-label="The build that is talked about">
      {onClose === null ? null : (
        <ActionIcon className={classes.sideClose} variant="subtle" color="gray" onClick={onClose} aria-label="Close the code panel">
          <IconX size={16} stroke={1.6} />
        </ActionIcon>
      )}
      {buildId === null ? (
        <EmptyState icon={<IconCode size={28} stroke={1.4} />} title="No build is talked about yet">
          Ask about one by its id, or say "build me ...": its state and its code are shown here.
        </EmptyState>
      ) : (
        <Talked key={buildId} id={buildId} />
      )}
    </aside>
  );
}

function Talked({ id }: { id: string }) {
  const build = useBuild(id);
  return (
    <Loaded query={build} skeleton={<RowSkeletons rows={6} height={28} />}>
      {(data) => (
        <>
          <BuildHead build={data} />
          <Changes build={data} />
        </>
      )}
    </Loaded>
  );
}

function BuildHead({ build }: { build: BuildStatus }) {
  const done = build.tasks.filter(({ status }) => status === 'done').length;
  return (
    <div className={classes.sideHead}>
      <Link to={`/builds/${build.id}`} className={classes.sideTitle}>
        {sentence(build.title)}
      </Link>
      <div className={classes.sideMeta}>
        <BuildBadge build={build} />
        <span className="mw-mono mw-muted">{build.id}</span>
      </div>
      <BuildProgress percent={build.progress} tone={build.waiting_for ? 'wait' : toneOf(build.status)} />
      <div className={classes.sideMeta}>
        {build.tasks.length > 0 ? (
          <span className="mw-muted">
            {done} of {build.tasks.length} tasks
          </span>
        ) : null}
        <span className="mw-muted">
          <Money usd={build.cost_usd} /> of <Money usd={build.budget_usd} />
        </span>
      </div>
      {build.waiting_for ? <p className={classes.waits}>Waits for you: {build.waiting_for.summary}</p> : null}
      {build.deployments
        .filter(({ status }) => status === 'live')
        .map(({ id, environment, url, problem }) => {
          const href = safeHref(url);
          return href ? (
            <p key={id} className={classes.live}>
              {environment}:{' '}
              <a href={href} target="_blank" rel="noreferrer noopener">
                {url}
              </a>
              {problem ? <span className="mw-muted"> does not answer just now</span> : null}
            </p>
          ) : null;
        })}
    </div>
  );
}

// What a panel shows; the build's own page has the whole.
const DIFF_CHARS_MAX = 400_000;

function Changes({ build }: { build: BuildStatus }) {
  const diff = useQuery({
    queryKey: ['build', build.id, 'diff'],
    queryFn: ({ signal }) => client.getDiff(build.id, { signal }),
    // Before the tasks are merged there is none.
    enabled: build.result !== null,
  });
  if (diff.isLoading) return <RowSkeletons rows={6} height={22} />;
  const text = diff.data ?? '';
  if (text.trim() === '')
    return (
      <EmptyState icon={<IconCode size={26} stroke={1.4} />} title="No code yet">
        What its agents write is shown here as soon as it is merged.
      </EmptyState>
    );
  return (
    <div className={classes.changes}>
      <DiffView text={text.slice(0, DIFF_CHARS_MAX)} />
      {text.length > DIFF_CHARS_MAX ? <p className="mw-muted">The rest is on the build's page.</p> : null}
    </div>
  );
}
