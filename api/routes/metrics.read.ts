import { readGauges, type Gauges } from '../../db/queries/metrics.js';
import { readCounts, type Counts } from '../../db/queries/stats.js';
import type { AppDeps } from '../deps.js';
import { exposition, METRICS_TYPE, type Metric } from '../metrics.js';
import { defineRoute } from '../route.js';

export const readMetrics = defineRoute({
  method: 'get',
  path: '/metrics',
  operation: 'getMetrics',
  summary: 'Figures of the installation and of this process, in the text format of Prometheus',
  tag: 'operation',
  access: 'admin',
  responses: { 200: { description: 'One figure a line', contentType: 'text/plain' } },
  async handle({ deps, response }) {
    const { orm } = deps.database;
    const [counts, gauges] = await Promise.all([readCounts(orm), readGauges(orm)]);
    response.setHeader('content-type', METRICS_TYPE);
    response.setHeader('cache-control', 'no-store');
    response.status(200).end(exposition([...ofInstallation(counts, gauges), ...ofProcess(deps)]));
    return null;
  },
});

function ofInstallation(counts: Counts, gauges: Gauges): Metric[] {
  return [
    { name: 'millwright_builds', help: 'Builds by their status.', type: 'gauge', values: byStatus(counts.builds) },
    { name: 'millwright_executions', help: 'Executions that are kept, by their status.', type: 'gauge', values: byStatus(gauges.executions) },
    { name: 'millwright_deployments', help: 'Deployments by their status.', type: 'gauge', values: byStatus(gauges.deployments) },
    { name: 'millwright_events_total', help: 'Events of all builds.', type: 'counter', values: [{ value: counts.events }] },
    { name: 'millwright_llm_calls', help: 'Calls of models that are kept.', type: 'gauge', values: [{ value: counts.llm_calls }] },
    { name: 'millwright_builds_cost_dollars_total', help: 'What models were paid for all builds.', type: 'counter', values: [{ value: counts.cost_usd }] },
    { name: 'millwright_outbox_open', help: 'Promises to Temporal that are not kept yet.', type: 'gauge', values: [{ value: counts.outbox.open }] },
    { name: 'millwright_outbox_oldest_seconds', help: 'Age of the oldest of them.', type: 'gauge', values: [{ value: counts.outbox.oldest_seconds }] },
    { name: 'millwright_workers', help: 'Workers that said lately that they live.', type: 'gauge', values: [{ value: gauges.workers }] },
    { name: 'millwright_sandbox_queue', help: 'Jobs that wait for a sandbox.', type: 'gauge', values: [{ value: gauges.waiting }] },
    { name: 'millwright_webhook_deliveries_pending', help: 'Deliveries still to come.', type: 'gauge', values: [{ value: gauges.deliveries }] },
  ];
}

function ofProcess(deps: AppDeps): Metric[] {
  const { totalCount, idleCount, waitingCount } = deps.database.pool;
  const connections = Object.entries({ open: totalCount, idle: idleCount, waited_for: waitingCount });
  const { user, system } = process.cpuUsage();
  const startedAt = Math.round(Date.now() / 1_000 - process.uptime());
  return [
    { name: 'millwright_info', help: 'The version that answers.', type: 'gauge', values: [{ labels: { version: deps.version }, value: 1 }] },
    { name: 'millwright_event_streams', help: 'Open event streams of builds.', type: 'gauge', values: [{ value: deps.hub.streams }] },
    {
      name: 'millwright_database_connections',
      help: 'Connections to PostgreSQL.',
      type: 'gauge',
      values: connections.map(([state, value]) => ({ labels: { state }, value })),
    },
    { name: 'process_cpu_seconds_total', help: 'CPU time of the API.', type: 'counter', values: [{ value: (user + system) / 1e6 }] },
    { name: 'process_resident_memory_bytes', help: 'Memory of the API.', type: 'gauge', values: [{ value: process.memoryUsage.rss() }] },
    { name: 'process_start_time_seconds', help: 'When the API was started, since 1970.', type: 'gauge', values: [{ value: startedAt }] },
  ];
}

function byStatus(counts: Record<string, number>): Metric['values'] {
  return Object.entries(counts).map(([status, value]) => ({ labels: { status }, value }));
}
