// Generated from the OpenAPI document by scripts/generate-client.mjs: change the routes and schemas, then run it again.
import type { Call, CallOptions } from '../call.js';
import type { Health, Settings } from './types-operation.js';

export function operationOperations(call: Call) {
  return {
    /** This process answers. `GET /livez` */
    getLive(options: CallOptions = {}): Promise<{
      status: 'ok';
    }> {
      return call.json({ method: 'GET', path: '/livez' }, options);
    },

    /** Builds can run: PostgreSQL and Temporal answer and a worker polls. `GET /readyz` */
    getReady(options: CallOptions = {}): Promise<{
      status: 'ready' | 'not_ready';
      missing: string[];
    }> {
      return call.json({ method: 'GET', path: '/readyz' }, options);
    },

    /** How each part is. `GET /health` */
    getHealth(options: CallOptions = {}): Promise<Health> {
      return call.json({ method: 'GET', path: '/health' }, options);
    },

    /** Counts over the whole installation, and what the reconciler found. `GET /stats` */
    getStats(options: CallOptions = {}): Promise<{
      builds: Record<string, number>;
      [key: string]: unknown;
    }> {
      return call.json({ method: 'GET', path: '/stats' }, options);
    },

    /** Figures of the installation and of this process, in the text format of Prometheus. `GET /metrics` */
    getMetrics(options: CallOptions = {}): Promise<string> {
      return call.text({ method: 'GET', path: '/metrics' }, options);
    },

    /** Models, budgets, limits and gates as they are set; to an admin every setting, secrets left out. `GET /settings` */
    getSettings(options: CallOptions = {}): Promise<Settings> {
      return call.json({ method: 'GET', path: '/settings' }, options);
    },

    /** Check the hash chain of the audit log against its rows and its anchor. `GET /audit/verify` */
    verifyAudit(options: CallOptions = {}): Promise<{
      ok: boolean;
      size: number;
      head: string;
      pending: number;
      anchor: {
        size: number;
        head: string;
      } | null;
      problem: {
        seq: number;
        verdict: string;
        detail: string;
      } | null;
    }> {
      return call.json({ method: 'GET', path: '/audit/verify' }, options);
    },
  };
}
