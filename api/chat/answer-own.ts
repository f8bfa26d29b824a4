/** Questions about all of a person's own, from rows: what models cost them, and what of theirs is live. */
import { dollars } from '../../contracts/money.js';
import type { Executor } from '../../db/client.js';
import type { BuildHead } from '../../db/queries/chat-facts.js';
import { listDeployments, readSpent } from '../../db/queries/overview.js';
import { readSpentBefore } from '../../db/queries/spending.js';
import { readServing } from '../serving.js';
import { budgetsView, type ShownSettings } from '../settings.js';
import { words, type RuleReply } from './reply.js';

// A screenful; the page that is cited has the rest.
const LINES_MAX = 12;
const SUGGESTIONS_MAX = 2;

export interface Owner {
  orm: Executor;
  userId: string;
  heads: readonly BuildHead[];
  shown: Pick<ShownSettings, 'budgets' | 'models'>;
  /** MW_HOME, where the deployment proxy says what it serves. */
  home: string;
}

/** What a person's builds, executions and conversations cost together: today and this month (UTC) with their limits, and before. */
export async function spendingReply({ orm, userId, heads, shown }: Owner, now = new Date()): Promise<RuleReply> {
  const [spent, before] = await Promise.all([readSpent(orm, userId, now), readSpentBefore(orm, userId, now)]);
  const { daily_usd, monthly_usd } = budgetsView(shown.budgets, spent);
  const [day, month] = [now.toISOString().slice(0, 'yyyy-mm-dd'.length), now.toISOString().slice(0, 'yyyy-mm'.length)];
  const lines = [
    `- today (${day}, UTC): **${dollars(spent.day.usd)}**, ${limit(daily_usd, 'day', 'COST_LIMIT_DAILY')}`,
    `- this month (${month}): **${dollars(spent.month.usd)}**, ${limit(monthly_usd, 'month', 'COST_LIMIT_MONTHLY')}`,
    ...(before.yesterdayUsd > 0 ? [`- yesterday: ${dollars(before.yesterdayUsd)}`] : []),
    `- the last seven days: ${dollars(before.weekUsd)}`,
    ...(before.lastMonthUsd > 0 ? [`- last month: ${dollars(before.lastMonthUsd)}`] : []),
    `- in all: ${dollars(before.totalUsd)}`,
  ];
  const free = shown.models.answers === 'template' ? '\n\nThe built-in template model, which answers here, costs nothing.' : '';
  return {
    text: `What models cost you, in builds, executions and conversations together:\n\n${lines.join('\n')}${free}`,
    buildId: null,
    citations: [{ label: 'budgets', href: '/api/settings', page: '/ui/settings' }],
    suggestions: heads.slice(0, SUGGESTIONS_MAX).map(({ id }) => `what did ${id} cost`),
  };
}

function limit(usd: number | null, period: 'day' | 'month', setting: string): string {
  return usd === null ? `without a limit (${setting} sets one)` : `of at most ${dollars(usd)} a ${period} (${setting})`;
}

/** What of a person's is live: names, environments, addresses, and whether each answers just now. */
export async function liveReply({ orm, userId, heads, home }: Owner): Promise<RuleReply> {
  const [{ items, total }, problemOf] = await Promise.all([listDeployments(orm, userId, { status: 'live', page: 1, limit: LINES_MAX }), readServing(home)]);
  const lines = items.map(({ deployment, build }) => {
    const problem = problemOf(deployment);
    const where = `- **${words(build.title, 100)}** (${build.id}), ${deployment.environment}: ${deployment.url ?? 'without an address'}`;
    return problem === null ? where : `${where} does not answer just now: ${words(problem)}`;
  });
  if (total > items.length) lines.push(`- and ${total - items.length} more`);
  const ready = heads.filter(({ endedAt, waitingFor }) => endedAt === null && waitingFor?.kind === 'deploy');
  const waiting = ready.map(({ id, title }) => `- **${id}** ${words(title, 100)}`).slice(0, LINES_MAX);
  const parts = [
    total > 0 ? `${total === 1 ? 'One service is' : `${total} services are`} live:\n\n${lines.join('\n')}` : 'Nothing is live just now.',
    total === 0 && waiting.length > 0 ? `Ready to be deployed:\n\n${waiting.join('\n')}` : '',
  ];
  return {
    text: parts.filter(Boolean).join('\n\n'),
    buildId: null,
    citations: [{ label: 'deployments', href: '/api/deployments', page: '/ui/deployments' }],
    suggestions: [...(total === 0 ? ready.slice(0, SUGGESTIONS_MAX).map(({ id }) => `deploy ${id} to staging`) : []), 'list my builds'],
  };
}
