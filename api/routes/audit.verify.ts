import { verifyAudit } from '../../db/queries/audit.js';
import { auditSchema } from '../../schemas/responses.js';
import { defineRoute } from '../route.js';

export const verifyAuditLog = defineRoute({
  method: 'get',
  path: '/audit/verify',
  operation: 'verifyAudit',
  summary: 'Check the hash chain of the audit log against its rows and its anchor',
  tag: 'operation',
  access: 'admin',
  responses: { 200: { description: '`ok`, or the first place that does not fit', schema: auditSchema } },
  async handle({ deps }) {
    await deps.sealer.seal();
    const anchor = await deps.sealer.readAnchor();
    return { status: 200, body: { ...(await verifyAudit(deps.database.orm, anchor)), anchor } };
  },
});
