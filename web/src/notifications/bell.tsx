import { ActionIcon, Button, Popover, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBell } from '@tabler/icons-react';
import { Link } from '../app/link.js';
import { EmptyState } from '../ui/empty-state.js';
import { Loaded } from '../ui/loaded.js';
import { RowSkeletons } from '../ui/skeletons.js';
import { useBrowserNotifications } from './browser.js';
import { NoticeLine } from './notice-line.js';
import { markAll, useNotificationNews, useNotifications } from './notifications.js';
import { PermissionAsk } from './permission-ask.js';
import classes from './notifications.module.css';

// A glance; the page has the rest.
const SHOWN = 8;
const COUNT_MAX = 99;

/** The bell of the shell: how many are unread, and the newest. It also keeps the browser's own notifications going. */
export function NotificationBell() {
  const [opened, popover] = useDisclosure(false);
  const query = useNotifications(SHOWN);
  useNotificationNews();
  useBrowserNotifications(query.data?.items);
  const unread = query.data?.unread ?? 0;
  const newest = query.data?.items[0]?.id ?? 0;
  const label = unread > 0 ? `Notifications, ${unread} unread` : 'Notifications';
  return (
    <Popover
      opened={opened}
      onChange={(open) => (open ? popover.open() : popover.close())}
      width="min(380px, calc(100vw - 24px))"
      position="top-start"
      trapFocus
      shadow="md"
    >
      <Popover.Target>
        <Tooltip label={label} disabled={opened}>
          <ActionIcon
            variant="subtle"
            color="gray"
            className={classes.bell}
            onClick={popover.toggle}
            aria-label={label}
            aria-expanded={opened}
            aria-haspopup="dialog"
          >
            <IconBell size={17} stroke={1.6} />
            {unread > 0 ? (
              <span className={`mw-number ${classes.unread}`} aria-hidden>
                {Math.min(unread, COUNT_MAX)}
              </span>
            ) : null}
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown} aria-label="Notifications">
        <div className={classes.dropdownHead}>
          <strong>Notifications</strong>
          <Button size="compact-xs" variant="subtle" disabled={unread === 0} onClick={() => void markAll(newest)}>
            Mark all read
          </Button>
        </div>
        <PermissionAsk />
        <Loaded query={query} skeleton={<RowSkeletons rows={4} height={44} />}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState title="Nothing to tell">Plans to approve, questions, builds that are ready and deployments are told here.</EmptyState>
            ) : (
              <ul className={classes.list}>
                {items.map((notice) => (
                  <li key={notice.id}>
                    <NoticeLine notice={notice} onFollow={popover.close} />
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
        <div className={classes.dropdownFoot}>
          <Link to="/notifications" onClick={popover.close}>
            All notifications and webhooks
          </Link>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
