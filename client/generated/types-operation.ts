// Generated from the OpenAPI document by scripts/generate-client.mjs: change the routes and schemas, then run it again.

export interface Health {
  status: 'ok' | 'degraded';
  version: string;
  uptime_seconds: number;
  parts: {
    postgres: {
      ok: boolean;
      detail?: string;
      [key: string]: unknown;
    };
    temporal: {
      ok: boolean;
      detail?: string;
      [key: string]: unknown;
    };
    worker: {
      ok: boolean;
      detail?: string;
      [key: string]: unknown;
    };
    blobs: {
      ok: boolean;
      detail?: string;
      [key: string]: unknown;
    };
  };
}

export interface Settings {
  version: string;
  temporal_ui_url: string | null;
  models: {
    chains: {
      simple: string[];
      medium: string[];
      complex: string[];
    };
    /** Who answers now: the built-in template model alone, one endpoint, or the chains. */
    answers: 'template' | 'endpoint' | 'chains';
    providers: Array<{
      name: string;
      /** Without secrets; null while nobody said where it is. */
      base_url: string | null;
      /** The variable its key is read from; null when it needs none. */
      key_variable: string | null;
      /** Whether that variable is set; the key itself is never told. */
      key_set: boolean;
      /** What to do before it can be asked; null when it can. */
      missing: string | null;
    }>;
  };
  budgets: {
    daily_usd: number | null;
    monthly_usd: number | null;
    alert_usd: number | null;
    spent_today_usd: number;
    spent_month_usd: number;
  };
  limits: {
    executions_a_day: number | null;
    execution_attempts: number;
    execution_seconds: number;
    artifact_bytes: number;
    artifact_days: number;
  };
  gates: Array<{
    gate: string;
    title: string;
    means: string;
    waits: 'always' | 'with a page' | 'with a review' | 'with a review or findings' | 'with a failed task or findings' | 'never';
  }>;
  /** Every setting by its name, secrets left out; for admins only. */
  settings: Record<string, string> | null;
}
