/** The documents of a project: free of I/O. */

/** prd: what is to be built. specification: what machines check. design: how it is made and looks. report: what came of it. */
export const DOCUMENT_KINDS = ['prd', 'specification', 'design', 'report'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** The documents that the engine itself writes, by their names. */
export const DOCUMENT = {
  prd: 'PRD.md',
  checks: 'reports/checks.md',
  security: 'reports/security.sarif',
  retrospective: 'reports/retrospective.md',
} as const;
