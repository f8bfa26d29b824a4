// Generated from the OpenAPI document by scripts/generate-client.mjs: change the routes and schemas, then run it again.

export interface AgentRun {
  projectId: string;
  /** A role of GET /api/agents. */
  agentType: string;
  userPrompt: string;
  llm_preference?: 'fast' | 'balanced' | 'quality';
  budget_usd?: number;
}

/** The run is a build of one task: its status, events, tasks and diff are read like any other. */
export interface AgentStarted {
  id: string;
  status: string;
  status_url: string;
  events_url: string;
}

export interface Agents {
  items: Array<{
    name: string;
    summary: string;
    tools: string[];
    tier: string;
    limits: {
      turns: number;
      minutes: number;
      usd: number;
    };
  }>;
  total: number;
  page: number;
  agents: Array<{
    name: string;
    summary: string;
    tools: string[];
    tier: string;
    limits: {
      turns: number;
      minutes: number;
      usd: number;
    };
  }>;
}
