import { useQuery } from '@tanstack/react-query';
import { client } from '../../api.js';
import { queryClient } from '../../data/query.js';
import { ConfirmButton } from '../../ui/confirm-button.js';
import { Loaded } from '../../ui/loaded.js';
import { Age } from '../../ui/numbers.js';
import { Table } from '../../ui/table.js';

const KEY = ['browsers'];

/** Where this person is signed in, each with the way out. */
export function Browsers() {
  const query = useQuery({ queryKey: KEY, queryFn: ({ signal }) => client.listBrowsers({ signal }) });
  return (
    <Loaded query={query}>
      {({ sessions }) => (
        <Table label="Signed-in browsers" columns={[{ label: 'Browser' }, { label: 'Since' }, { label: 'Until' }, { label: 'Actions' }]}>
          {sessions.map(({ id, user_agent: agent, created_at: since, expires_at: until, current }) => (
            <tr key={id}>
              <td>
                {agent || 'unknown'} {current ? <strong>(this one)</strong> : null}
              </td>
              <td>
                <Age at={since} suffix=" ago" />
              </td>
              <td className="mw-number">{new Date(until).toLocaleDateString()}</td>
              <td>
                {current ? null : (
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
                )}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Loaded>
  );
}
