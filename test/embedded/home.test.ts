import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openHome, type Home } from '../../embedded/home.js';
import { removeHome, temporaryHome } from './workshop.js';

let home: Home;
beforeEach(() => void (home = temporaryHome()));
afterEach(() => removeHome(home));

const modeOf = (folder: string) => (statSync(join(home.root, folder)).mode & 0o777).toString(8);

describe('the folder of an installation', () => {
  it('shows other accounts of the machine nothing: no code, no logs, no secrets, no lists', () => {
    openHome(home.root);
    // As older versions and careless hands left it.
    for (const folder of ['git', 'deploy', 'secrets']) chmodSync(join(home.root, folder), 0o755);
    openHome(home.root);
    for (const folder of ['run', 'logs', 'secrets', 'git', 'deploy']) expect([folder, modeOf(folder)]).toEqual([folder, '700']);
    for (const folder of ['.', 'cache', 'data']) expect([folder, modeOf(folder)]).toEqual([folder, '711']);
  });
});
