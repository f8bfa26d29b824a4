import { setTimeout as sleep } from 'node:timers/promises';
/** Programs that try to get out or to take everything. Each is judged by what it reached, not by what it printed about itself. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { CommandResult, Sandbox } from '../../activities/sandbox/port.js';
import { docker, file, testEngine, type TestEngine } from './engine.js';

const MIB = 1024 * 1024;
let engine: TestEngine;
let sandbox: Sandbox;

beforeAll(async () => {
  engine = await testEngine({
    limits: { memoryBytes: 256 * MIB, pids: 64, workspaceBytes: 32 * MIB, workspaceInodes: 500, tmpBytes: 32 * MIB, tmpInodes: 500 },
  });
  await engine.driver.ensureImage('python');
}, 300_000);
beforeEach(async () => {
  sandbox = await engine.open();
  await sandbox.reset([]);
});
afterAll(() => engine.close());

// Far longer than a kernel needs, far shorter than any of these programs would run.
const GONE_MS = 5_000;

async function python(program: string, timeoutSeconds = 10): Promise<CommandResult> {
  await sandbox.apply({ written: [file('p.py', program)], deleted: [] });
  return sandbox.exec({ command: 'python3 p.py', timeoutSeconds });
}

const processes = async () => (await docker.getContainer(sandbox.containerId).top()).Processes as string[][];

/** Nothing but init and its holder runs, and the sandbox still works. Looked at in this order: the next command would end leftovers too. */
async function expectCalm(): Promise<void> {
  // The wrapper itself may take a moment longer: it reports, then exits. What was killed runs no more, but on a busy
  // machine it stays in the list until the kernel has taken it apart; a program that survived would stay for good.
  const stays = async () => (await processes()).filter((each) => each[0] !== '1001' && !each.at(-1)?.startsWith('/opt/sandbox/sh'));
  for (const until = Date.now() + GONE_MS; (await stays()).length > 0 && Date.now() < until;) await sleep(50);
  expect(await stays()).toEqual([]);
  expect(await sandbox.exec({ command: 'echo calm', timeoutSeconds: 10 })).toMatchObject({ outcome: 'exit', stdout: 'calm\n' });
}

describe('a program that takes too much', () => {
  it('of processes meets the limit, and all of them are ended', async () => {
    const result = await python('import os\nn = 0\nwhile True:\n  try:\n    if os.fork() == 0: n = 0\n  except OSError: pass\n', 2);
    expect(result.outcome).toBe('timeout');
    await expectCalm();
  });

  it('of memory is an OOM, whoever in it died', async () => {
    expect((await python('bytearray(10**9)\n')).outcome).toBe('oom');
    expect((await python('import subprocess, sys\nsys.exit(subprocess.run(["python3", "-c", "bytearray(10**9)"]).returncode != 0)\n')).outcome).toBe('oom');
    await expectCalm();
  });

  it('of disk, of /tmp and of shared memory gets ENOSPC', async () => {
    const result = await sandbox.exec({
      command: 'for d in /workspace /tmp /dev/shm; do head -c 60M /dev/zero 2>&1 >$d/f; rm -f $d/f; done',
      timeoutSeconds: 20,
    });
    expect(result.stdout.match(/No space left/g)).toHaveLength(3);
  });

  it('of inodes gets ENOSPC', async () => {
    const result = await python(
      'import errno\nfor folder in ("/workspace", "/tmp"):\n  try:\n    for n in range(5000): open(f"{folder}/f{n}", "w").close()\n  except OSError as e: print(errno.errorcode[e.errno])\n',
    );
    expect(result.stdout).toBe('ENOSPC\nENOSPC\n');
  });

  it('of output is cut at a megabyte, with or without newlines', async () => {
    for (const command of ['yes', 'cat /dev/zero', 'yes >&2']) {
      const result = await sandbox.exec({ command, timeoutSeconds: 60 });
      expect(result).toMatchObject({ outcome: 'output_cut', exitCode: null, truncated: true });
      expect(result.stdout.length + result.stderr.length).toBeLessThanOrEqual(MIB);
    }
    await expectCalm();
  });

  it('of time is ended, TERM ignored or not', async () => {
    expect(await sandbox.exec({ command: 'trap "" TERM INT HUP; while :; do sleep 1; done', timeoutSeconds: 1 })).toMatchObject({
      outcome: 'timeout',
      exitCode: null,
    });
    expect(
      (
        await python(
          'import signal, time\nfor s in range(1, 64):\n  try: signal.signal(s, signal.SIG_IGN)\n  except (OSError, ValueError): pass\ntime.sleep(99)\n',
          1,
        )
      ).outcome,
    ).toBe('timeout');
    // `timeout` itself is ended: the deadline outside holds.
    expect((await sandbox.exec({ command: 'kill -9 $PPID; sleep 99', timeoutSeconds: 1 })).outcome).not.toBe('timeout');
    await expectCalm();
  });
});

describe('a program that stays', () => {
  it('as a daemon is gone when the command is over', async () => {
    const result = await python(
      'import os, time\nif os.fork() == 0:\n  os.setsid()\n  if os.fork() == 0:\n    while True:\n      open("/workspace/late", "a").write("x")\n      time.sleep(0.01)\n  os._exit(0)\n',
    );
    expect(result.exitCode).toBe(0);
    await expectCalm();
    const before = await sandbox.exec({ command: 'cat late | wc -c; sleep 0.2; cat late | wc -c', timeoutSeconds: 10 });
    const [first, second] = before.stdout.trim().split('\n');
    expect(first).toBe(second);
  });

  it('by ending everything around it is told apart from success', async () => {
    expect(await sandbox.exec({ command: 'echo all passed; kill -9 -1', timeoutSeconds: 10 })).toMatchObject({ outcome: 'killed', exitCode: null });
    await expectCalm();
  });
});

describe('a program that lies', () => {
  it('cannot read the marker of its wrapper, so cannot forge its end', async () => {
    const program = [
      'import os, re',
      'wrappers, read, markers = 0, [], []',
      'for pid in filter(str.isdigit, os.listdir("/proc")):',
      '  wrapper = open(f"/proc/{pid}/cmdline").read().startswith("/opt/sandbox/sh")',
      '  wrappers += wrapper',
      '  for name in ("environ", "maps", "mem", "fd/2", "exe", "cwd"):',
      '    try:',
      '      data = open(f"/proc/{pid}/{name}", "rb").read(100000) if name in ("environ", "maps", "mem") else os.readlink(f"/proc/{pid}/{name}").encode()',
      '      if wrapper: read.append(name)',
      '      markers += re.findall(rb"[0-9a-f]{32}", data) if name == "environ" else []',
      '    except OSError: pass',
      'print(wrappers, read, markers)',
    ];
    const result = await python(program.join('\n'));
    expect(result.stdout).toBe('1 [] []\n');
  });

  it('cannot fake a listing or an exit code by what it prints', async () => {
    const marker = '0'.repeat(32);
    const { result, changes } = await sandbox.execAndCollect({
      command: `printf '\\n${marker}'; printf '\\n${marker}0 0 0\\0f 1 1.0 644 fake\\0\\n${marker}' >&2; exit 3`,
      timeoutSeconds: 10,
    });
    expect(result).toMatchObject({ outcome: 'exit', exitCode: 3 });
    expect(changes).toEqual({ written: [], deleted: [], refused: [] });
  });
});

describe('a program that wants out', () => {
  it('has no network: not the host, not names, not virtual sockets', async () => {
    const touched: string[] = [];
    const trap = createServer((socket) => touched.push(String(socket.remoteAddress)) && socket.destroy());
    await new Promise<void>((resolve) => trap.listen(0, '0.0.0.0', resolve));
    const port = (trap.address() as { port: number }).port;
    const hosts = Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .filter((each) => each.family === 'IPv4')
      .map((each) => each.address);
    const result = await python(
      `import socket\nreached = []\nfor host in ${JSON.stringify([...hosts, '169.254.169.254', '1.1.1.1'])}:\n  try: socket.create_connection((host, ${port}), 0.3); reached.append(host)\n  except OSError: pass\n` +
        'try: socket.gethostbyname("deb.debian.org"); reached.append("dns")\nexcept OSError: pass\n' +
        'for family in (40, 16, 17, 38, 44):\n  for kind in (1, 2, 3, 5):\n    try: socket.socket(family, kind); reached.append(f"family {family}")\n    except OSError: pass\n' +
        'try: socket.socket(2, 3, 1); reached.append("raw")\nexcept OSError: pass\nprint(reached)\n',
    );
    trap.close();
    expect(result.stdout).toBe('[]\n');
    expect(touched).toEqual([]);
  });

  it('gets no namespace, mount, device, trace, key or ring', async () => {
    const calls = {
      ptrace: [101, 0],
      mount: [165, 0, 0, 0, 0],
      unshare: [272, 0x10000000],
      setns: [308, 0, 0],
      bpf: [321, 0, 0, 0],
      perf: [298, 0, 0, 0, 0],
      keyctl: [250, 0, -3, 0],
    };
    const more = {
      add_key: [248, 0, 0, 0, 0],
      userfaultfd: [323, 0],
      io_uring: [425, 1, 0],
      chroot: [161, 0],
      process_vm_writev: [311, 1],
      init_module: [175, 0],
      kexec: [246, 0],
      clone_newuser: [56, 0x10000011],
    };
    const result = await python(
      `import ctypes, errno\nlibc = ctypes.CDLL(None, use_errno=True)\nfor name, call in ${JSON.stringify({ ...calls, ...more })}.items():\n  if libc.syscall(*call) != -1 or ctypes.get_errno() not in (errno.EPERM, errno.ENOSYS): print(name, ctypes.get_errno())\nprint(libc.syscall(435, 0, 0) == -1 and ctypes.get_errno() == errno.ENOSYS)\n`,
    );
    expect(result.stdout).toBe('True\n');
  });

  it('writes nothing outside its workspace and /tmp, and gains no rights', async () => {
    const command = [
      'for p in / /etc /usr /opt/tools /opt/sandbox /deps /proc/sys/kernel/core_pattern /proc/sysrq-trigger /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/kernel/uevent_helper; do',
      '  (if [ -d $p ]; then touch $p/breach; else echo x >$p; fi) 2>/dev/null && echo "BREACH $p"; done',
      'mknod /tmp/d b 8 0 2>/dev/null && echo "BREACH mknod"',
      'cp /bin/sh /tmp/s; chmod 6777 /tmp/s; /tmp/s -c id -u | grep -v 1000 && echo "BREACH setuid"',
      'for p in /etc/shadow /var/run/docker.sock /proc/kcore /dev/kmsg /opt/sandbox/sh; do head -c 1 $p >/dev/null 2>&1 && echo "BREACH $p"; done',
      'grep -E "^(CapEff|CapBnd|NoNewPrivs|Seccomp):" /proc/self/status | tr -s "\\t\\n" " "',
    ].join('\n');
    const result = await sandbox.exec({ command, timeoutSeconds: 20 });
    expect(result.stdout).toBe('CapEff: 0000000000000000 CapBnd: 0000000000000000 NoNewPrivs: 1 Seccomp: 2 ');
  });

  it('runs in a container made to the letter of the profile', async () => {
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
    });
    expect([host.Binds ?? [], host.CapAdd ?? [], host.Devices ?? []]).toEqual([[], [], []]);
    expect(host.LogConfig?.Type).toBe('none');
    expect(host.SecurityOpt).toEqual(['no-new-privileges', expect.stringMatching(/^seccomp=\{/)]);
    expect(config.User).toBe('1001:1001');
    expect(mounts.map((mount) => [mount.Type, mount.Destination])).toEqual([['volume', '/workspace']]);
  });
});
