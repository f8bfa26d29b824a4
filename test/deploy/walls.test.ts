import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { guardHost } from '../../activities/deploy/docker/firewall.js';
import { switchTraffic } from '../../activities/deploy/switch.js';
import { ENVIRONMENT, Stage } from './stage.js';

describe('the walls around a deployed service', () => {
  let stage: Stage;
  let containerId: string;

  beforeAll(async () => {
    stage = await Stage.open();
    await switchTraffic(stage.target, stage.request(await stage.image({ version: 'one' })));
    containerId = (await stage.target.list())[0]?.containerId ?? '';
  });
  afterAll(() => stage.close());

  async function python(code: string): Promise<string> {
    const exec = await stage.docker.getContainer(containerId).exec({ Cmd: ['python3', '-c', code], AttachStdout: true, AttachStderr: true });
    const stream = await exec.start({});
    let text = '';
    for await (const chunk of stream) text += String(chunk);
    return text;
  }

  const connect = (host: string, port: number): string => `
import socket
try:
    socket.create_connection(('${host}', ${port}), 2); print('REACHED')
except OSError as error: print('stopped', error)`;

  it('gives it no rights, no writable disk but its data, and limits on everything', async () => {
    const { HostConfig, Config } = await stage.docker.getContainer(containerId).inspect();
    expect(Config.User).toBe('1000:1000');
    expect(HostConfig).toMatchObject({
      CapDrop: ['ALL'],
      Privileged: false,
      ReadonlyRootfs: true,
      Init: true,
      Memory: 512 * 1024 * 1024,
      MemorySwap: 512 * 1024 * 1024,
      NanoCpus: 1e9,
      PidsLimit: 256,
      IpcMode: 'private',
      RestartPolicy: { Name: 'unless-stopped' },
      PidMode: '',
      LogConfig: { Type: 'local', Config: { 'max-size': '1m', 'max-file': '2' } },
    });
    expect(HostConfig.CapAdd).toBeNull();
    expect(HostConfig.Binds).toBeNull();
    expect(HostConfig.PortBindings ?? {}).toEqual({});
    expect(HostConfig.SecurityOpt).toEqual(['no-new-privileges', expect.stringContaining('SCMP_ACT_ERRNO')]);
    const found = await python(`
import os
for path in ['/app/x', '/etc/x', '/data/x', '/tmp/x']:
    try: open(path, 'w').close(); print(path, 'written')
    except OSError as error: print(path, 'refused')
print(os.getuid(), [line for line in open('/proc/self/status') if line.startswith(('CapEff', 'NoNewPrivs', 'Seccomp:'))])`);
    expect(found).toMatch(
      /\/app\/x refused[^]*\/etc\/x refused[^]*\/data\/x written[^]*\/tmp\/x written[^]*1000 \['CapEff:\\t0000000000000000\\n', 'NoNewPrivs:\\t1\\n', 'Seccomp:\\t2\\n'\]/,
    );
  });

  it('holds the verified files and nothing that could steer the build', async () => {
    expect(await python("import os; print(sorted(os.listdir('/app')), os.access('/app/bin/run.sh', os.X_OK), os.readlink('/app/modules'))")).toContain(
      "['.dockerignore', 'Dockerfile', 'bin', 'modules', 'server.py', 'tests'] True /deps/modules",
    );
  });

  it('leaves no way out: no address, no name, no neighbour', async () => {
    expect(await python(connect('192.0.2.1', 80))).toContain('stopped');
    expect(await python("import socket\ntry: print('REACHED', socket.gethostbyname('example.com'))\nexcept OSError: print('stopped')")).toContain('stopped');
    const candidate = await stage.target.start(stage.request(await stage.image({ version: 'two' })), 'candidate');
    expect(await stage.target.checkHealth({ ...candidate, path: '/health', timeoutSeconds: 20 })).toMatchObject({ healthy: true });
    expect(await python(connect(candidate.address.host, candidate.address.port))).toContain('stopped');
    await stage.target.remove(stage.made.at(-1) ?? '');
  });

  it('keeps it from the host itself, which is the gateway of its network', async () => {
    const network = await stage.docker.getNetwork(`millwright-${stage.instance}-${ENVIRONMENT.projectId}-${ENVIRONMENT.environment}`).inspect();
    expect(network.Internal).toBe(true);
    const server = createServer((_request, response) => response.end('host'));
    await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
    const reached = await python(connect(network.IPAM?.Config?.[0]?.Gateway ?? '', (server.address() as AddressInfo).port));
    server.close();
    // Only root on the engine's own host can close this door; elsewhere the advice says how.
    const { guarded, advice } = await guardHost();
    expect(reached.includes('stopped')).toBe(guarded);
    expect(advice === null).toBe(guarded);
  });
});
