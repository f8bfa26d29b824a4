/** Gems and NuGet packages from stand-ins of their registries: what is installed, what is refused, and that none of it runs. */
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ZipFile } from 'yazl';
import type { CheckReport } from '../../activities/checks/port.js';
import { createChecks } from '../../activities/checks/run-checks.js';
import type { SandboxFile } from '../../activities/sandbox/port.js';
import { docker, file, imagesDir, testEngine, type TestEngine } from './engine.js';
import { registryStandIn, type RegistryStandIn } from './registry-stand-in.js';

// Images that are not there are built, which takes minutes.
const IMAGES_MS = 15 * 60_000;
const NUGET = 'https://api.nuget.org/v3-flatcontainer';

let registry: RegistryStandIn;
let plain: TestEngine;
let engine: TestEngine;
beforeAll(async () => {
  registry = await registryStandIn(['rubygems.org', 'index.rubygems.org', 'api.nuget.org']);
  plain = await testEngine();
  for (const language of ['ruby', 'csharp']) await plain.driver.ensureImage(language);
  engine = await testEngine({ upstreamProxy: registry.proxyUrl, extraCaPem: registry.caPem });
  await Promise.all([serveGems(), servePackages()]);
}, IMAGES_MS);
afterAll(async () => {
  await Promise.all([engine.close(), plain.close()]);
  registry.close();
  const { Volumes } = await docker.listVolumes({ filters: JSON.stringify({ label: [`millwright.instance=${engine.instance}`] }) });
  await Promise.all(Volumes.map((volume) => docker.getVolume(volume.Name).remove()));
});

let runs = 0;
function check(language: string, files: SandboxFile[], on: TestEngine = engine): Promise<CheckReport> {
  runs += 1;
  return createChecks({ driver: on.driver, imagesDir }).run({ name: `packages-${runs}`, buildId: 'int-code-test', language, files });
}
const install = ({ checks }: CheckReport) => checks.find(({ name }) => name === 'install');

/** Runs something in a sandbox and takes a file out of it. */
async function made(language: string, files: SandboxFile[], command: string, paths: string[]): Promise<Buffer[]> {
  const sandbox = await plain.open({ name: `made-${language}-${(runs += 1)}`, language });
  await sandbox.reset(files);
  expect(await sandbox.exec({ command, timeoutSeconds: 120 })).toMatchObject({ exitCode: 0 });
  const contents = await Promise.all(paths.map((path) => sandbox.readFile(path, 1_000_000)));
  await sandbox.dispose();
  return contents.map((content) => content!);
}

/** Two gems: one of Ruby alone, and one that would have to be compiled. */
async function serveGems(): Promise<void> {
  for (const [name, extension] of [
    ['shout', ''],
    ['native_shout', "s.extensions = ['extconf.rb']"],
  ] as const) {
    const spec = `Gem::Specification.new { |s| s.name = '${name}'; s.version = '1.2.0'; s.summary = s.name; s.authors = ['Ann']; s.files = ['lib/${name}.rb', 'extconf.rb']; ${extension} }`;
    const quick = `require 'rubygems/package'; require 'zlib'; File.binwrite('/tmp/quick', Zlib.deflate(Marshal.dump(Gem::Package.new('/tmp/it.gem').spec)))`;
    const [gem, marshalled] = await made(
      'ruby',
      [file('it.gemspec', spec), file(`lib/${name}.rb`, "def shout(word) = word.upcase + '!'\n"), file('extconf.rb', "raise 'it ran'\n")],
      `gem build it.gemspec -o /tmp/it.gem >/dev/null && ruby -e "${quick}"`,
      ['/tmp/it.gem', '/tmp/quick'],
    );
    registry.serve(`https://index.rubygems.org/info/${name}`, '---\n1.1.0 |checksum:00\n1.2.0 |checksum:00\n');
    for (const host of ['rubygems.org', 'index.rubygems.org']) {
      registry.serve(`https://${host}/gems/${name}-1.2.0.gem`, gem!);
      registry.serve(`https://${host}/quick/Marshal.4.8/${name}-1.2.0.gemspec.rz`, marshalled!);
    }
  }
  registry.serve('https://index.rubygems.org/versions', 'created_at: 2026-01-01T00:00:00Z\n---\nshout 1.1.0,1.2.0 0\nnative_shout 1.2.0 0\n');
}

/** `Shout`, which needs `Loud`; each with an assembly for the .NET Framework and .NET Standard. */
async function servePackages(): Promise<void> {
  const [loud, shout] = await made(
    'csharp',
    [
      file('Loud.cs', 'namespace Loud { public static class Words { public static string Up(string word) { return word.ToUpperInvariant(); } } }'),
      file('Shout.cs', 'namespace Shout { public static class Words { public static string Out(string word) { return Loud.Words.Up(word) + "!"; } } }'),
    ],
    '. /opt/sandbox/cs.sh; compile -target:library -out:/tmp/Loud.dll Loud.cs; compile -target:library -r:/tmp/Loud.dll -out:/tmp/Shout.dll Shout.cs',
    ['/tmp/Loud.dll', '/tmp/Shout.dll'],
  );
  const dependency = '<group targetFramework=".NETFramework4.5"><dependency id="Loud" version="[1.0.0, )" /></group><group targetFramework="net6.0" />';
  await servePackage('loud', '1.5.0', loud!, '');
  await servePackage('loud', '1.0.0', Buffer.from('too old'), '');
  await servePackage('shout', '2.0.0', shout!, `<dependencies>${dependency}</dependencies>`);
  registry.serve(`${NUGET}/loud/index.json`, '{"versions":["0.9.0","1.0.0","1.5.0","1.5.1-beta","2.0.0"]}');
}

async function servePackage(id: string, version: string, assembly: Buffer, dependencies: string): Promise<void> {
  const nuspec = `<?xml version="1.0"?><package xmlns="urn:x"><metadata><id>${id}</id><version>${version}</version>${dependencies}</metadata></package>`;
  const name = id === 'loud' ? 'Loud.dll' : 'Shout.dll';
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(nuspec), `${id}.nuspec`);
  for (const framework of ['net45', 'netstandard2.0']) zip.addBuffer(assembly, `lib/${framework}/${name}`);
  zip.addBuffer(Buffer.from('exit 1'), 'tools/install.ps1');
  zip.end();
  registry.serve(`${NUGET}/${id}/${version}/${id}.${version}.nupkg`, await buffer(zip.outputStream));
}

describe('gems', () => {
  const TEST =
    "require 'minitest/autorun'\nrequire 'shout'\n\nclass ShoutTest < Minitest::Test\n  def test_it\n    assert_equal 'HI!', shout('hi')\n  end\nend\n";

  it('are there for a project, whose Gemfile never ran, and are not asked for again', async () => {
    const files = [file('Gemfile', "source 'https://rubygems.org'\nraise 'it ran'\ngem 'minitest'\ngem 'shout', '~> 1.0'\n"), file('test/shout_test.rb', TEST)];
    const report = await check('ruby', files);
    expect(report).toMatchObject({ verdict: 'passed', tests: { total: 1, failed: 0 } });
    registry.asked.length = 0;
    const again = await check('ruby', files);
    expect([again.verdict, install(again), registry.asked]).toEqual(['passed', undefined, []]);
  }, 120_000);

  it('are those of the lock file where there is one', async () => {
    const lock = 'GEM\n  remote: https://rubygems.org/\n  specs:\n    shout (1.2.0)\n\nDEPENDENCIES\n  shout\n';
    const files = [file('Gemfile', "gem 'shout'\n"), file('Gemfile.lock', lock), file('test/shout_test.rb', TEST)];
    expect(await check('ruby', files)).toMatchObject({ verdict: 'passed', tests: { total: 1 } });
  }, 120_000);

  it.each([
    ['have to be compiled', "gem 'native_shout'\n", /native_shout-1\.2\.0 has to be compiled/],
    ['come from elsewhere', "gem 'shout', git: 'https://example.org/shout.git'\n", /comes from elsewhere than the registry/],
    ['are not there', "gem 'no_such_gem_here'\n", /no_such_gem_here/],
  ])(
    'that %s are refused, by name',
    async (_what, gemfile, reason) => {
      const report = await check('ruby', [file('Gemfile', gemfile), file('test/shout_test.rb', TEST)]);
      expect(install(report)).toMatchObject({ outcome: 'failed', output: expect.stringMatching(reason) });
    },
    120_000,
  );
});

describe('NuGet packages', () => {
  const TEST =
    'using NUnit.Framework;\npublic class ShoutTests { [Test] public void Shouts() { Assert.That(Shout.Words.Out("hi"), Is.EqualTo("HI!")); Assert.That(Loud.Words.Up("a"), Is.EqualTo("A")); } }\n';
  const project = (...references: string[]) =>
    `<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>${references.join('')}<PackageReference Include="NUnit" Version="4.0.0" /></ItemGroup></Project>`;

  it.each([
    [
      'project files, the newest of a range',
      file(
        'src/App/App.csproj',
        project('<PackageReference Include="Shout" Version="2.0.0" />', '<PackageReference Include="Loud"><Version>1.5.*</Version></PackageReference>'),
      ),
    ],
    ['packages.config', file('packages.config', '<packages><package id="Shout" version="2.0.0" /><package id="loud" version="1.5.0" /></packages>')],
  ])(
    'of %s are there, with what they need, and nothing of them ran',
    async (_from, manifest) => {
      const report = await check('csharp', [manifest, file('tests/ShoutTests.cs', TEST)]);
      expect(report.checks.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
      expect(report).toMatchObject({ verdict: 'passed', tests: { total: 1, failed: 0 } });
      expect(registry.asked.every((url) => url.startsWith(NUGET) || url.includes('rubygems'))).toBe(true);
    },
    120_000,
  );

  it.each([
    ['have no version', project('<PackageReference Include="Shout" />'), /Shout: name its version/],
    ['are not there', project('<PackageReference Include="Nobody" Version="1.0.0" />'), /Nobody 1\.0\.0 could not be fetched/],
  ])(
    'that %s are refused, by name',
    async (_what, manifest, reason) => {
      const report = await check('csharp', [file('App.csproj', manifest), file('tests/ShoutTests.cs', TEST)]);
      expect(install(report)).toMatchObject({ outcome: 'failed', output: expect.stringMatching(reason) });
    },
    120_000,
  );

  it('are not asked for by a project that needs the test framework alone', async () => {
    const test = TEST.replace(/Assert\.That\(Shout.*$/m, 'Assert.That(1, Is.EqualTo(1)); } }');
    const report = await check('csharp', [file('App.csproj', project()), file('tests/OneTests.cs', test)]);
    expect([report.verdict, install(report)]).toEqual(['passed', undefined]);
  }, 120_000);
});

describe('a registry that can not be reached', () => {
  it('is said to be unavailable: the packages are not judged', async () => {
    // Nothing listens on the discard port.
    const cut = await testEngine({ upstreamProxy: 'http://127.0.0.1:9' });
    try {
      const report = await check(
        'csharp',
        [file('packages.config', `<packages><package id="Shout" version="2.0.0" targetFramework="${cut.instance}" /></packages>`)],
        cut,
      );
      expect(report).toMatchObject({
        verdict: 'failed',
        summary: expect.stringContaining('install: unavailable, The package registry api.nuget.org can not be reached'),
      });
      expect(install(report)).toMatchObject({ outcome: 'unavailable', findings: [{ rule: 'registry-unreachable' }] });
    } finally {
      await cut.close();
    }
  }, 120_000);
});
