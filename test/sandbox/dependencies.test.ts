/** Installs from the real registries: the machine's own way to them is what the installer uses. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { docker, file, testEngine, type TestEngine } from './engine.js';

const asked: [string, boolean][] = [];
const volumes: string[] = [];
let engine: TestEngine;

beforeAll(async () => {
  engine = await testEngine({ onRegistryDecision: (...decision) => asked.push(decision) });
  await engine.driver.ensureImage('python');
}, 300_000);
afterAll(async () => {
  await engine.close();
  const { Volumes } = await docker.listVolumes({ filters: JSON.stringify({ label: [`millwright.instance=${engine.instance}`] }) });
  await Promise.all(Volumes.map((volume) => docker.getVolume(volume.Name).remove()));
  expect(Volumes.map((volume) => volume.Name).sort()).toEqual([...new Set(volumes)].sort());
});

// A comment of its own: the digest must not be that of another run.
const requirements = (lines: string) => [file('requirements.txt', `# ${engine.instance}\n${lines}\n`)];

describe('installing dependencies', () => {
  it('is nothing when nothing is listed', async () => {
    const nothing = { volume: null, result: null };
    expect(await engine.driver.installDependencies('python', [file('app.py', 'import flask\n')])).toEqual(nothing);
    expect(await engine.driver.installDependencies('python', requirements('# none'))).toEqual(nothing);
    expect(await engine.driver.installDependencies('node', [file('package.json', '{"name":"x","dependencies":{}}')])).toEqual(nothing);
  });

  it('is done once for callers who come together, and kept for those who come later', async () => {
    const files = requirements('iniconfig==2.1.0');
    const other = await testEngine({ instance: engine.instance });
    const [one, two, three] = await Promise.all([
      engine.driver.installDependencies('python', files),
      engine.driver.installDependencies('python', files),
      other.driver.installDependencies('python', files),
    ]);
    expect(one).toMatchObject({ volume: expect.stringMatching(/^millwright-deps-python-[0-9a-f]{32}-/), result: { exitCode: 0 } });
    expect([two?.volume, three?.volume]).toEqual([one?.volume, one?.volume]);
    expect(await engine.driver.installDependencies('python', files)).toEqual({ volume: one?.volume, result: null });
    volumes.push(one!.volume!, one!.volume!.replace(/-[0-9a-f]{8}$/, ''));
    const sandbox = await engine.open({ dependencies: one?.volume });
    expect(await sandbox.exec({ command: 'python3 -c "import iniconfig; print(iniconfig.__file__)"', timeoutSeconds: 10 })).toMatchObject({
      stdout: '/deps/site/iniconfig/__init__.py\n',
    });
    expect(asked.every(([host, allowed]) => allowed && /pypi|pythonhosted/.test(host))).toBe(true);
    await other.driver.close();
  }, 60_000);

  it('reaches listed hosts only, builds nothing, and leaves nothing when it fails', async () => {
    const elsewhere = await engine.driver.installDependencies('python', requirements('iniconfig @ https://example.com/iniconfig-2.1.0-py3-none-any.whl'));
    expect(elsewhere).toMatchObject({ volume: null, result: { outcome: 'exit', exitCode: 1 } });
    expect(asked).toContainEqual(['example.com:443', false]);
    const sourceOnly = await engine.driver.installDependencies('python', requirements('docopt==0.6.2'));
    expect(sourceOnly).toMatchObject({ volume: null, result: { stderr: expect.stringMatching(/No matching distribution/) } });
  }, 60_000);

  // Each of these is built by pip although it was told to take wheels only.
  it.each([
    ['a line that allows it', '--no-binary docopt\ndocopt==0.6.2'],
    [
      'an address of its source',
      'docopt @ https://files.pythonhosted.org/packages/a2/55/8f8cab2afd404cf578136ef2cc5dfb50baa1761b68c9da1fb1e4eed343c9/docopt-0.6.2.tar.gz',
    ],
    ['a folder', '/workspace'],
    ['a folder to edit', '--editable /workspace'],
  ])(
    'builds nothing for %s',
    async (_what, lines) => {
      const project = file('pyproject.toml', '[project]\nname = "own"\nversion = "1"\n');
      const built = await engine.driver.installDependencies('python', [...requirements(lines), project]);
      expect(built).toMatchObject({
        volume: null,
        result: { exitCode: 1, stderr: expect.stringContaining('would have to be built, which would run its code') },
      });
    },
    60_000,
  );

  it('stops when it is aborted', async () => {
    const reason = new Error('cancelled');
    const controller = new AbortController();
    const installing = engine.driver.installDependencies('python', requirements('iniconfig==2.0.0'), {
      signal: controller.signal,
      onProgress: () => controller.abort(reason),
    });
    await expect(installing).rejects.toBe(reason);
  });
});
