import { Button, SegmentedControl } from '@mantine/core';
import { IconBell, IconChecks } from '@tabler/icons-react';
import { setSearch } from '../../app/history.js';
import { useSearch } from '../../app/router.js';
import type { PageProps } from '../../app/page-props.js';
import { NoticeLine } from '../../notifications/notice-line.js';
import { markAll, useNotifications } from '../../notifications/notifications.js';
import { PermissionAsk } from '../../notifications/permission-ask.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Loaded } from '../../ui/loaded.js';
import { Page, Section } from '../../ui/page.js';
import { useRowKeys } from '../../ui/use-row-keys.js';
import { Webhooks } from './webhooks.js';
import classes from './notifications-page.module.css';

const LIMIT = 30;

/** What you were told of, and where else it is sent. */
export function NotificationsPage(_props: PageProps) {
  const search = useSearch();
  const onlyUnread = search.get('show') === 'unread';
  const page = Math.max(1, Number(search.get('page')) || 1);
  const query = useNotifications(LIMIT, onlyUnread ? 'unread' : undefined, page);
  const rows = useRowKeys();
  const newest = query.data?.items[0]?.id ?? 0;
  return (
    <Page
      title="Notifications"
      actions={
        <>
          <SegmentedControl
            size="sm"
            aria-label="Which are shown"
            value={onlyUnread ? 'unread' : 'all'}
            onChange={(show) => setSearch({ show: show === 'unread' ? show : null, page: null })}
            data={[
              { value: 'all', label: 'All' },
              { value: 'unread', label: `Unread${query.data?.unread ? ` (${query.data.unread})` : ''}` },
            ]}
          />
          <Button
            variant="default"
            leftSection={<IconChecks size={16} stroke={1.7} aria-hidden />}
            disabled={!query.data?.unread}
            onClick={() => void markAll(newest)}
          >
            Mark all read
          </Button>
        </>
      }
    >
      <div className={`mw-card ${classes.box}`} ref={rows}>
        <PermissionAsk />
        <Loaded query={query}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState icon={<IconBell size={28} stroke={1.4} />} title={onlyUnread ? 'You have read them all' : 'Nothing to tell yet'}>
                When a plan is ready, a build has a question, something can be deployed or was, it is told here, in the browser if you allow it, and to your
                webhooks.
              </EmptyState>
            ) : (
              <ul className={classes.list}>
                {items.map((notice) => (
                  <li key={notice.id}>
                    <NoticeLine notice={notice} />
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </div>
      {query.data && query.data.total > LIMIT ? <Pager page={page} pages={Math.ceil(query.data.total / LIMIT)} /> : null}
      <Section title="Webhooks">
        <Webhooks />
      </Section>
    </Page>
  );
}

function Pager({ page, pages }: { page: number; pages: number }) {
  return (
    <div className={classes.pager}>
      <Button variant="default" size="compact-sm" disabled={page <= 1} onClick={() => setSearch({ page: String(page - 1) })}>
        Newer
      </Button>
      <span className="mw-number mw-muted">
        {page} of {pages}
      </span>
      <Button variant="default" size="compact-sm" disabled={page >= pages} onClick={() => setSearch({ page: String(page + 1) })}>
        Older
      </Button>
    </div>
  );
}
