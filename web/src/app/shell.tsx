import { ActionIcon, AppShell, Box, Burger, Group, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconKeyboard } from '@tabler/icons-react';
import { useEffect } from 'react';
import { startFeed } from '../data/feed.js';
import type { Me } from '../data/session.js';
import { NotificationBell } from '../notifications/bell.js';
import { Logo } from '../ui/logo.js';
import { Link } from './link.js';
import { NavLinks } from './nav-links.js';
import { Outlet } from './outlet.js';
import { useRouter } from './router.js';
import { SchemeToggle } from './scheme-toggle.js';
import { ShortcutHelp, useShortcuts } from './shortcuts.js';
import { UserMenu } from './user-menu.js';
import classes from './shell.module.css';

/** Frame of every page: places on the left (behind a burger on a phone), the page beside them. */
export function Shell({ user }: { user: Me }) {
  const [menuOpen, menu] = useDisclosure(false);
  const [helpOpen, help] = useDisclosure(false);
  const { place, leaving } = useRouter();
  useShortcuts(help.open);
  useEffect(() => menu.close(), [place.path]);
  useEffect(startFeed, []);
  return (
    <AppShell header={{ height: { base: 48, sm: 0 } }} navbar={{ width: 216, breakpoint: 'sm', collapsed: { mobile: !menuOpen } }} withBorder={false}>
      <a className="mw-skip" href="#page">
        Skip to the page
      </a>
      {leaving ? <div className={classes.leaving} role="progressbar" aria-label="Loading the page" /> : null}
      <AppShell.Header hiddenFrom="sm" className={classes.header}>
        <Link to="/" className={classes.brand}>
          <Logo size={22} /> Millwright
        </Link>
        <Group gap={4} wrap="nowrap">
          <NotificationBell />
          <Burger opened={menuOpen} onClick={menu.toggle} size="sm" aria-label={menuOpen ? 'Close the menu' : 'Open the menu'} aria-expanded={menuOpen} />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={classes.navbar}>
        <Link to="/" className={`${classes.brand} mantine-visible-from-sm`}>
          <Logo size={22} /> Millwright
        </Link>
        <NavLinks path={place.path} />
        <div className={classes.foot}>
          <Group gap={8} wrap="nowrap">
            <Box visibleFrom="sm">
              <NotificationBell />
            </Box>
            <Tooltip label="Keyboard shortcuts (?)">
              <ActionIcon variant="subtle" color="gray" onClick={help.open} aria-label="Keyboard shortcuts" visibleFrom="sm">
                <IconKeyboard size={17} stroke={1.6} />
              </ActionIcon>
            </Tooltip>
            <SchemeToggle />
          </Group>
          <UserMenu user={user} />
        </div>
      </AppShell.Navbar>
      <AppShell.Main id="page" tabIndex={-1} className={classes.main}>
        <Outlet />
      </AppShell.Main>
      <ShortcutHelp opened={helpOpen} onClose={help.close} />
    </AppShell>
  );
}
