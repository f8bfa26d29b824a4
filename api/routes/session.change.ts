import { updateChatSession } from '../../db/queries/chat.js';
import { changeSessionBody, sessionParams, sessionSchema } from '../../schemas/chat.js';
import { loadBuild } from '../builds.js';
import { loadChat, requireUsableRepo, sessionView } from '../chat/sessions.js';
import { notFound } from '../errors.js';
import { defineRoute } from '../route.js';

export const changeSession = defineRoute({
  method: 'patch',
  path: '/sessions/{id}',
  operation: 'changeSession',
  summary: 'Rename a conversation, choose the build or repository it is about, or what its answers may cost',
  tag: 'chat',
  access: 'developer',
  params: sessionParams,
  body: changeSessionBody,
  responses: { 200: { description: 'As it is now', schema: sessionSchema } },
  failures: ['NOT_FOUND'],
  async handle({ deps, user, params, body }) {
    const session = await loadChat(deps, user, params.id);
    if (typeof body.build_id === 'string') await loadBuild(deps, user, body.build_id);
    requireUsableRepo(deps, body.repo);
    const { title, build_id, repo, llm_preference, budget_usd } = body;
    const patch = {
      ...(title === undefined ? {} : { title }),
      ...(build_id === undefined ? {} : { buildId: build_id }),
      ...(repo === undefined ? {} : { repo }),
      ...(llm_preference === undefined ? {} : { llmPreference: llm_preference }),
      ...(budget_usd === undefined ? {} : { budgetUsd: budget_usd }),
    };
    const row = await updateChatSession(deps.database.orm, user.id, session.id, patch);
    if (!row) throw notFound('conversation');
    return { status: 200, body: sessionView(row) };
  },
});
