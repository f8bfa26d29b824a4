/** What a sandbox's container is made with, to the letter; what programs make of it is test/hostile. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { docker, imagesDir, testEngine, type TestEngine } from './engine.js';

const MIB = 1024 * 1024;
let engine: TestEngine;
beforeAll(async () => {
  engine = await testEngine({
    limits: { memoryBytes: 256 * MIB, pids: 64, workspaceBytes: 32 * MIB, workspaceInodes: 500, tmpBytes: 16 * MIB, tmpInodes: 400 },
  });
});
afterAll(() => engine.close());

describe('the container of a sandbox', () => {
  it('is made to the letter of the profile', async () => {
    const sandbox = await engine.open();
    const { HostConfig: host, Config: config, Mounts: mounts } = await docker.getContainer(sandbox.containerId).inspect();
    expect(host).toMatchObject({
      NetworkMode: 'none',
      CapDrop: ['ALL'],
      ReadonlyRootfs: true,
      Privileged: false,
      Init: true,
      PidsLimit: 64,
      Memory: 256 * MIB,
      MemorySwap: 256 * MIB,
      PidMode: '',
      Tmpfs: {
        '/tmp': `rw,exec,nosuid,nodev,size=${16 * MIB},nr_inodes=400,mode=1777`,
        '/workspace': `rw,exec,nosuid,nodev,size=${32 * MIB},nr_inodes=500,uid=1000,gid=1000,mode=0755`,
      },
    });
    expect(host.Ulimits).toEqual([
      { Name: 'fsize', Soft: 256 * MIB, Hard: 256 * MIB },
      { Name: 'nofile', Soft: 4096, Hard: 4096 },
      { Name: 'core', Soft: 0, Hard: 0 },
    ]);
    expect([host.Binds ?? [], host.CapAdd ?? [], host.Devices ?? []]).toEqual([[], [], []]);
    expect(host.LogConfig?.Type).toBe('none');
    expect(host.SecurityOpt).toEqual(['no-new-privileges', expect.stringMatching(/^seccomp=\{/)]);
    expect(config.User).toBe('1001:1001');
    expect(mounts).toEqual([]);
    expect(config.Env).toContain(`MILLWRIGHT_INSTANCE=${engine.instance}`);
  });

  it.each(readdirSync(imagesDir))(
    'of %s knows localhost and its own name, though it has no network',
    async (language) => {
      const sandbox = await engine.open({ language, name: language });
      const { stdout } = await sandbox.exec({ command: 'getent ahosts localhost; getent hosts sandbox; cat /etc/hosts', timeoutSeconds: 20 });
      expect(stdout).toMatch(/^127\.0\.0\.1\s+STREAM/m);
      expect(stdout).toMatch(/^127\.0\.0\.1\s+(?:localhost )?sandbox/m);
    },
    600_000,
  );
});
