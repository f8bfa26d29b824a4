/** Bodies of the examples in docs/api.md by operation; what is missing is made from the schema. Each is checked against the schema that validates. */
const PLAN = {
  title: 'Tasks API',
  tasks: [
    { id: 'store', goal: 'Keep tasks in a file', role: 'backend-developer', files: ['app/store.py'] },
    { id: 'routes', goal: 'Create, list, change and delete tasks over HTTP', depends_on: ['store'] },
  ],
};

export const BODIES = {
  createBuild: { description: 'a REST API for tasks with title, done and due date', project_type: 'api', constraints: { stack: ['python'] }, budget_usd: 2 },
  approveBuild: { subject_digest: '3f2a91c0' },
  rejectBuild: { reason: 'it should store tasks per user', subject_digest: '3f2a91c0' },
  deployBuild: { environment: 'staging' },
  requestReview: { question: 'Should deleted tasks be kept?' },
  stopBuild: { reason: 'no longer needed' },
  answerBuild: { answer: 'yes, titles are unique' },
  giveGuidance: { text: 'keep the functions short' },
  raiseBudget: { budget_usd: 10 },
  rollBackBuild: { environment: 'production' },
  forkBuild: { at: { step: 12 }, hint: 'use the standard library only' },
  requestChanges: { text: 'store prices in cents' },
  changeModel: { model: 'groq/llama-3.3-70b-versatile' },
  editPlan: PLAN,
  createProject: { name: 'shop' },
  resolveError: { resolved: true },
  createExecution: { prompt: 'a function that says whether a number is prime', language: 'python' },
  retryExecution: { guidance: 'negative numbers are wrong' },
  runAgent: { projectId: 'proj-7k2m9q', agentType: 'analyst', userPrompt: 'Where would a second currency touch the code?' },
  parseModelAnswer: { text: 'File: hello.py\n```python\nprint("hello")\n```' },
  createWorkspace: { template: 'express', name: 'shop' },
  putWorkspaceFiles: { files: [{ path: 'README.md', content: '# Shop\n' }], message: 'say what this is' },
  writeWorkspaceFiles: { files: [{ path: 'README.md', replacements: [{ search: '# Shop', replace: '# My shop' }] }] },
  commitWorkspace: { message: 'first version' },
  chat: { message: 'why did the tests of int-code-7k2m9q fail?' },
  createSession: { title: 'the shop', build_id: 'int-code-7k2m9q' },
  changeSession: { title: 'the new shop' },
  postMessage: { text: 'deploy int-code-7k2m9q to staging' },
  createWebhook: { url: 'https://example.org/hook' },
  changeWebhook: { active: false },
  signIn: { token: 'mw_...' },
  createLoginLink: { to: '/ui' },
};

/** Files that are sent as forms. */
export const FILES = { uploadArtifact: 'brief.md' };

/** What stands in paths. */
export const PATH_VALUES = { artifactId: 'art-5f0c1a2b3c4d5e6f7081', documentId: 'doc-5f0c1a2b3c4d5e6f7081', job: 'job-1', code: 'CODE', step: '1' };
export const IDS = [
  [/^\/coding_agent/, 'int-code-7k2m9q'],
  [/^\/execute/, 'exec-7k2m9q4xw8ab'],
  [/^\/artifacts/, 'art-5f0c1a2b3c4d5e6f7081'],
  [/^\/projects/, 'proj-7k2m9q'],
  [/^\/error-history/, '12'],
  [/^\/code-generation\/workspaces/, 'ws-7k2m9q'],
];

/** Queries worth showing. */
export const QUERIES = {
  listBuilds: { limit: 20 },
  compareBuilds: { with: 'int-code-4p8n2x' },
  streamBuildEvents: { after: 0 },
  listErrors: { projectId: 'proj-7k2m9q', resolved: 'false' },
  listProofArtifacts: { gateId: 'G6' },
  listDocuments: { kind: 'specification', versions: 'all' },
};
