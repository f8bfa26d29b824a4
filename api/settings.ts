import { GATE_TITLES, GATE_WAITS } from '../contracts/gates.js';
import { GATES } from '../contracts/messages.js';
import type { Spent } from '../db/queries/overview.js';
import type { ModelsFile } from '../schemas/models.js';

/** What `GET /settings` shows of the configuration; secrets are not in it. */
export interface ShownSettings {
  /** Every setting by its name, as a person may see it. */
  described: Readonly<Record<string, string>>;
  models: ModelsFile;
  /** Dollars a user; 0: no limit. */
  budgets: { dailyUsd: number; monthlyUsd: number; alertUsd: number };
}

/** Providers and chains as the models file names them: which variable holds a key, never the key. */
export function modelsView({ providers, chains }: ModelsFile) {
  const { simple = [], medium = [], complex = [] } = chains;
  return {
    chains: { simple, medium, complex },
    providers: Object.entries(providers).map(([name, provider]) => ({
      name,
      base_url: provider.base_url ? withoutSecrets(provider.base_url) : null,
      key_variable: provider.key_env ?? null,
    })),
  };
}

export function budgetsView({ dailyUsd, monthlyUsd, alertUsd }: ShownSettings['budgets'], spent: { day: Spent; month: Spent }) {
  return {
    daily_usd: spent.day.limitUsd ?? (dailyUsd || null),
    monthly_usd: spent.month.limitUsd ?? (monthlyUsd || null),
    alert_usd: alertUsd || null,
    spent_today_usd: spent.day.usd,
    spent_month_usd: spent.month.usd,
  };
}

export function gatesView() {
  return GATES.map((gate) => ({ gate, title: GATE_TITLES[gate], waits: GATE_WAITS[gate] }));
}

function withoutSecrets(address: string): string {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  url.search = '';
  return url.toString();
}
