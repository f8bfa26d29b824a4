import { listFindings } from '../../db/queries/honesty.js';
import { findingsSchema } from '../../schemas/findings.js';
import { defineBuildList } from '../list-route.js';

export const findingsList = defineBuildList({
  name: 'findings',
  operation: 'listFindings',
  summary: 'What the guard of honesty found in the changes of a build, by name',
  schema: findingsSchema,
  read: listFindings,
  present: (row) => ({
    kind: row.kind,
    path: row.path,
    line: row.line,
    detail: row.detail,
    severity: row.severity,
    action: row.action,
    subject: row.subject,
    commit: row.commit,
    at: row.createdAt.toISOString(),
  }),
});
