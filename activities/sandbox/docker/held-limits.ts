/** Whether the engine really holds a container to everything that was asked for it: read back, not taken from what we sent. */
import type Docker from 'dockerode';
import { engineCall } from './errors.js';

/** What is missing, in words for people; empty when nothing is. */
export async function missingLimitsOf(docker: Docker, containerId: string): Promise<string[]> {
  const {
    HostConfig: host,
    Config: config,
    NetworkSettings: network,
  } = await engineCall('Looking at a container', () => docker.getContainer(containerId).inspect());
  const security: string[] = host.SecurityOpt ?? [];
  const ulimits = new Set((host.Ulimits as { Name: string }[] | null | undefined)?.map(({ Name }) => Name));
  const tmpfs = host.Tmpfs as Record<string, string> | undefined;
  const held: [boolean, string][] = [
    [host.NetworkMode === 'none' && Object.keys(network.Networks ?? {}).every((name) => name === 'none'), 'no network'],
    [host.CapDrop?.includes('ALL') === true && !host.Privileged, 'no capabilities'],
    [security.some((option) => option.startsWith('no-new-privileges')), 'no new privileges'],
    [security.some((option) => option.startsWith('seccomp=') && option !== 'seccomp=unconfined'), 'system calls (seccomp)'],
    [host.ReadonlyRootfs === true, 'a read-only root'],
    [config.User !== '' && !/^(0|root)(:|$)/.test(config.User), 'a user that is not root'],
    [isPositive(host.Memory) && host.MemorySwap === host.Memory, 'memory, without swap'],
    [isPositive(host.NanoCpus), 'CPUs'],
    [isPositive(host.PidsLimit), 'processes'],
    [['fsize', 'nofile', 'core'].every((name) => ulimits.has(name)), 'file size, open files and core dumps'],
    [/size=\d+.*nr_inodes=\d+/.test(tmpfs?.['/workspace'] ?? ''), 'size and inodes of the workspace'],
    [/size=\d+.*nr_inodes=\d+/.test(tmpfs?.['/tmp'] ?? ''), 'size and inodes of /tmp'],
    [host.Init === true, 'an init that reaps'],
    [host.LogConfig?.Type === 'none', 'no log on the host'],
  ];
  return held.filter(([isHeld]) => !isHeld).map(([, name]) => name);
}

function isPositive(value: number | null | undefined): boolean {
  return typeof value === 'number' && value > 0;
}
