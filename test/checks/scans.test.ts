import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { advisoryFile } from '../../activities/checks/audit/advisories.js';
import { audit } from '../../activities/checks/audit/audit.js';
import { readPackages } from '../../activities/checks/audit/packages.js';
import { compareVersions } from '../../activities/checks/audit/versions.js';
import { parseSarif, writeSarif } from '../../activities/checks/sarif.js';
import { scanCode } from '../../activities/checks/scan/scan-code.js';
import { scanSecrets } from '../../activities/checks/scan/secrets.js';
import { file } from '../sandbox/engine.js';

// Put together here, so that this file holds none.
const AWS = `AKIA${'Z7Q2XW5KJ3MB9RTV'}`;
const GITHUB = `ghp_${'aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5'}`;

describe('the scan for secrets', () => {
  it('names the kind and the line, and never repeats the secret', () => {
    const found = scanSecrets([
      file('app/a.py', `import os\n\nKEY = "${AWS}"\n`),
      file('deploy.yaml', `token: ${GITHUB}\n`),
      file('id.pem', `-----BEGIN RSA ${'PRIVATE'} KEY-----\nabc\n`),
      file('src/db.ts', `export const password = 'hV9#kq2Lw!7xZ';\nconst url = 'postgres://app:hV9kq2Lw7xZ@db/app';\n`),
    ]);
    expect(found.map(({ file: where, line, rule }) => [where, line, rule])).toEqual([
      ['app/a.py', 3, 'aws-key'],
      ['deploy.yaml', 1, 'github-token'],
      ['id.pem', 1, 'private-key'],
      ['src/db.ts', 1, 'password'],
      ['src/db.ts', 2, 'url-password'],
    ]);
    for (const secret of [AWS, GITHUB, 'hV9#kq2Lw!7xZ', 'hV9kq2Lw7xZ']) expect(JSON.stringify(found)).not.toContain(secret);
  });

  it('is silent about placeholders, tests, lock files and what is read from the environment', () => {
    const harmless = [
      file('a.py', 'password = os.environ["DB_PASSWORD"]\nPASSWORD = "changeme-please"\nsecret = "${SECRET_FROM_ENV}"\napi_key = "your-api-key-here"\n'),
      file('tests/test_a.py', 'password = "hV9#kq2Lw!7xZ"\n'),
      file('package-lock.json', `{"integrity":"sha512-${'a1B2'.repeat(20)}"}`),
      file('README.md', 'Set `password: "<your password>"` first.\n'),
    ];
    expect(scanSecrets(harmless)).toEqual([]);
  });

  it('stays quick on text that is made to be slow', () => {
    const started = performance.now();
    scanSecrets([file('a.txt', 'password'.repeat(100_000)), file('b.txt', `${'x://y:'.repeat(100_000)}@`), file('c.txt', '-----BEGIN '.repeat(80_000))]);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

describe('our own rules for C#', () => {
  const lines = (text: string) => scanCode('csharp', [file('src/A.cs', text)])?.map(({ line, rule }) => `${line} ${rule}`);

  it('find injections, weak crypto, deserialisers and unescaped HTML', () => {
    const bad = [
      'var c = new SqlCommand("SELECT * FROM t WHERE id=" + id);',
      'cmd.CommandText = $"DELETE FROM t WHERE id={id}";',
      'Process.Start("sh", "-c " + command);',
      'var text = File.ReadAllText("/data/" + name);',
      'var f = new BinaryFormatter();',
      'var h = MD5.Create();',
      'response.Write("no"); Response.Write("<b>" + name);',
      'handler.ServerCertificateCustomValidationCallback = (a, b, c, d) => true;',
    ];
    expect(lines(bad.join('\n'))).toEqual([
      '1 sql-injection',
      '2 sql-injection',
      '3 command-injection',
      '4 path-traversal',
      '5 unsafe-deserialisation',
      '6 weak-crypto',
      '7 cross-site-scripting',
      '8 unchecked-certificate',
    ]);
  });

  it('let the safe twins pass, comments and tests too', () => {
    const good = [
      'var c = new SqlCommand("SELECT * FROM t WHERE id=@id");',
      'Process.Start("git", "status");',
      'var text = File.ReadAllText(path);',
      '// new BinaryFormatter()',
      'var h = SHA256.Create();',
    ];
    expect(lines(good.join('\n'))).toEqual([]);
    expect(scanCode('csharp', [file('tests/ATests.cs', 'MD5.Create();')])).toEqual([]);
  });

  it('are no rules for another language: nobody looked', () => {
    expect(scanCode('cobol', [file('a.cob', 'x')])).toBeNull();
  });
});

const ADVISORIES = [
  {
    id: 'TEST-2024-1',
    summary: 'a hole in flask',
    affected: [{ package: { ecosystem: 'PyPI', name: 'Flask' }, ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '2.0.0' }, { fixed: '2.2.5' }] }] }],
    database_specific: { severity: 'HIGH' },
  },
  { id: 'TEST-2024-2', affected: [{ package: { ecosystem: 'npm', name: 'left-pad' }, versions: ['1.0.0'] }] },
  {
    id: 'TEST-2024-3',
    withdrawn: '2024-01-01',
    affected: [{ package: { ecosystem: 'PyPI', name: 'flask' }, ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }] }],
  },
];

async function source(content: unknown, failFrom: 'high' | null = null) {
  const path = join(await mkdtemp(join(tmpdir(), 'advisories-')), 'osv.json');
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return advisoryFile(path, failFrom);
}

describe('the audit of dependencies', () => {
  const flask = file('requirements.txt', '# web\nflask==2.1.0\nrequests>=2\n');

  it('finds the affected version, with its fix, and passes a fixed one', async () => {
    const found = await audit([flask], await source(ADVISORIES));
    expect(found).toMatchObject({ outcome: 'failed', required: false });
    expect(found.findings).toEqual([
      { file: 'requirements.txt', line: 2, rule: 'TEST-2024-1', message: 'flask 2.1.0 (high): a hole in flask; fixed in 2.2.5' },
    ]);
    expect(await audit([file('requirements.txt', 'Flask==2.2.5\n')], await source(ADVISORIES))).toMatchObject({ outcome: 'passed', findings: [] });
  });

  it('fails the verdict from the severity on that policy names', async () => {
    expect(await audit([flask], await source(ADVISORIES, 'high'))).toMatchObject({ outcome: 'failed', required: true });
    const lock = file('package-lock.json', JSON.stringify({ packages: { '': {}, 'node_modules/left-pad': { version: '1.0.0' } } }));
    expect(await audit([lock], await source(ADVISORIES, 'high'))).toMatchObject({ outcome: 'failed', required: false });
  });

  it('is unavailable, never clean, without a source, with one that can not be read, and with a manifest that can not', async () => {
    for (const from of [null, await source('nonsense'), await source([]), await source([{ id: 1 }]), advisoryFile('/nowhere/osv.json', null)])
      expect(await audit([flask], from)).toMatchObject({ outcome: 'unavailable', findings: [{ rule: 'unavailable' }] });
    expect(await audit([file('pom.xml', '<project>')], await source(ADVISORIES))).toMatchObject({ outcome: 'unavailable' });
    expect(await audit([file('a.py', '')], null)).toMatchObject({ outcome: 'skipped' });
  });

  it('reads the packages of every ecosystem', () => {
    const { packages } = readPackages([
      file('go.mod', 'module x\n\nrequire (\n\tgithub.com/a/b v1.2.3\n)\nrequire golang.org/x/net v0.1.0\n'),
      file(
        'pom.xml',
        '<project><properties><v>1.5</v></properties><dependencies><dependency><groupId>g</groupId><artifactId>a</artifactId><version>${v}</version></dependency></dependencies></project>',
      ),
      file('src/A.csproj', '<Project><ItemGroup><PackageReference Include="N" Version="3.0.1" /></ItemGroup></Project>'),
    ]);
    expect(packages.map(({ ecosystem, name, version }) => `${ecosystem} ${name} ${version}`)).toEqual([
      'Go github.com/a/b 1.2.3',
      'Go golang.org/x/net 0.1.0',
      'Maven g:a 1.5',
      'NuGet N 3.0.1',
    ]);
  });

  it('orders versions by number, pre-releases before their release', () => {
    const sorted = ['1.10.0', '1.9', '2.0.0-rc1', '2.0.0', 'v1.2.3', '1.2'].toSorted(compareVersions);
    expect(sorted).toEqual(['1.2', 'v1.2.3', '1.9', '1.10.0', '2.0.0-rc1', '2.0.0']);
  });
});

describe('SARIF', () => {
  it('is written from findings and read back as them, a scan that did not run told apart', () => {
    const findings = [{ file: 'src/a b.py', line: 3, rule: 'S602', message: 'a shell' }];
    const text = writeSarif([
      { name: 'scan-code', outcome: 'failed', findings },
      { name: 'audit', outcome: 'unavailable', findings: [] },
    ]);
    expect(parseSarif(text)).toEqual(findings);
    const { runs } = JSON.parse(text) as { runs: { invocations: { executionSuccessful: boolean }[] }[] };
    expect(runs.map(({ invocations }) => invocations[0]?.executionSuccessful)).toEqual([true, false]);
  });

  it('of a hostile tool is refused or bounded', () => {
    expect(() => parseSarif('{"runs": 5}')).toThrow();
    expect(() => parseSarif('')).toThrow();
    const long = JSON.stringify({ runs: [{ results: [{ ruleId: 'r'.repeat(1e5), message: { text: `\u001b[31m${'m'.repeat(1e5)}` } }] }] });
    const [found] = parseSarif(long);
    expect(found).toMatchObject({ file: null, line: null });
    expect(JSON.stringify(found).length).toBeLessThan(800);
    expect(found?.message.startsWith('m')).toBe(true);
  });
});
