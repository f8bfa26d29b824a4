/** Workspaces: names and limits that API, workflow and activities share. Free of zod, I/O and Node. */

/** Folders of workspace-templates/, with the language whose image checks them. */
export const WORKSPACE_TEMPLATES = {
  'react-vite': 'node',
  nestjs: 'node',
  nextjs: 'node',
  express: 'node',
  python: 'python',
  go: 'go',
  java: 'java',
  csharp: 'csharp',
} as const;
export type WorkspaceTemplate = keyof typeof WORKSPACE_TEMPLATES;
export const TEMPLATE_NAMES = Object.keys(WORKSPACE_TEMPLATES) as [WorkspaceTemplate, ...WorkspaceTemplate[]];

/** Jobs that run checks of the image, each by the name of its route. */
export const CHECK_ACTIONS = ['install', 'build', 'test', 'lint', 'security-scan', 'validate'] as const;
export type CheckAction = (typeof CHECK_ACTIONS)[number];
export type WorkspaceJobKind = 'create' | 'write' | 'commit' | 'remove' | CheckAction;

export function isCheckAction(kind: string): kind is CheckAction {
  return (CHECK_ACTIONS as readonly string[]).includes(kind);
}

/** What is asked of checks, by their names: each of `wanted` that nothing here can run is `unavailable`. */
export const CHECKS_OF: Record<CheckAction, { wanted: readonly string[]; also: readonly string[] }> = {
  install: { wanted: [], also: [] },
  build: { wanted: ['build'], also: [] },
  test: { wanted: ['test'], also: [] },
  lint: { wanted: ['lint'], also: ['format', 'vet'] },
  'security-scan': { wanted: ['scan-code', 'scan-secrets', 'audit'], also: [] },
  // Besides, whatever the image has; a language without a build step is not blamed for that.
  validate: { wanted: ['test', 'lint', 'scan-code', 'scan-secrets', 'audit'], also: [] },
};

// A person works on a few; the rest is a script that does not clean up.
export const WORKSPACES_MAX = 20;
// The templates have at most 30 files; a workspace is a service, not a monorepo.
export const WORKSPACE_FILES_MAX = 500;
// Sources only; dependencies never enter it. Rows hold the texts.
export const WORKSPACE_BYTES_MAX = 8 * 1024 * 1024;
// Checks of one person at once, under way or waiting: more would only wait for the sandboxes.
export const WORKSPACE_CHECKS_MAX = 10;
// Writes and commits of one person that wait: each is a moment's work, and may hold ten megabytes until it is done.
export const WORKSPACE_WRITES_MAX = 50;

export interface WorkspaceJobInput {
  v: 1;
  jobId: string;
  workspaceId: string;
  kind: WorkspaceJobKind;
  queues: { core: string; llm: string; sandbox: string; deploy: string };
}
