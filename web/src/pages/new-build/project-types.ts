import { IconApi, IconBooks, IconBug, IconRefresh, IconServerCog, IconSparkles, IconTerminal2, IconWorld, type Icon } from '@tabler/icons-react';
import type { Intent } from '../../../../client/index.js';

export type ProjectType = NonNullable<Intent['project_type']>;

export interface ProjectTypeInfo {
  value: ProjectType;
  label: string;
  hint: string;
  icon: Icon;
  /** It changes something that exists: a repository helps. */
  onExisting: boolean;
  examples: string[];
}

/** The eight kinds of work, with descriptions that a planner can do something with. */
export const PROJECT_TYPES: readonly ProjectTypeInfo[] = [
  {
    value: 'api',
    label: 'API',
    hint: 'A service others call',
    icon: IconApi,
    onExisting: false,
    examples: [
      'A REST API for tasks in Python. Each task has a title, a status (open or done) and a due date. Titles have 1 to 200 characters. List, filter by status, mark as done. Data survives a restart.',
      'A REST API for houseplants in TypeScript: each plant has a name, a species, a watering interval in days between 1 and 60, and the date it was last watered.',
    ],
  },
  {
    value: 'website',
    label: 'Website',
    hint: 'Pages people look at',
    icon: IconWorld,
    onExisting: false,
    examples: [
      'A guest book: visitors leave a name and a message, the newest first, 20 a page. An owner can hide entries.',
      'A booking page for a hair salon: pick a service, a day and a free hour, leave a name and phone number.',
    ],
  },
  {
    value: 'cli',
    label: 'Command line',
    hint: 'A tool for terminals',
    icon: IconTerminal2,
    onExisting: false,
    examples: [
      'A command that reads a CSV file and prints the sum and mean of each numeric column. Bad rows are counted and named.',
      'A command that finds duplicate files below a folder by content and prints them as groups, largest first.',
    ],
  },
  {
    value: 'library',
    label: 'Library',
    hint: 'Code others import',
    icon: IconBooks,
    onExisting: false,
    examples: [
      'A Python library that parses durations like "1h 30m" to seconds and back, with clear errors.',
      'A TypeScript library for a token bucket rate limiter without dependencies; the clock can be replaced in tests.',
    ],
  },
  {
    value: 'feature',
    label: 'Feature',
    hint: 'Something new in a repository',
    icon: IconSparkles,
    onExisting: true,
    examples: ['Add rate limiting to every route: 60 requests a minute and address; 429 with Retry-After beyond that.'],
  },
  {
    value: 'bug_fix',
    label: 'Bug fix',
    hint: 'Make it do what it should',
    icon: IconBug,
    onExisting: true,
    examples: [
      'Totals are wrong by a cent when an order has a discount: 3 x 9.99 with 10 % gives 26.98, it should be 26.97. Write a test that shows it first.',
    ],
  },
  {
    value: 'refactor',
    label: 'Refactor',
    hint: 'Better inside, same outside',
    icon: IconRefresh,
    onExisting: true,
    examples: ['Split the class OrderService: pricing, stock and mail become modules of their own. No test may change.'],
  },
  {
    value: 'infrastructure',
    label: 'Infrastructure',
    hint: 'How it runs',
    icon: IconServerCog,
    onExisting: false,
    examples: ['A health endpoint, structured JSON logs and graceful shutdown for the service, with a smoke test of each.'],
  },
];

export function infoOf(type: ProjectType): ProjectTypeInfo {
  return PROJECT_TYPES.find(({ value }) => value === type) ?? (PROJECT_TYPES[0] as ProjectTypeInfo);
}
