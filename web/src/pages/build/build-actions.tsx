import { Button, Menu, Tooltip } from '@mantine/core';
import { IconChevronDown, IconExternalLink, IconGitFork, IconPlayerStop, IconPlus, IconRocket } from '@tabler/icons-react';
import type { ActionName } from '../../builds/actions.js';
import { Link } from '../../app/link.js';
import { safeHref } from '../../ui/safe-href.js';
import type { BuildStatus } from './types.js';

interface Props {
  build: BuildStatus;
  open: (name: ActionName) => void;
  can: (name: ActionName) => boolean;
}

/** What can be done with the build now: the likeliest as a button, the rest in a menu. */
export function BuildButtons({ build, open, can }: Props) {
  const temporal = safeHref(build.temporal_url);
  return (
    <>
      <Visit build={build} />
      {build.plan && build.waiting_for?.kind !== 'plan' ? (
        <Button component={Link} to={`/builds/${build.id}/plan`} variant="default">
          Plan
        </Button>
      ) : null}
      {can('deploy') && build.waiting_for?.kind !== 'deploy' ? (
        <Button leftSection={<IconRocket size={15} />} onClick={() => open('deploy')}>
          Deploy…
        </Button>
      ) : null}
      {can('stop') ? (
        <Tooltip label="The agents end now, whatever they do; the work so far is kept.">
          <Button variant="default" leftSection={<IconPlayerStop size={15} />} onClick={() => open('stop')}>
            Stop…
          </Button>
        </Tooltip>
      ) : null}
      {hasResult(build) ? (
        <Button component={Link} to={`/new?project=${build.project_id}`} variant="default" leftSection={<IconPlus size={15} />}>
          Build the next version
        </Button>
      ) : null}
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={14} />}>
            More
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {can('fork') ? (
            <Menu.Item leftSection={<IconGitFork size={15} />} onClick={() => open('fork')}>
              Fork…
            </Menu.Item>
          ) : null}
          {temporal ? (
            <Menu.Item component="a" href={temporal} target="_blank" rel="noreferrer noopener" leftSection={<IconExternalLink size={15} />}>
              Open in Temporal
            </Menu.Item>
          ) : null}
          <Menu.Item component="a" href={`/api/coding_agent/status/${build.id}`} target="_blank" rel="noreferrer" leftSection={<IconExternalLink size={15} />}>
            As JSON
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

/** What there is to go on from: of a build that has ended without a result a fork does, which says where. */
function hasResult({ status, ended_at: ended, result }: BuildStatus): boolean {
  return status === 'ready' || (ended !== null && result !== null);
}

/** To what it became: production, or staging while there is no other. */
function Visit({ build: { deployments } }: { build: BuildStatus }) {
  // Where another program has its port, its address leads to that one.
  const live = deployments.filter(({ status, problem }) => status === 'live' && problem === null);
  const best = live.find(({ environment }) => environment === 'production') ?? live[0];
  const href = safeHref(best?.url);
  if (!best || !href) return null;
  return (
    <Button component="a" href={href} target="_blank" rel="noreferrer noopener" rightSection={<IconExternalLink size={14} />}>
      Visit {best.environment}
    </Button>
  );
}
