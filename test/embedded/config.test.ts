import { describe as suite, expect, it } from '@jest/globals';
import { childEnvironment, type Endpoints } from '../../embedded/child-environment.js';
import { ConfigError, describe, parseConfig } from '../../config.js';

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    parseConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

const ENDPOINTS: Endpoints = {
  temporalAddress: '127.0.0.1:7233',
  temporalUiUrl: 'http://127.0.0.1:8233',
  databaseUrl: 'postgres://app:app-secret@127.0.0.1:5432/millwright',
  databaseOwnerUrl: 'postgres://owner:owner-secret@127.0.0.1:5432/millwright',
  dockerHost: 'unix:///var/run/docker.sock',
  proxyPort: 4480,
  instance: 'abc',
};

suite('settings', () => {
  it('have defaults for everything', () => {
    const { settings } = parseConfig({});
    expect(settings.MW_PORT).toBe(4400);
    expect(settings.MW_HOST).toBe('127.0.0.1');
    expect(settings.OPENAI_API_KEY).toBeNull();
  });

  it('name all problems at once', () => {
    const problems = problemsOf({ MW_PORT: '99999', TEMPORAL_ADDRESS: 'nowhere', DATABASE_URL: 'mysql://x', MW_PROT: '4400', SANDBOX_CPUS: 'many' });
    expect(problems).toHaveLength(5);
    for (const name of ['MW_PORT', 'TEMPORAL_ADDRESS', 'DATABASE_URL', 'MW_PROT', 'SANDBOX_CPUS']) expect(problems.join('\n')).toContain(`${name}: `);
  });

  it('refuse a port that no browser asks at', () => {
    expect(problemsOf({ MW_PORT: '6679' })).toEqual(['MW_PORT: no browser asks anybody at this port; choose another']);
  });

  it('refuse names that begin like ours but are none', () => {
    expect(problemsOf({ MW_HOEM: '/tmp/x' })).toHaveLength(1);
    expect(problemsOf({ MWX: '1', OTHER: '2' })).toEqual([]);
  });

  it('count an empty value as not set', () => {
    expect(parseConfig({ MW_PORT: '', DATABASE_URL: '' }).settings.MW_PORT).toBe(4400);
  });

  it('take the extra CA of Node for sandboxes unless another is named', () => {
    expect(parseConfig({ NODE_EXTRA_CA_CERTS: '/dev/null' }).settings.SANDBOX_EXTRA_CA).toBe('/dev/null');
    expect(parseConfig({ NODE_EXTRA_CA_CERTS: '/not/there' }).settings.SANDBOX_EXTRA_CA).toBeNull();
    expect(problemsOf({ SANDBOX_EXTRA_CA: '/not/there' })).toHaveLength(1);
  });

  it('are printed without secrets, however they are printed', () => {
    const config = parseConfig({ OPENAI_API_KEY: 'sk-canary', DATABASE_URL: 'postgres://u:canary@h/d', MW_PORT: '4401' });
    const shown = JSON.stringify(describe(config)) + JSON.stringify(config);
    expect(shown).not.toContain('canary');
    expect(shown).toContain('"OPENAI_API_KEY":"(set)"');
    expect(describe(config)['MW_PORT']).toBe('4401');
  });
});

suite('the environment of a child process', () => {
  const config = parseConfig({
    PATH: '/bin',
    OPENAI_API_KEY: 'sk-canary',
    AWS_SECRET_ACCESS_KEY: 'other-canary',
    MW_FAILPOINT: 'record:before',
    HTTPS_PROXY: 'http://proxy:1',
  });

  it('holds the model key for the worker only', () => {
    expect(childEnvironment(config, 'worker', ENDPOINTS)['OPENAI_API_KEY']).toBe('sk-canary');
    for (const role of ['api', 'proxy', 'migrate'] as const) expect(JSON.stringify(childEnvironment(config, role, ENDPOINTS))).not.toContain('sk-canary');
  });

  it('holds the keys of the blob store for worker and API only', () => {
    for (const role of ['worker', 'api'] as const) expect(childEnvironment(config, role, ENDPOINTS)['AWS_SECRET_ACCESS_KEY']).toBe('other-canary');
    for (const role of ['proxy', 'migrate'] as const) expect(JSON.stringify(childEnvironment(config, role, ENDPOINTS))).not.toContain('other-canary');
  });

  it('holds the password of the schema owner for migrations only', () => {
    expect(childEnvironment(config, 'migrate', ENDPOINTS)['DATABASE_OWNER_URL']).toContain('owner-secret');
    for (const role of ['worker', 'api', 'proxy'] as const) expect(JSON.stringify(childEnvironment(config, role, ENDPOINTS))).not.toContain('owner-secret');
  });

  it('is parsed by the same rules', () => {
    for (const role of ['worker', 'api', 'proxy', 'migrate'] as const) expect(problemsOf(childEnvironment(config, role, ENDPOINTS))).toEqual([]);
  });
});
