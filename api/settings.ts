import { GATE_MEANINGS, GATE_TITLES, GATE_WAITS } from '../contracts/gates.js';
import { GATES } from '../contracts/messages.js';
import type { Spent } from '../db/queries/overview.js';

/** The providers as worker-models.ts reports them. */
interface ShownModels {
  answers: 'template' | 'endpoint' | 'chains';
  providers: readonly { name: string; base_url: string | null; key: { name: string; set: boolean } | null; missing: string | null }[];
  chains: Readonly<Record<'simple' | 'medium' | 'complex', readonly string[]>>;
}

/** What `GET /settings` shows of the configuration; secrets are not in it. */
export interface ShownSettings {
  /** Every setting by its name, as a person may see it. */
  described: Readonly<Record<string, string>>;
  models: ShownModels;
  /** Dollars a user; 0: no limit. */
  budgets: { dailyUsd: number; monthlyUsd: number; alertUsd: number };
}

/** Providers and chains: which variable holds a key and whether it is set, never the key. */
export function modelsView({ answers, providers, chains }: ShownModels) {
  return {
    answers,
    chains,
    providers: providers.map(({ name, base_url, key, missing }) => ({ name, base_url, key_variable: key?.name ?? null, key_set: key?.set ?? false, missing })),
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
  return GATES.map((gate) => ({ gate, title: GATE_TITLES[gate], means: GATE_MEANINGS[gate], waits: GATE_WAITS[gate] }));
}
