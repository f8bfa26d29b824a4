import { Button, Progress } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Settings } from '../../../../client/index.js';
import { client } from '../../api.js';
import { Link } from '../../app/link.js';
import { duration, money } from '../../ui/format.js';
import { Loaded } from '../../ui/loaded.js';
import { Page, Section } from '../../ui/page.js';
import { RowSkeletons } from '../../ui/skeletons.js';
import { StatusBadge } from '../../ui/status-badge.js';
import { Facts, Table } from '../../ui/table.js';
import { AllSettings } from './all-settings.js';
import { Browsers } from './browsers.js';
import { Models } from './models.js';
import classes from './settings.module.css';

/** How this installation is set. Settings are changed where it is started, so nothing here can be edited. */
export function SettingsPage() {
  const query = useQuery({ queryKey: ['settings'], queryFn: ({ signal }) => client.getSettings({ signal }) });
  return (
    <Page
      title="Settings"
      subtitle="How this installation is set. Whoever runs it changes these where it is started; a restart takes them over."
      actions={
        <Button component={Link} to="/doctor" variant="default">
          Doctor
        </Button>
      }
    >
      <Loaded query={query} skeleton={<RowSkeletons rows={10} />}>
        {(settings) => (
          <>
            <Section title="Money" note="What models cost you. At a limit builds wait for you instead of spending more.">
              <Budgets budgets={settings.budgets} />
            </Section>
            <Section title="Models" note="For each kind of work the first model that answers is used; the others stand by, in this order.">
              <Models models={settings.models} />
            </Section>
            <Section title="Gates" note="Where a build stops for a person, and where its proof is enough. A build that asks for review stops at more.">
              <Gates gates={settings.gates} />
            </Section>
            <Section title="Limits">
              <Limits limits={settings.limits} />
            </Section>
            <Section
              title="Signed-in browsers and tokens"
              note={
                <>
                  <code>mw open</code> signs a browser in by a link that works once. Programs send a token; the one of this installation is the file{' '}
                  <code>token</code> in its data folder.
                </>
              }
            >
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
        ['You are warned', budgets.alert_usd === null ? 'never' : `when a month reaches ${money(budgets.alert_usd)}`],
      ]}
    />
  );
}

function Spent({ usd, limit, of }: { usd: number; limit: number | null; of: string }) {
  return (
    <div className={classes.spent}>
      <span className="mw-number">
        {money(usd)} <span className="mw-muted">{limit === null ? 'no limit' : `of ${money(limit)}`}</span>
      </span>
      {limit === null || limit === 0 ? null : (
        <Progress value={Math.min(100, (100 * usd) / limit)} color={usd > limit * 0.9 ? 'red' : undefined} aria-label={`Share of the money spent ${of}`} />
      )}
    </div>
  );
}

const GATE_COLUMNS = [{ label: 'Gate' }, { label: 'Number', mono: true, quiet: true }, { label: 'What it settles', quiet: true }, { label: 'Policy' }];
const WAITS: Readonly<Record<Settings['gates'][number]['waits'], string>> = {
  always: 'Waits for a person',
  'with a page': 'Waits when the project has a page',
  'with a review': 'Waits when you asked for review',
  'with a review or findings': 'Waits on findings, or when you asked for review',
  'with a failed task or findings': 'Waits when a task failed or something was found',
  never: 'Passes with its proof',
};

function Gates({ gates }: { gates: Settings['gates'] }) {
  return (
    <Table
      label="Gates"
      columns={GATE_COLUMNS}
      rows={gates.map(({ gate, title, means, waits }) => ({
        key: gate,
        cells: [
          title,
          gate,
          means,
          <StatusBadge key="waits" status={waits} label={WAITS[waits]} tone={waits === 'never' ? 'good' : waits === 'always' ? 'wait' : 'idle'} />,
        ],
      }))}
    />
  );
}

// The limit is set in these, and called MB as the setting is (ARTIFACT_MAX_SIZE_MB).
const MEBIBYTE = 1_048_576;

function Limits({ limits }: { limits: Settings['limits'] }) {
  return (
    <Facts
      label="Limits"
      rows={[
        ['Executions a day', limits.executions_a_day === null ? 'no limit' : String(limits.executions_a_day)],
        ['Attempts of an execution', String(limits.execution_attempts)],
        ['Checks of one attempt', duration(limits.execution_seconds)],
        ['Largest upload', `${Math.round(limits.artifact_bytes / MEBIBYTE)} MB`],
        ['Artifacts are kept', `${limits.artifact_days} days; those of a build from its end`],
      ]}
    />
  );
}
