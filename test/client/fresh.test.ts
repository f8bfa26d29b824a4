import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { projectRoot } from '../../config.js';

describe('what is generated from routes, schemas and commands', () => {
  it.each(['scripts/generate-client.mjs', 'scripts/generate-docs.mjs'])('is what %s would write now', (script) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--check'], { cwd: projectRoot, encoding: 'utf8' });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
  });
});
