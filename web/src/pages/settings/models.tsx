import type { Settings } from '../../../../client/index.js';
import { words } from '../../ui/format.js';
import { StatusBadge } from '../../ui/status-badge.js';
import { Facts, Table } from '../../ui/table.js';
import { keyWords, providerOf } from './key-words.js';
import classes from './settings.module.css';

const COLUMNS = [{ label: 'Provider' }, { label: 'Key' }, { label: 'Address', mono: true, quiet: true }];
const ANSWERS: Readonly<Record<Settings['models']['answers'], string>> = {
  template: 'The built-in template model answers everything: no provider can be asked, or MOCK_LLM is on.',
  endpoint: 'One endpoint answers everything: OPENAI_BASE_URL or OPENAI_MODEL names it.',
  chains: 'A provider without its key is passed over.',
};

/** Who is asked, in which order, and which providers can be asked at all. */
export function Models({ models }: { models: Settings['models'] }) {
  const usable = new Set(models.providers.filter(({ missing }) => missing === null).map(({ name }) => name));
  return (
    <>
      <Facts
        label="Who is asked, in this order"
        rows={(['simple', 'medium', 'complex'] as const).map((tier) => [
          `${words(tier)} work`,
          <Chain key={tier} models={models.chains[tier]} isUsable={(model) => usable.has(providerOf(model))} />,
        ])}
      />
      <div className={classes.space} />
      <Table
        label="Providers"
        columns={COLUMNS}
        rows={models.providers.map((provider) => {
          const { label, variable, tone } = keyWords(provider);
          return {
            key: provider.name,
            cells: [
              provider.name,
              <span key="key">
                <StatusBadge status={label} label={label} tone={tone} /> {variable === null ? null : <span className="mw-mono mw-muted">{variable}</span>}
              </span>,
              provider.base_url ?? 'set by a variable',
            ],
          };
        })}
      />
      <p className="mw-muted">
        {ANSWERS[models.answers]} Keys are set where Millwright is started and are never shown. <code>mw models</code> asks each one for a word.
      </p>
    </>
  );
}

/** Models in the order they are asked: the first one first, the others behind it; those that cannot be asked are told apart. */
function Chain({ models, isUsable }: { models: readonly string[]; isUsable: (model: string) => boolean }) {
  const [asked, passed] = [models.filter((model) => isUsable(model)), models.filter((model) => !isUsable(model))];
  return (
    <>
      {asked.length === 0 ? (
        'the built-in template model'
      ) : (
        <ol className={classes.chain}>
          {asked.map((model) => (
            <li key={model}>{model}</li>
          ))}
        </ol>
      )}
      {passed.length === 0 ? null : <div className="mw-muted">Passed over, as their providers cannot be asked: {passed.join(', ')}</div>}
    </>
  );
}
