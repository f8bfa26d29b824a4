import { Menu, UnstyledButton } from '@mantine/core';
import { IconBook, IconLogout, IconStethoscope, IconUserCircle } from '@tabler/icons-react';
import { signOut, type Me } from '../data/session.js';
import { Link } from './link.js';

/** Who is signed in and what goes with that. */
export function UserMenu({ user }: { user: Me }) {
  const name = user.name ?? user.id;
  return (
    <Menu position="top-start" width={200}>
      <Menu.Target>
        <UnstyledButton style={{ display: 'flex', alignItems: 'center', gap: 8, padding: '4px 8px', borderRadius: 6, minWidth: 0, fontSize: 13 }}>
          <IconUserCircle size={18} stroke={1.6} aria-hidden />
          <span className="mw-cut">{name}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {name}, {user.role}
        </Menu.Label>
        <Menu.Item component="a" href="/docs" target="_blank" rel="noreferrer" leftSection={<IconBook size={15} />}>
          The API
        </Menu.Item>
        <Menu.Item component={Link} to="/doctor" leftSection={<IconStethoscope size={15} />}>
          Doctor
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={15} />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
