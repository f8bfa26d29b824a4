/** Figures in the text format that Prometheus reads (version 0.0.4): pure. */

export interface Metric {
  name: string;
  help: string;
  type: 'gauge' | 'counter';
  values: { labels?: Record<string, string>; value: number }[];
}

export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Each metric with its help and its type; one without values is left out. */
export function exposition(metrics: readonly Metric[]): string {
  const lines = metrics
    .filter(({ values }) => values.length > 0)
    .flatMap(({ name, help, type, values }) => [
      `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`,
      `# TYPE ${name} ${type}`,
      ...values.map(({ labels = {}, value }) => `${name}${labelsText(labels)} ${value}`),
    ]);
  return `${lines.join('\n')}\n`;
}

function labelsText(labels: Record<string, string>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
