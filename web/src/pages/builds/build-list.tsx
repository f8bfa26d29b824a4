import { ActionIcon, Menu, VisuallyHidden } from '@mantine/core';
import { IconChecklist, IconDots, IconExternalLink, IconGitFork, IconPlayerStop, IconRocket } from '@tabler/icons-react';
import type { ActiveBuild } from '../../../../client/index.js';
import { Link } from '../../app/link.js';
import { useBuildActions } from '../../builds/actions.js';
import { BuildBadge } from '../../builds/build-badge.js';
import { BuildProgress } from '../../builds/progress.js';
import { Age, Money } from '../../ui/numbers.js';
import { toneOf } from '../../ui/status-badge.js';
import { kindName, sentence, words } from '../../ui/format.js';
import { useRowKeys } from '../../ui/use-row-keys.js';
import classes from './builds-page.module.css';

/** Builds as rows one can walk with j and k; on a phone as cards. */
export function BuildList({ builds }: { builds: readonly ActiveBuild[] }) {
  const list = useRowKeys();
  return (
    <div ref={list} className="mw-card" role="table" aria-label="Builds">
      <div className={classes.headings} role="row">
        <span role="columnheader">Build</span>
        <span role="columnheader">Status</span>
        <span role="columnheader">Progress</span>
        <span role="columnheader" className={classes.right}>
          Cost
        </span>
        <span role="columnheader" className={classes.right}>
          Age
        </span>
        <span role="columnheader">
          <VisuallyHidden>Actions</VisuallyHidden>
        </span>
      </div>
      {builds.map((build) => (
        <Row key={build.id} build={build} />
      ))}
    </div>
  );
}

function Row({ build }: { build: ActiveBuild }) {
  const wait = build.waiting_for;
  const tone = wait && build.status !== 'ready' ? 'wait' : toneOf(build.status);
  // As its plan says it, where the image is that of two.
  const language = build.language === 'node' ? (build.planned_language ?? build.language) : build.language;
  return (
    <div className={classes.row} role="row">
      <div role="cell" className={classes.name}>
        <Link to={`/builds/${build.id}`} className={classes.title} title={sentence(build.title)} data-row>
          {sentence(build.title)}
        </Link>
        <div className={classes.meta}>
          <span className="mw-mono">{build.id}</span>
          <span>{kindName(build.project_type)}</span>
          {language ? <span>{kindName(language)}</span> : null}
          {build.phase ? <span>{words(build.phase)} phase</span> : null}
          <span className={classes.narrow}>
            <Money usd={build.cost_usd} /> · <Age at={build.created_at} />
          </span>
        </div>
      </div>
      <div role="cell">
        <BuildBadge build={build} />
      </div>
      <div role="cell">
        <BuildProgress percent={build.progress} tone={tone} />
      </div>
      <div role="cell" className={classes.right}>
        <Money usd={build.cost_usd} />
      </div>
      <div role="cell" className={`${classes.right} mw-muted`}>
        <Age at={build.created_at} />
      </div>
      <div role="cell" className={classes.menu}>
        <RowMenu build={build} />
      </div>
    </div>
  );
}

function RowMenu({ build }: { build: ActiveBuild }) {
  const { open, can, dialogs } = useBuildActions(build);
  return (
    <>
      <Menu position="bottom-end" width={180}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`Actions of ${build.title}`}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component={Link} to={`/builds/${build.id}`} leftSection={<IconExternalLink size={15} />}>
            View
          </Menu.Item>
          {build.waiting_for ? (
            <Menu.Item component={Link} to={`/approvals/${build.id}`} leftSection={<IconChecklist size={15} />}>
              Decide
            </Menu.Item>
          ) : null}
          {can('deploy') ? (
            <Menu.Item leftSection={<IconRocket size={15} />} onClick={() => open('deploy')}>
              Deploy…
            </Menu.Item>
          ) : null}
          {can('fork') ? (
            <Menu.Item leftSection={<IconGitFork size={15} />} onClick={() => open('fork')}>
              Fork…
            </Menu.Item>
          ) : null}
          {can('stop') ? (
            <Menu.Item color="red" leftSection={<IconPlayerStop size={15} />} onClick={() => open('stop')}>
              Stop…
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {dialogs}
    </>
  );
}
