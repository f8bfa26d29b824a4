import type { Api, Answer, Engines } from './stack.js';

const BUILD = { description: 'a REST API for tasks' };

/** The rows of docs/errors.md about projects, their documents and their errors, for bad-input.test.ts. */
export function projectRows(api: () => Api, engines: () => Engines): Record<string, () => Promise<Answer>> {
  const build = async (): Promise<{ id: string; projectId: string }> => {
    const id = await api().create(BUILD);
    return { id, projectId: id.replace('int-code-', 'proj-') };
  };
  const deleted = async (): Promise<string> => {
    const { id, projectId } = await build();
    await engines().sql(`update builds set status = 'stopped', ended_at = now() where id = $1`, [id]);
    await api().ask('DELETE', `/projects/${projectId}`);
    return id;
  };
  return {
    'project-in-use': async () => api().ask('DELETE', `/projects/${(await build()).projectId}`),
    'project-foreign': async () => api().ask('DELETE', `/projects/${(await build()).projectId}`, { token: 'eve-token' }),
    'project-viewer': async () => api().ask('DELETE', `/projects/${(await build()).projectId}`, { token: 'viewer-token' }),
    'project-deleted-fork': async () => api().ask('POST', `/api/coding_agent/${await deleted()}/fork`, { body: {} }),
    'project-deleted-replay': async () => api().ask('POST', `/api/coding_agent/${await deleted()}/replay`, { body: {} }),
    'document-unknown': async () => api().ask('GET', `/projects/${(await build()).projectId}/documents/doc-00000000000000000000`),
    'documents-kind': async () => api().ask('GET', `/projects/${(await build()).projectId}/documents?kind=poem`),
    'error-unknown': () => api().ask('PATCH', '/error-history/999999', { body: { resolved: true } }),
    'errors-resolved': () => api().ask('GET', '/error-history?resolved=maybe'),
    'proof-gate': () => api().ask('GET', '/proof-artifacts?gateId=G77'),
    'proof-two-builds': () => api().ask('GET', '/proof-artifacts?gateId=int-code-aaaa/G6&buildId=int-code-bbbb'),
  };
}
