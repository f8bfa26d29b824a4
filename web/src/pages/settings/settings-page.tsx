import { Button, Progress } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Settings } from '../../../../client/index.js';
import { client } from '../../api.js';
import { Link } from '../../app/link.js';
import { bytes, money } from '../../ui/format.js';
import { Loaded } from '../../ui/loaded.js';
import { Page, Section } from '../../ui/page.js';
import { RowSkeletons } from '../../ui/skeletons.js';
import { Facts, Table } from '../../ui/table.js';
import { AllSettings } from './all-settings.js';
import { Browsers } from './browsers.js';
import classes from './settings.module.css';

/** How this installation is set. Settings are changed where it is started, so nothing here can be edited. */
export function SettingsPage() {
  const query = useQuery({ queryKey: ['settings'], queryFn: ({ signal }) => client.getSettings({ signal }) });
  return (
    <Page
      title="Settings"
      subtitle="Set by the environment of the one who runs this installation; a restart takes changes over."
      actions={
        <Button component={Link} to="/doctor" variant="default">
          Doctor
        </Button>
      }
    >
      <Loaded query={query} skeleton={<RowSkeletons rows={10} />}>
        {(settings) => (
          <>
            <Section title="Money">
              <Budgets budgets={settings.budgets} />
            </Section>
            <Section title="Models">
              <Models models={settings.models} />
            </Section>
            <Section title="Gates">
              <Gates gates={settings.gates} />
            </Section>
            <Section title="Limits">
              <Limits limits={settings.limits} />
            </Section>
            <Section title="Signed-in browsers">
              <Browsers />
            </Section>
            {settings.settings ? (
              <Section title="Every setting">
                <AllSettings settings={settings.settings} />
              </Section>
            ) : null}
            <p className="mw-muted">Millwright {settings.version}</p>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Budgets({ budgets }: { budgets: Settings['budgets'] }) {
  return (
    <Facts
      label="Money"
      rows={[
        ['Spent today (UTC)', <Spent key="day" usd={budgets.spent_today_usd} limit={budgets.daily_usd} of="today" />],
        ['Spent this month', <Spent key="month" usd={budgets.spent_month_usd} limit={budgets.monthly_usd} of="this month" />],
        ['You are told at', budgets.alert_usd === null ? 'never' : `${money(budgets.alert_usd)} a month`],
      ]}
    />
  );
}

function Spent({ usd, limit, of }: { usd: number; limit: number | null; of: string }) {
  return (
    <div className={classes.spent}>
      <span className="mw-number">
        {money(usd)} {limit === null ? '(no limit)' : `of ${money(limit)}`}
      </span>
      {limit === null || limit === 0 ? null : (
        <Progress value={Math.min(100, (100 * usd) / limit)} color={usd > limit * 0.9 ? 'red' : undefined} aria-label={`Share of the money spent ${of}`} />
      )}
    </div>
  );
}

function Models({ models }: { models: Settings['models'] }) {
  return (
    <>
      <Facts
        label="Who is asked, in this order"
        rows={(['simple', 'medium', 'complex'] as const).map((tier) => [`${tier} work`, models.chains[tier].join(', then ') || 'nobody'])}
      />
      <div className={classes.space} />
      <Table label="Providers" columns={[{ label: 'Provider' }, { label: 'Address' }, { label: 'Key is read from' }]}>
        {models.providers.map(({ name, base_url: address, key_variable: key }) => (
          <tr key={name}>
            <td>{name}</td>
            <td className="mw-mono">{address ?? 'set by a variable'}</td>
            <td className="mw-mono">{key ?? '–'}</td>
          </tr>
        ))}
      </Table>
      <p className="mw-muted">
        A provider without its key is passed over; with none at all the built-in template model answers. <code>mw models</code> asks each one for a word.
      </p>
    </>
  );
}

const WAITS = { always: 'Waits for a person', 'with a page': 'Waits when the project has a page', never: 'Passes with its proof' };

function Gates({ gates }: { gates: Settings['gates'] }) {
  return (
    <Table label="Gates" columns={[{ label: 'Gate' }, { label: 'What is agreed' }, { label: 'Policy' }]}>
      {gates.map(({ gate, title, waits }) => (
        <tr key={gate}>
          <td className="mw-mono">{gate}</td>
          <td>{title}</td>
          <td>{WAITS[waits]}</td>
        </tr>
      ))}
    </Table>
  );
}

function Limits({ limits }: { limits: Settings['limits'] }) {
  return (
    <Facts
      label="Limits"
      rows={[
        ['Executions a day', limits.executions_a_day === null ? 'no limit' : String(limits.executions_a_day)],
        ['Attempts of an execution', String(limits.execution_attempts)],
        ['Checks of one attempt', `${limits.execution_seconds} s`],
        ['Largest upload', bytes(limits.artifact_bytes)],
        ['Artifacts are kept', `${limits.artifact_days} days`],
      ]}
    />
  );
}
