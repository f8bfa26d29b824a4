import { useQuery } from '@tanstack/react-query';
import { client } from '../../api.js';
import { queryClient } from '../../data/query.js';
import { ConfirmButton } from '../../ui/confirm-button.js';
import { Loaded } from '../../ui/loaded.js';
import { Age } from '../../ui/numbers.js';
import { Tag } from '../../ui/status-badge.js';
import { Table } from '../../ui/table.js';

const KEY = ['browsers'];

const COLUMNS = [{ label: 'Browser' }, { label: 'Signed in', quiet: true }, { label: 'Until', quiet: true }, { label: 'Actions', right: true, actions: true }];

/** Where this person is signed in, each with the way out. */
export function Browsers() {
  const query = useQuery({ queryKey: KEY, queryFn: ({ signal }) => client.listBrowsers({ signal }) });
  return (
    <Loaded query={query}>
      {({ sessions }) => (
        <Table
          label="Signed-in browsers"
          columns={COLUMNS}
          rows={sessions.map(({ id, user_agent: agent, created_at: since, expires_at: until, current }) => ({
            key: id,
            cells: [
              <span key="agent" title={agent}>
                {browserName(agent)} {current ? <Tag tone="good">this one</Tag> : null}
              </span>,
              <Age key="since" at={since} suffix=" ago" />,
              <time key="until" dateTime={until} className="mw-number">
                {new Date(until).toLocaleDateString(undefined, { dateStyle: 'medium' })}
              </time>,
              current ? null : <SignOut key="out" id={id} />,
            ],
          }))}
        />
      )}
    </Loaded>
  );
}

function SignOut({ id }: { id: string }) {
  return (
    <ConfirmButton
      size="compact-sm"
      title="Sign this browser out"
      explanation="It can read and decide nothing from then on. Signing in again takes a new link or a token."
      confirm="Sign out"
      onConfirm={async () => {
        await client.signOutBrowser(id);
        await queryClient.invalidateQueries({ queryKey: KEY });
      }}
    >
      Sign out
    </ConfirmButton>
  );
}

// The last ones name themselves like the first ones too: the order decides.
const BROWSERS: readonly [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Headless/, 'Chrome without a window'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** `Firefox on Linux`; the whole of what it calls itself is in the title. */
function browserName(agent: string): string {
  const find = (names: readonly [RegExp, string][]) => names.find(([pattern]) => pattern.test(agent))?.[1];
  return [find(BROWSERS) ?? 'A browser', find(SYSTEMS)].filter(Boolean).join(' on ');
}
