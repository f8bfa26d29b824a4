import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkspaceChanges } from '../../activities/sandbox/port.js';
import { docker, file, testEngine, type TestEngine } from './engine.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await testEngine();
  await engine.driver.ensureImage('python');
}, 300_000);
afterEach(() => engine.driver.reap(() => true));
afterAll(() => engine.close());

const paths = (changes: WorkspaceChanges) => changes.written.map((each) => each.path).sort();

describe('files of a sandbox', () => {
  it('go in and come out with content, mode and every change', async () => {
    const sandbox = await engine.open();
    await sandbox.reset([file('a.txt', 'a'), file('bin/run.sh', '#!/bin/sh\necho ran\n', true), file('gone.txt', 'x')]);
    const quiet = await sandbox.execAndCollect({ command: 'bin/run.sh; cat a.txt', timeoutSeconds: 10 });
    expect(quiet.result).toMatchObject({ outcome: 'exit', exitCode: 0, stdout: 'ran\na', stderr: '', truncated: false });
    expect(quiet.changes).toEqual({ written: [], deleted: [], refused: [] });
    const busy = await sandbox.execAndCollect({
      command: 'printf b >a.txt; rm gone.txt; mkdir -p "d e"; printf c >"d e/ö"; chmod +x a.txt',
      timeoutSeconds: 10,
    });
    expect(busy.changes.deleted).toEqual(['gone.txt']);
    expect(busy.changes.written).toEqual(expect.arrayContaining([{ ...file('a.txt', 'b', true) }, file('d e/ö', 'c')]));
    await sandbox.apply({ written: [file('n/new.txt', 'n')], deleted: ['a.txt', 'not-there'] });
    const after = await sandbox.execAndCollect({ command: 'find . -type f | sort', timeoutSeconds: 10 });
    expect(after.result.stdout).toBe('./bin/run.sh\n./d e/ö\n./n/new.txt\n');
    expect(after.changes).toEqual({ written: [], deleted: [], refused: [] });
    await sandbox.reset([]);
    expect((await sandbox.exec({ command: 'ls -A', timeoutSeconds: 10 })).stdout).toBe('');
  });

  it('that are links, pipes, too large or part of a git directory stay inside', async () => {
    const sandbox = await engine.open();
    await sandbox.reset([file('kept.txt', 'kept')]);
    const command = [
      'ln -s /etc/passwd link; ln -s /etc dir; ln /opt/sandbox/install.sh hard 2>/dev/null',
      'mkdir -p x/.Git/hooks vendor; echo evil >x/.Git/hooks/pre-commit; echo "gitdir: /tmp" >vendor/.git',
      'head -c 1100000 /dev/zero >large; printf x >"$(printf "bad\\377name")"; printf x >"new',
      'line"; printf x >back\\\\slash; printf fine >fine.txt',
      'mkdir -p __pycache__ && touch __pycache__/x.pyc',
      'rm kept.txt; ln -s /etc/hostname kept.txt',
    ].join('; ');
    const { changes } = await sandbox.execAndCollect({ command: command.replace('"new; line"', '"new\nline"'), timeoutSeconds: 10 });
    expect(paths(changes)).toEqual(['fine.txt']);
    expect(changes.refused.map((each) => each.path).sort()).toEqual(
      ['back\\slash', 'bad\uFFFDname', 'dir', 'kept.txt', 'large', 'link', 'new\nline', 'vendor/.git', 'x/.Git'].sort(),
    );
    expect(changes.deleted).toEqual([]);
  });

  it('that are two names of one file come out as two files', async () => {
    const sandbox = await engine.open();
    await sandbox.reset([file('one.txt', 'same')]);
    const { changes } = await sandbox.execAndCollect({ command: 'ln one.txt two.txt; ln one.txt three.txt', timeoutSeconds: 10 });
    expect(changes).toMatchObject({ deleted: [], refused: [] });
    expect(paths(changes)).toEqual(['one.txt', 'three.txt', 'two.txt']);
    expect(changes.written.map(({ content }) => content.toString())).toEqual(['same', 'same', 'same']);
  });

  it('that a command locked are neither lost nor deleted, and the workspace can be filled again', async () => {
    const sandbox = await engine.open();
    await sandbox.reset([file('src/a.txt', 'a'), file('src/deep/b.txt', 'b'), file('c.txt', 'c')]);
    const command = 'echo new >new.txt; echo more >>src/deep/b.txt; chmod 000 new.txt c.txt src/a.txt src/deep src .';
    const { result, changes } = await sandbox.execAndCollect({ command, timeoutSeconds: 10 });
    expect(result).toMatchObject({ outcome: 'exit', exitCode: 0 });
    expect(changes).toMatchObject({ deleted: [], refused: [] });
    expect(changes.written.map(({ path, content }) => `${path}: ${content.toString()}`)).toEqual(
      expect.arrayContaining(['new.txt: new\n', 'src/deep/b.txt: b' + 'more\n', 'c.txt: c', 'src/a.txt: a']),
    );
    await sandbox.apply({ written: [file('src/deep/b.txt', 'again')], deleted: ['new.txt'] });
    await sandbox.reset([file('x', 'x')]);
    expect((await sandbox.exec({ command: 'ls -A', timeoutSeconds: 10 })).stdout).toBe('x\n');
  });

  it('are read one by one from anywhere, up to a limit, and never through a link or a pipe', async () => {
    const sandbox = await engine.open();
    await sandbox.exec({ command: 'printf "\\000\\377report" >/tmp/r; ln -s /tmp/r /tmp/l; mkdir /tmp/d', timeoutSeconds: 10 });
    expect(await sandbox.readFile('/tmp/r', 100)).toEqual(Buffer.from([0, 255, ...Buffer.from('report')]));
    expect(await sandbox.readFile('/tmp/r', 3)).toHaveLength(3);
    for (const path of ['/tmp/l', '/tmp/d', '/tmp/none', '-n', '/etc/shadow']) expect(await sandbox.readFile(path, 100)).toBeNull();
  });

  it('comes along with the command that wrote it, when asked for: whole, cut at the limit, or not at all', async () => {
    const sandbox = await engine.open();
    const command =
      "printf '\\0\\377report\\n7\\n' >/tmp/r; : >/tmp/empty; ln -s /tmp/r /tmp/l; mkdir /tmp/d; mkfifo /tmp/p; printf x >/tmp/shut; chmod 0 /tmp/shut; false";
    const paths = ['/tmp/r', '/tmp/l', '/tmp/none', '/tmp/empty', '/tmp/d', '/tmp/p', '/tmp/shut', '/etc/passwd'];
    const ran = await sandbox.exec({ command, timeoutSeconds: 10, reads: { paths, bytesMax: 4 } });
    expect(ran).toMatchObject({ outcome: 'exit', exitCode: 1, stdout: '' });
    const cut = Buffer.from([0, 255, ...Buffer.from('re')]);
    expect(ran.read).toEqual([cut, null, null, Buffer.alloc(0), null, null, null, Buffer.from('root')]);
    const whole = await sandbox.exec({ command: 'exit 3', timeoutSeconds: 10, reads: { paths: ['/tmp/r'], bytesMax: 100 } });
    expect(whole.read).toEqual([Buffer.from([0, 255, ...Buffer.from('report\n7\n')])]);
  });

  it('does not come along from a command that was ended for its time', async () => {
    const sandbox = await engine.open();
    const ran = await sandbox.exec({ command: 'printf early >/tmp/r; sleep 60', timeoutSeconds: 1, reads: { paths: ['/tmp/r'], bytesMax: 100 } });
    expect(ran).toMatchObject({ outcome: 'timeout', read: [Buffer.from('early')] });
  });
});

describe('commands of a sandbox', () => {
  it('stream while they run, without control sequences, and see their environment', async () => {
    const sandbox = await engine.open();
    const seen: string[] = [];
    const command = 'echo one; echo "$GREETING" >&2; printf "\\033[31mred\\033[0m\\n"; echo "$PYTHONPATH" "$MW_MARKER"';
    const result = await sandbox.exec({ command, timeoutSeconds: 10, env: { GREETING: 'hello' }, onOutput: (stream, text) => seen.push(`${stream}:${text}`) });
    expect(result).toMatchObject({ exitCode: 0, stdout: 'one\nred\n/workspace:/workspace/src:/deps/site \n', stderr: 'hello\n' });
    expect(seen.join('')).toMatch(/stdout:one/);
  });

  it('end with the exit code they have, whatever they look like', async () => {
    const sandbox = await engine.open();
    for (const [command, exitCode] of [
      ['exit 7', 7],
      ['-x', 127],
      ['false', 1],
      ['kill -SEGV $$', 139],
      ['exit 124', 124],
      ['(', 2],
    ] as const) {
      expect(await sandbox.exec({ command, timeoutSeconds: 10 })).toMatchObject({ outcome: 'exit', exitCode });
    }
  });

  it('stop soon after they are aborted, and the sandbox goes on', async () => {
    const sandbox = await engine.open();
    const reason = new Error('cancelled');
    const controller = new AbortController();
    const running = sandbox.exec({ command: 'trap "" TERM; sleep 300 & wait; sleep 300', timeoutSeconds: 300, signal: controller.signal });
    setTimeout(() => controller.abort(reason), 200);
    await expect(running).rejects.toBe(reason);
    expect((await sandbox.exec({ command: 'ls /proc | grep -c "^[0-9]"', timeoutSeconds: 10 })).outcome).toBe('exit');
    await expect(sandbox.exec({ command: 'true', timeoutSeconds: 1, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe('a command that is aborted', () => {
  it('at any moment of its start is over before the next one runs', async () => {
    const sandbox = await engine.open();
    await sandbox.reset([]);
    for (const delay of [0, 5, 10, 15, 20, 25, 30, 40, 60]) {
      const controller = new AbortController();
      setTimeout(() => controller.abort(new Error('cancelled')), delay);
      await expect(sandbox.exec({ command: 'while :; do touch late; done', timeoutSeconds: 60, signal: controller.signal })).rejects.toThrow('cancelled');
      const next = await sandbox.exec({ command: 'rm -f late; sleep 0.1; ls', timeoutSeconds: 10 });
      expect(next).toMatchObject({ outcome: 'exit', exitCode: 0, stdout: '' });
    }
  });
});

describe('opening a sandbox', () => {
  it('adopts the living container of its name after a crash, workspace and all', async () => {
    const first = await engine.open();
    await first.reset([file('a', '1')]);
    // A worker that was killed in the middle of a command leaves it running.
    const lost = docker.getContainer(first.containerId);
    const exec = await lost.exec({ Cmd: ['sh', '-c', 'while :; do echo x >>/workspace/a; done'], User: '1000:1000' });
    (await exec.start({ Detach: true })).destroy();
    const other = await testEngine({ instance: engine.instance });
    const second = await other.open();
    expect([second.containerId, second.adopted, first.adopted]).toEqual([first.containerId, true, false]);
    await second.reset([file('a', '2')]);
    expect((await second.exec({ command: 'cat a; sleep 0.1; cat a', timeoutSeconds: 10 })).stdout).toBe('22');
    await other.driver.close();
  });

  it('by many at once gives one container to all', async () => {
    const other = await testEngine({ instance: engine.instance });
    const all = await Promise.all([...Array(4).keys()].map((n) => (n % 2 ? engine : other).open()));
    expect(new Set(all.map((each) => each.containerId)).size).toBe(1);
    expect(await engine.containers()).toHaveLength(1);
    const outputs = await Promise.all(all.slice(0, 1).map((each) => each.exec({ command: 'echo hi', timeoutSeconds: 10 })));
    expect(outputs[0]?.stdout).toBe('hi\n');
    await other.driver.close();
  });

  it('replaces a dead container, and one with other dependencies', async () => {
    const first = await engine.open();
    await docker.getContainer(first.containerId).kill();
    const second = await engine.open();
    expect(second.adopted).toBe(false);
    await docker.createVolume({ Name: `${engine.instance}-deps`, Labels: { 'millwright.instance': engine.instance } });
    const third = await engine.open({ dependencies: `${engine.instance}-deps` });
    expect(third.adopted).toBe(false);
    expect((await third.exec({ command: 'touch /deps/x', timeoutSeconds: 10 })).stderr).toMatch(/Read-only/);
    expect(await engine.containers()).toEqual([third.containerId]);
    await third.dispose();
    await docker.getVolume(`${engine.instance}-deps`).remove();
  });

  it('is undone by name, by a dead owner and by the deadline; it has no volume that could stay', async () => {
    const first = await engine.open({ name: 'by-name' });
    expect((await docker.getContainer(first.containerId).inspect()).Mounts).toEqual([]);
    await engine.open({ name: 'dead', buildId: 'dead' });
    await engine.open({ name: 'late', lifetimeSeconds: -1 });
    await engine.open({ name: 'alive' });
    await engine.driver.remove('by-name');
    await engine.driver.remove('never-was');
    expect(await engine.driver.reap(({ buildId }) => buildId === 'dead')).toBe(2);
    expect(await engine.containers()).toHaveLength(1);
    expect(await engine.driver.reap(({ name }) => name === 'alive')).toBe(1);
  });

  it('of an unknown language says which there are', async () => {
    await expect(engine.open({ language: 'cobol' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});

describe('an engine that is lost', () => {
  it('in the middle of a command is a typed failure, never success', async () => {
    const sandbox = await engine.open();
    const running = sandbox.exec({
      command: 'echo begun; sleep 300',
      timeoutSeconds: 300,
      // Output may come in pieces; the container dies at the first.
      onOutput: () =>
        void docker
          .getContainer(sandbox.containerId)
          .kill()
          .catch(() => undefined),
    });
    await expect(running).rejects.toMatchObject({ code: 'SANDBOX_UNAVAILABLE' });
    await expect(sandbox.exec({ command: 'true', timeoutSeconds: 1 })).rejects.toMatchObject({ code: 'SANDBOX_UNAVAILABLE' });
    await sandbox.dispose();
  });
});
