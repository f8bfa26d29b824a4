import type { Answer, Api, Engines } from '../api/stack.js';

/** The rows of docs/errors.md about conversations, notifications and webhooks, for test/api/bad-input.test.ts. */
export function chatRows(api: () => Api, engines: () => Engines): Record<string, () => Promise<Answer>> {
  const ask = (method: string, path: string, body?: unknown, token?: string) =>
    api().ask(method, path, { ...(body === undefined ? {} : { body }), ...(token ? { token } : {}) });
  const session = async (token?: string) => String((await ask('POST', '/api/sessions', {}, token)).body['id']);
  const say = async (text: string) =>
    (await ask('POST', '/api/chat', { message: text })).body as unknown as { session_id: string; card: { id: string; digest: string } };
  const card = () => say('build me a REST API for tasks');
  return {
    'chat-nothing-said': () => ask('POST', '/api/chat', { message: '  ' }),
    'chat-two-texts': () => ask('POST', '/api/chat', { message: 'a', text: 'b' }),
    'chat-viewer': () => ask('POST', '/api/chat', { message: 'help' }, 'viewer-token'),
    'chat-session-unknown': () => ask('GET', '/api/sessions/chat-nobody'),
    'chat-session-foreign': async () => ask('GET', `/api/sessions/${await session('eve-token')}`),
    'chat-build-unknown': () => ask('POST', '/api/chat', { message: 'how far is it', build_id: 'int-code-nobody' }),
    'chat-repo-refused': () => ask('POST', '/api/chat', { message: 'add a page to http://127.0.0.1/x.git' }),
    'chat-two-wishes': async () => ask('POST', `/api/sessions/${await session()}/messages`, { text: 'yes', confirm: 'card-1' }),
    'chat-card-unknown': async () => ask('POST', `/api/sessions/${await session()}/messages`, { confirm: 'card-nobody' }),
    'chat-card-stale': async () => {
      const { session_id, card: shown } = await card();
      return ask('POST', `/api/sessions/${session_id}/messages`, { confirm: shown.id, digest: 'f'.repeat(64) });
    },
    'chat-card-expired': async () => {
      const { session_id, card: shown } = await card();
      await engines().sql(`update chat_cards set expires_at = now() - interval '1 second' where id = $1`, [shown.id]);
      return ask('POST', `/api/sessions/${session_id}/messages`, { confirm: shown.id });
    },
    'chat-card-dismissed': async () => {
      const { session_id, card: shown } = await card();
      await ask('POST', `/api/sessions/${session_id}/messages`, { dismiss: shown.id });
      return ask('POST', `/api/sessions/${session_id}/messages`, { confirm: shown.id });
    },
    'notifications-no-ids': () => ask('POST', '/api/notifications/read', {}),
    'webhook-http': () => ask('POST', '/api/webhooks', { url: 'http://example.org/hook' }),
    'webhook-private': () => ask('POST', '/api/webhooks', { url: 'https://169.254.169.254/latest' }),
    'webhook-event': () => ask('POST', '/api/webhooks', { url: 'https://example.org/hook', events: ['everything'] }),
    'webhook-unknown': () => ask('DELETE', '/api/webhooks/wh-nobody'),
    'webhook-limit': async () => {
      await engines().sql(
        `insert into webhooks (id, user_id, url, events, sealed_secret) select 'wh-' || n, 'dora', 'https://example.org', '["*"]', '' from generate_series(1, 20) n on conflict do nothing`,
      );
      return ask('POST', '/api/webhooks', { url: 'https://example.org/hook' }, 'developer-token');
    },
  };
}
