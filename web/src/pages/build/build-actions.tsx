import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconExternalLink, IconGitFork, IconPlayerStop, IconRocket } from '@tabler/icons-react';
import type { ActionName } from '../../builds/actions.js';
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
      {can('deploy') && build.waiting_for?.kind !== 'deploy' ? (
        <Button leftSection={<IconRocket size={15} />} onClick={() => open('deploy')}>
          Deploy…
        </Button>
      ) : null}
      {can('stop') ? (
        <Button variant="default" leftSection={<IconPlayerStop size={15} />} onClick={() => open('stop')}>
          Stop…
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
