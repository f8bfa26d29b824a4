import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseConfig, projectRoot } from '../config.js';

// Comes with jest; nothing of ours reads YAML.
const { safeLoad } = createRequire(import.meta.url)('js-yaml') as { safeLoad: (text: string) => unknown };

interface Service {
  image: string;
  build?: string;
  command?: string[];
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  configs?: { source: string; target: string }[];
  depends_on?: Record<string, { condition: string }>;
  network_mode?: string;
  privileged?: boolean;
  healthcheck?: object;
  restart?: string;
}
interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
  configs: Record<string, { content: string }>;
}

const TEXT = readFileSync(join(projectRoot, 'docker-compose.yml'), 'utf8');
const VALUES: Record<string, string> = { POSTGRES_PASSWORD: 'owners', MILLWRIGHT_PASSWORD: 'applications', TEMPORAL_PASSWORD: 'temporals' };
const { services, volumes, configs } = safeLoad(interpolated(TEXT)) as Compose;
const ours = Object.entries(services).filter(([, { image }]) => image.startsWith('millwright:'));

/** As Compose does it: `${NAME}`, `${NAME:-default}`, `${NAME:+instead}`, `${NAME:?message}`; `$$` is a dollar. */
function interpolated(text: string): string {
  return text.replaceAll(/^\s*#.*$/gm, '').replaceAll(/\$\$|\$\{(\w+)(?::([-+?])([^}]*))?\}/g, (whole, name?: string, kind?: string, rest = '') => {
    if (name === undefined) return '$';
    if (kind === '+') return VALUES[name] === undefined ? '' : rest;
    const value = VALUES[name] ?? (kind === '-' ? rest : undefined);
    if (value === undefined) throw new Error(`${whole} has no value`);
    return value;
  });
}

describe('docker-compose.yml', () => {
  it('names only what is in it', () => {
    for (const [name, service] of Object.entries(services)) {
      for (const needed of Object.keys(service.depends_on ?? {})) expect([name, Object.keys(services)]).toEqual([name, expect.arrayContaining([needed])]);
      for (const { source } of service.configs ?? []) expect(configs[source]?.content).toBeTruthy();
      for (const volume of service.volumes ?? []) if (!volume.startsWith('/')) expect(volumes).toHaveProperty([volume.split(':')[0]!]);
    }
  });

  it('waits only for what can become so', () => {
    for (const { depends_on: needs = {} } of Object.values(services))
      for (const [name, { condition }] of Object.entries(needs)) {
        if (condition === 'service_healthy') expect(services[name]).toHaveProperty('healthcheck');
        // What is always started again never completes.
        else expect([condition, services[name]?.restart]).toEqual(['service_completed_successfully', expect.stringMatching(/^on-failure/)]);
      }
  });

  it.each(ours)('gives %s settings that it takes, and a program that is there', (_name, { environment = {}, command = [] }) => {
    expect(() => parseConfig({ PATH: '/usr/bin', ...environment })).not.toThrow();
    const program = command.find((word) => word.startsWith('dist/'));
    expect(existsSync(join(projectRoot, String(program).replace('dist/', '').replace(/\.js$/, '.ts')))).toBe(true);
  });

  it('has the four parts of ours, made from one image', () => {
    expect(ours.map(([name]) => name)).toEqual(['prepare', 'api', 'worker', 'proxy']);
    expect(ours.filter(([, { build }]) => build !== undefined).map(([name]) => name)).toEqual(['prepare']);
  });

  it('gives the owner of the schema to nobody who serves requests or runs code', () => {
    const told = Object.entries(services).filter(([, { environment }]) => JSON.stringify(environment ?? {}).includes('owners'));
    expect(told.map(([name]) => name)).toEqual(['postgres', 'prepare']);
  });

  it('listens on this machine alone, and gives the engine to the worker alone', () => {
    for (const { ports = [], privileged = false } of Object.values(services)) {
      expect(privileged).toBe(false);
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
    }
    const engines = Object.entries(services).filter(([, { volumes: mounts = [] }]) => mounts.some((mount) => mount.includes('docker.sock')));
    expect(engines.map(([name]) => name)).toEqual(['worker']);
  });

  it('pins every image', () => {
    for (const { image } of Object.values(services)) expect(image).toMatch(/:(\d[\w.-]*|local)$/);
  });
});
