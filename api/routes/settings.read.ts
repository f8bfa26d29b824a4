import { readSpent } from '../../db/queries/overview.js';
import { settingsSchema } from '../../schemas/overview.js';
import { defineRoute } from '../route.js';
import { budgetsView, gatesView, modelsView } from '../settings.js';

export const readSettings = defineRoute({
  method: 'get',
  path: '/settings',
  operation: 'getSettings',
  summary: 'Models, budgets, limits and gates as they are set; to an admin every setting, secrets left out',
  tag: 'operation',
  access: 'viewer',
  responses: { 200: { description: 'The settings', schema: settingsSchema } },
  async handle({ deps, user }) {
    const { shown, executions } = deps;
    const spent = await readSpent(deps.database.orm, user.id, new Date());
    const body = {
      version: deps.version,
      temporal_ui_url: deps.temporalUiUrl,
      models: modelsView(shown.models),
      budgets: budgetsView(shown.budgets, spent),
      limits: {
        executions_a_day: executions.dailyLimit || null,
        execution_attempts: executions.maxAttempts,
        execution_seconds: executions.timeoutSeconds,
        artifact_bytes: deps.artifactBytesMax,
        artifact_days: deps.artifactRetentionDays,
      },
      gates: gatesView(),
      settings: user.role === 'admin' ? shown.described : null,
    };
    return { status: 200, body };
  },
});
