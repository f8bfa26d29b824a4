// Generated from the OpenAPI document by scripts/generate-client.mjs: change the routes and schemas, then run it again.

export type MarkNotifications =
  | {
      ids: number[];
      read?: boolean;
    }
  | {
      /** All up to this id: those that came since stay unread. */
      up_to: number;
      read?: true;
    };

export interface NewWebhook {
  /** https, to a public host; others only where the operator named them (WEBHOOK_ALLOW). */
  url: string;
  events?: string[];
}

export interface Notification {
  id: number;
  kind: 'plan_ready' | 'input_needed' | 'build_ready' | 'deployment' | 'retrospective_ready' | 'build_ended' | 'webhook_disabled';
  title: string;
  text: string;
  build_id: string | null;
  seq: number | null;
  data: Record<string, unknown>;
  subject_digest: string | null;
  /** Its build still waits for what it tells of. */
  open: boolean;
  /** What can be decided about it now. */
  actions: string[];
  /** Where the web app shows it. */
  page: string;
  read_at: string | null;
  created_at: string;
}

export interface Webhook {
  id: string;
  url: string;
  events: string[];
  active: boolean;
  disabled_at: string | null;
  disabled_reason: string | null;
  /** Attempts that failed since the last one that did not; from 20 on, and after an hour, it is switched off. */
  failures: number;
  last_status: number | null;
  last_error: string | null;
  last_delivery_at: string | null;
  created_at: string;
}

export interface WebhookChange {
  active?: boolean;
  events?: string[];
}

export interface WebhookCreated {
  id: string;
  url: string;
  events: string[];
  active: boolean;
  disabled_at: string | null;
  disabled_reason: string | null;
  /** Attempts that failed since the last one that did not; from 20 on, and after an hour, it is switched off. */
  failures: number;
  last_status: number | null;
  last_error: string | null;
  last_delivery_at: string | null;
  created_at: string;
  /** Shown this once: signatures are HMAC-SHA256 of `<t>.<body>` under it (header x-millwright-signature: t=<seconds>,v1=<hex>). */
  secret: string;
}

export interface WebhookDelivery {
  id: string;
  event: string;
  state: 'pending' | 'delivered' | 'failed';
  attempts: number;
  next_at: string | null;
  last_status: number | null;
  last_error: string | null;
  created_at: string;
  ended_at: string | null;
}
