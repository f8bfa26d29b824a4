/** The floor of `create`: an Express route that runs the same statement, and does nothing else that a product must. */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import express from 'express';
import { openDatabase } from '../../db/client.js';
import { submitBuild, type NewBuild } from '../../db/queries/submit.js';

const { values } = parseArgs({ options: { port: { type: 'string' }, database: { type: 'string' } } });
const { pool } = openDatabase(values.database ?? '');
const app = express();

app.get('/livez', (_request, response) => void response.sendStatus(200));

app.post('/create', express.json(), async (request, response) => {
  const { description } = request.body as { description: string };
  const suffix = randomBytes(8).toString('hex');
  const id = `int-code-${suffix}`;
  const answer = { id, status: 'planning', status_url: `/api/coding_agent/status/${id}`, events_url: `/api/coding_agent/${id}/events` };
  const build: NewBuild = {
    id,
    userId: 'local',
    projectId: null,
    newProjectId: `proj-${suffix}`,
    parentBuildId: null,
    title: description.slice(0, 100),
    projectType: 'api',
    description,
    domain: null,
    constraints: {},
    artifacts: {},
    options: { tests: true, docs: true, deployment: true, review: false },
    llmPreference: 'balanced',
    budgetUsd: 5,
    plan: null,
    idempotency: null,
    response: answer,
  };
  await submitBuild(pool, build);
  response.status(202).json(answer);
});

app.listen(Number(values.port), '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));
