import { nameOf } from '../../db/queries/users.js';
import { meSchema } from '../../schemas/auth.js';
import { defineRoute } from '../route.js';

export const readMe = defineRoute({
  method: 'get',
  path: '/auth/me',
  operation: 'readMe',
  summary: 'Who is asking, with which role',
  tag: 'auth',
  access: 'viewer',
  responses: { 200: { description: 'The user', schema: meSchema } },
  async handle({ deps, user, request }) {
    const { session } = await deps.authenticator.authenticate(request);
    const name = await nameOf(deps.database.orm, user.id);
    const shown = session && { id: session.id, expires_at: new Date(session.expiresAtMs).toISOString() };
    return { status: 200, body: { id: user.id, name, role: user.role, session: shown } };
  },
});
