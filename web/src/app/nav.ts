import {
  IconArchive,
  IconChecklist,
  IconFolder,
  IconHammer,
  IconMessage,
  IconPlus,
  IconRocket,
  IconSchool,
  IconSettings,
  type Icon,
} from '@tabler/icons-react';

export interface NavItem {
  to: string;
  label: string;
  icon: Icon;
  /** Second key after `g`. */
  key: string;
  /** Shows how much waits for a person. */
  counted?: boolean;
}

/** The app's places in the order of a person's day. */
export const NAV: readonly NavItem[] = [
  { to: '/', label: 'Builds', icon: IconHammer, key: 'b' },
  { to: '/new', label: 'New build', icon: IconPlus, key: 'n' },
  { to: '/approvals', label: 'Approvals', icon: IconChecklist, key: 'a', counted: true },
  { to: '/projects', label: 'Projects', icon: IconFolder, key: 'p' },
  { to: '/deployments', label: 'Deployments', icon: IconRocket, key: 'd' },
  { to: '/chat', label: 'Chat', icon: IconMessage, key: 'c' },
  { to: '/learning', label: 'Learning', icon: IconSchool, key: 'l' },
  { to: '/artifacts', label: 'Artifacts', icon: IconArchive, key: 'r' },
  { to: '/settings', label: 'Settings', icon: IconSettings, key: 's' },
];

/** Whether a place of the app is where a path is. */
export function isAt(item: NavItem, path: string): boolean {
  if (item.to === '/') return path === '/' || path.startsWith('/builds/');
  return path === item.to || path.startsWith(`${item.to}/`);
}
