import type { ModelReport, ModelsReport, ModelTest } from '../../embedded/models.js';
import type { Colors } from '../terminal.js';

/** Providers, models and chains as lines for a terminal. */
export function renderModels(report: ModelsReport): string[] {
  if (report.answers === 'template') return [...templateLines(), ...providerLines(report)];
  const lines = [report.answers === 'endpoint' ? 'One endpoint answers everything (OPENAI_BASE_URL, OPENAI_MODEL).' : 'Models by tier, asked in this order:'];
  for (const [tier, chain] of Object.entries(report.chains)) lines.push(`  ${tier.padEnd(8)} ${chain.join(', ') || 'nobody'}`);
  const width = Math.max(...report.models.map(({ name }) => name.length));
  lines.push('', `  ${'model'.padEnd(width)}   window  answer  $ a million tokens: prompt / cached / answer`);
  for (const model of report.models)
    lines.push(`  ${model.name.padEnd(width)}  ${thousands(model.context_tokens)}  ${thousands(model.output_tokens)}  ${price(model)}${lacks(model)}`);
  return [...lines, ...(report.answers === 'endpoint' ? [] : providerLines(report))];
}

/** How a test of one model went. */
export function renderTest({ name, ok, ms, detail }: ModelTest, colors: Colors): string {
  return ok ? `${colors.green('ok  ')}  ${name}: "${detail}" in ${(ms / 1_000).toFixed(1)} s` : `${colors.red('FAIL')}  ${name}: ${detail}`;
}

function templateLines(): string[] {
  return [
    'The built-in template model answers: no language model is configured.',
    'Set the key of a provider, or OPENAI_BASE_URL for any compatible endpoint.',
  ];
}

function providerLines({ providers }: ModelsReport): string[] {
  const width = Math.max(...providers.map(({ name }) => name.length));
  return ['', 'Providers', ...providers.map((provider) => `  ${provider.name.padEnd(width)}  ${stateOf(provider)}`)];
}

function stateOf({ base_url: url, key, missing }: ModelsReport['providers'][number]): string {
  if (missing) return `not usable: ${missing}`;
  return `${key?.set ? `${key.name} is set` : 'no key needed'}, ${url ?? ''}`;
}

function thousands(tokens: number): string {
  return `${Math.round(tokens / 1_000)}k`.padStart(6);
}

function price({ price: of, price_from: from }: ModelReport): string {
  if (!of) return 'unknown: counted as $0, no budget binds it; give it a price in MW_MODELS_FILE';
  return `${of.promptUsdPerMillion} / ${of.cachedUsdPerMillion ?? of.promptUsdPerMillion} / ${of.completionUsdPerMillion}${from === 'file' ? ' (models file)' : ''}`;
}

function lacks({ can }: ModelReport): string {
  const missing = [...(can.tools ? [] : ['tools']), ...(can.jsonSchema ? [] : ['json schema']), ...(can.streaming ? [] : ['streaming'])];
  return missing.length > 0 ? `, without ${missing.join(', ')}` : '';
}
