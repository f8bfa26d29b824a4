/** Which packages, in which versions, manifests and lock files name. Read as text: nothing is resolved, nothing is run. */
import type { SandboxFile } from '../../sandbox/port.js';
import { readXml, type XmlElement } from '../xml.js';

export interface Package {
  /** As advisories name registries: PyPI, npm, Go, Maven, NuGet. */
  ecosystem: string;
  name: string;
  version: string;
  file: string;
  line: number | null;
}

type Reader = (text: string, file: string) => Package[];

const READERS: [RegExp, Reader][] = [
  [/(?:^|\/)requirements[\w.-]*\.txt$/, requirements],
  [/(?:^|\/)package-lock\.json$/, packageLock],
  [/(?:^|\/)go\.mod$/, goMod],
  [/(?:^|\/)pom\.xml$/, pom],
  [/\.csproj$|(?:^|\/)packages\.config$/, nuget],
];
// A manifest beyond this is no manifest.
const TEXT_CHARS_MAX = 8 * 1024 * 1024;

/** Manifests that could not be read are named: what is in them is not known. */
export function readPackages(files: SandboxFile[]): { packages: Package[]; unreadable: string[] } {
  const packages: Package[] = [];
  const unreadable: string[] = [];
  for (const { path, content } of files) {
    const reader = READERS.find(([pattern]) => pattern.test(path))?.[1];
    if (!reader || /(?:^|\/)node_modules\//.test(path)) continue;
    try {
      packages.push(...reader(content.subarray(0, TEXT_CHARS_MAX).toString('utf8'), path));
    } catch {
      unreadable.push(path);
    }
  }
  return { packages, unreadable };
}

/** Only what is pinned has a version. */
function requirements(text: string, file: string): Package[] {
  return text.split('\n').flatMap((line, index) => {
    const match = /^\s{0,20}([A-Za-z0-9][\w.-]{0,100})(?:\[[^\]]{0,100}\])?\s{0,10}={2,3}\s{0,10}([\w.+!-]{1,60})/.exec(line);
    const [, name = '', version = ''] = match ?? [];
    return match ? [{ ecosystem: 'PyPI', name: normalPython(name), version, file, line: index + 1 }] : [];
  });
}

/** Case and separators do not count there. */
export function normalPython(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}

function packageLock(text: string, file: string): Package[] {
  const { packages = {} } = JSON.parse(text) as { packages?: Record<string, { version?: unknown; link?: unknown; name?: unknown }> };
  return Object.entries(packages).flatMap(([path, entry]) => {
    const name = typeof entry.name === 'string' ? entry.name : path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    if (!path.includes('node_modules/') || typeof entry.version !== 'string' || entry.link) return [];
    return [{ ecosystem: 'npm', name, version: entry.version, file, line: null }];
  });
}

function goMod(text: string, file: string): Package[] {
  return text.split('\n').flatMap((line, index) => {
    const match = /^\s{0,20}(?:require\s{1,10})?([\w.-]{1,100}\.[a-z]{2,10}\/[^\s]{1,200})\s{1,10}v(\d[\w.+-]{0,80})/.exec(line);
    const [, name = '', version = ''] = match ?? [];
    return match ? [{ ecosystem: 'Go', name, version, file, line: index + 1 }] : [];
  });
}

function pom(text: string, file: string): Package[] {
  const root = readXml(text);
  const properties = new Map((child(root, 'properties')?.children ?? []).map((each) => [each.name, each.text.trim()]));
  const managed = child(child(root, 'dependencyManagement'), 'dependencies')?.children ?? [];
  return [...(child(root, 'dependencies')?.children ?? []), ...managed].flatMap((dependency) => {
    const [group, artifact, version] = ['groupId', 'artifactId', 'version'].map((name) => {
      const value = child(dependency, name)?.text.trim() ?? '';
      return value.replaceAll(/\$\{([\w.-]{1,100})\}/g, (whole, key: string) => properties.get(key) ?? whole);
    });
    return group && artifact && version ? [{ ecosystem: 'Maven', name: `${group}:${artifact}`, version, file, line: null }] : [];
  });
}

function nuget(text: string, file: string): Package[] {
  const found: Package[] = [];
  const look = (element: XmlElement): void => {
    const name = element.attributes.get('Include') ?? element.attributes.get('id');
    const version = element.attributes.get('Version') ?? element.attributes.get('version') ?? child(element, 'Version')?.text.trim();
    if (/^(?:PackageReference|package)$/.test(element.name) && name && version) found.push({ ecosystem: 'NuGet', name, version, file, line: null });
    element.children.forEach(look);
  };
  look(readXml(text.replace(/^\ufeff/, '')));
  return found;
}

function child(of: XmlElement | undefined, name: string): XmlElement | undefined {
  return of?.children.find((each) => each.name === name);
}
