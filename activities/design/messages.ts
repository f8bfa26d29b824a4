import { fenced, intentBlock } from '../agent/prompt.js';
import { loadPlan, type BuildRow } from '../agent/session-store.js';
import type { BuildDeps } from '../build/deps.js';
import type { ChatMessage } from '../llm/port.js';
import { INPUTS_INTRODUCTION, inputsText } from './inputs-text.js';

/** What a designing role is asked: its prompt, the intent, the approved plan and what the person gave along. */
export async function designMessages(deps: BuildDeps, build: BuildRow, role: string, ask: string): Promise<ChatMessage[]> {
  const plan = await loadPlan(deps.db.orm, build);
  const inputs = inputsText(build);
  const parts = [ask, 'The intent:', intentBlock(build), 'The approved plan:', fenced('plan', JSON.stringify(plan))];
  if (inputs) parts.push(INPUTS_INTRODUCTION, fenced('inputs', inputs));
  return [
    { role: 'system', content: deps.roles.get(role).prompt },
    { role: 'user', content: parts.join('\n\n') },
  ];
}
