import { z } from 'zod';
import { LLM_PREFERENCES } from './intent.js';
import { text } from './text.js';

/** One role by itself on a project. */
export const executeAgentBody = z
  .strictObject({
    projectId: text({ min: 1, max: 200 }),
    agentType: text({ min: 1, max: 60 }).meta({ description: 'A role of GET /api/agents.', example: 'analyst' }),
    // 20,000 characters: contracts/limits.ts DESCRIPTION_CHARS_MAX.
    userPrompt: text({ min: 1, max: 20_000 }).refine((value) => value.trim().length > 0, { message: 'must say what to do' }),
    llm_preference: z.enum(LLM_PREFERENCES).default('balanced'),
    budget_usd: z.number().positive().max(10_000).optional(),
  })
  .meta({ id: 'AgentRun' });

const agent = z.object({
  name: z.string(),
  summary: z.string(),
  tools: z.array(z.string()),
  tier: z.string(),
  limits: z.object({ turns: z.number(), minutes: z.number(), usd: z.number() }),
});

export const agentsSchema = z.object({ items: z.array(agent), total: z.int(), page: z.int(), agents: z.array(agent) }).meta({ id: 'Agents' });
export const agentStartedSchema = z
  .object({ id: z.string(), status: z.string(), status_url: z.string(), events_url: z.string() })
  .meta({ id: 'AgentStarted', description: 'The run is a build of one task: its status, events, tasks and diff are read like any other.' });
