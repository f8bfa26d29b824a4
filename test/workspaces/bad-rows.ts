import type { Api, Answer, Engines } from '../api/stack.js';

const ROOT = '/api/code-generation/workspaces';

/** The rows of docs/errors.md about workspaces, for test/api/bad-input.test.ts. */
export function workspaceRows(api: () => Api, engines: () => Engines): Record<string, () => Promise<Answer>> {
  const insert = async (id: string, user = 'local', count = 1): Promise<string> => {
    const values = `select $1 || n, $2, 'x', 'go', 'go' from generate_series(1, $3::int) n on conflict do nothing`;
    await engines().sql(`insert into workspaces (id, user_id, name, template, language) ${values}`, [id, user, count]);
    return `${id}1`;
  };
  const filled = async () => {
    const id = await insert('ws-full');
    await engines().sql(`update workspaces set head = 'c', status = 'ready' where id = $1`, [id]);
    return id;
  };
  const ask = (method: string, path: string, body?: unknown, token?: string) =>
    api().ask(method, ROOT + path, { ...(body === undefined ? {} : { body }), ...(token ? { token } : {}) });
  return {
    'workspace-template': () => ask('POST', '', { template: 'cobol' }),
    'workspace-project': () => ask('POST', '', { template: 'go', project_id: 'proj-nobody' }),
    'workspace-viewer': () => ask('POST', '', { template: 'go' }, 'viewer-token'),
    'workspace-limit': async () => (await insert('ws-many', 'dora', 20), ask('POST', '', { template: 'go' }, 'developer-token')),
    'workspace-unknown': () => ask('GET', '/ws-nobody'),
    'workspace-foreign': async () => ask('GET', `/${await insert('ws-eve', 'eve')}`),
    'workspace-early': async () => ask('POST', `/${await insert('ws-early')}/test`, {}),
    'workspace-two-wishes': async () => ask('PUT', `/${await filled()}/files`, { files: [{ path: 'a', content: 'b', delete: true }] }),
    'workspace-no-wish': async () => ask('PUT', `/${await filled()}/files`, {}),
    'workspace-wait': async () => ask('POST', `/${await filled()}/test?wait=61`, {}),
    'workspace-no-message': async () => ask('POST', `/${await filled()}/git/commit`, {}),
    'workspace-no-job': async () => ask('GET', `/${await filled()}/jobs/wsj-nobody`),
    'workspace-no-file': async () => ask('GET', `/${await filled()}/files?path=nothing.txt`),
  };
}
