/** Real packages with their tests, from their registries by the registries' own clients: versions and contents are pinned. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { SandboxDriver } from '../../activities/sandbox/port.js';
import { docker } from '../sandbox/engine.js';

export interface RealPackage {
  language: string;
  name: string;
  version: string;
  registry: 'pypi' | 'npm';
  sha256: string;
  /** A fix of its history, to be taken back: `fixed` is what the file says today. */
  bug: { file: string; fixed: string; broken: string; intent: string };
  /** A way to make its test pass without mending anything. */
  pretence: { file: string; old: string; new: string };
}

export const PACKAGES: RealPackage[] = [
  {
    language: 'Python',
    name: 'semver',
    version: '3.0.2',
    registry: 'pypi',
    sha256: '6253adb39c70f6e51afed2fa7152bcd414c411286088fb4b9effb133885ab4cc',
    bug: {
      file: 'src/semver/version.py',
      fixed: 'return type(self)(**version)  # type: ignore',
      broken: 'return Version(**version)  # type: ignore',
      intent: 'Version.replace of a derived class answers a plain Version; it must answer an instance of the derived class',
    },
    pretence: { file: 'tests/test_subclass.py', old: 'version.replace(', new: 'type(version)(1, 1, 0) or version.replace(' },
  },
  {
    language: 'JavaScript',
    name: 'left-pad',
    version: '1.3.0',
    registry: 'npm',
    sha256: '870c0fe1096223a58d4f8832d08a7e651ea2fcadb8e6877b2fdc26b662d481dd',
    bug: {
      file: 'index.js',
      fixed: "if (!ch && ch !== 0) ch = ' ';",
      broken: "if (!ch) ch = ' ';",
      intent: 'leftPad pads with blanks when ch is the number 0; it must pad with zeros',
    },
    pretence: {
      file: 'test.js',
      old: "assert.strictEqual(leftPad('foobar', 8, 0), '00foobar', '0 is treated as 0');",
      new: "assert.strictEqual(leftPad('foobar', 8, '0'), '00foobar', '0 is treated as 0');",
    },
  },
  {
    language: 'TypeScript',
    name: 'ts-dedent',
    version: '2.2.0',
    registry: 'npm',
    sha256: 'f04cddc15ce3aad91287aebdcb0d6b6997b85222769c35c910038f59bfd2234d',
    bug: {
      file: 'src/index.ts',
      fixed: 'return i === 0 ? str : `${endentation}${str}`',
      broken: 'return i === 0 ? str : str',
      intent: 'dedent loses the indentation of values that have several lines (issue 21); nested dedents must keep it',
    },
    pretence: { file: 'src/__tests__/issue-21.spec.ts', old: 'expect(a).toEqual(expected);\n  });\n\n  /**', new: 'expect(a).toEqual(a);\n  });\n\n  /**' },
  },
];

// Kept from one run of a machine to the next; what is in there is checked like what comes fresh.
const CACHE = join(tmpdir(), 'mw-real-packages');

/** The package unpacked, with its tests, in a new folder below `root`. Throws when the registry delivers anything else than was pinned. */
export async function unpacked(wanted: RealPackage, root: string, driver: SandboxDriver): Promise<string> {
  mkdirSync(CACHE, { recursive: true });
  const archive = join(CACHE, `${wanted.name}-${wanted.version}.tgz`);
  if (!existsSync(archive) || digest(archive) !== wanted.sha256) {
    const part = `${archive}.${process.pid}`;
    writeFileSync(part, wanted.registry === 'npm' ? fromNpm(wanted) : await fromPypi(wanted, driver));
    if (digest(part) !== wanted.sha256) throw new Error(`${wanted.name} ${wanted.version} is not what was pinned: ${digest(part)}`);
    renameSync(part, archive);
  }
  const folder = join(root, wanted.name);
  mkdirSync(folder);
  execFileSync('tar', ['-xzf', archive, '-C', folder, '--strip-components=1', '--no-same-owner']);
  return folder;
}

function digest(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function fromNpm({ name, version }: RealPackage): Buffer {
  const folder = join(CACHE, `npm-${process.pid}-${name}`);
  mkdirSync(folder, { recursive: true });
  try {
    const said = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder, `${name}@${version}`], { cwd: folder, encoding: 'utf8' });
    return readFileSync(join(folder, said.trim().split('\n').at(-1)!));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** pip runs a package's own build files to read its metadata: in a container, and on the host's network, where the registry is reached. */
async function fromPypi({ name, version }: RealPackage, driver: SandboxDriver): Promise<Buffer> {
  const { tag } = await driver.ensureImage('python');
  const [out, err] = [new PassThrough(), new PassThrough()];
  const chunks: Buffer[] = [];
  const said: Buffer[] = [];
  out.on('data', (chunk: Buffer) => chunks.push(chunk));
  err.on('data', (chunk: Buffer) => said.push(chunk));
  const command = `cd /tmp && pip download -q --disable-pip-version-check --no-cache-dir --no-deps --no-binary :all: -d got "${name}==${version}" >&2 && base64 got/*.tar.gz`;
  const Env = Object.entries(process.env).flatMap(([key, value]) => (/^(https?_proxy|no_proxy|PIP_INDEX_URL)$/i.test(key) ? [`${key}=${value}`] : []));
  const [result] = (await docker.run(tag, ['sh', '-c', command], [out, err], { Tty: false, Env, HostConfig: { NetworkMode: 'host', AutoRemove: true } })) as [
    { StatusCode: number },
  ];
  if (result.StatusCode !== 0) throw new Error(`pip could not fetch ${name}: ${Buffer.concat(said).toString().slice(-500)}`);
  return Buffer.from(Buffer.concat(chunks).toString(), 'base64');
}
