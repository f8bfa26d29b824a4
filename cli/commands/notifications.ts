import type { Command } from 'commander';
import { PAGE } from '../builds.js';
import { EXIT, usageFailure, type ExitCode } from '../failure.js';
import { named } from '../named.js';
import { action, type ApiContext, type Scope } from '../scope.js';
import { renderNotifications } from '../view/notifications.js';

interface NotificationsOptions {
  all?: boolean;
  read?: boolean | string[];
  json?: boolean;
}

const EXAMPLES = `
Examples:
  mw notifications              what is unread: plans to approve, questions, builds that are ready
  mw notifications --all        the read ones too
  mw notifications --read       all of them are read now
  mw notifications --read 4 7   these are

Webhooks send the same to a program of yours: docs/api.md, createWebhook.`;

/** `mw notifications`: what happened while nobody looked. */
export function registerNotifications(program: Command, context: ApiContext): void {
  program
    .command('notifications')
    .description('what happened while you were away, and what waits for you')
    .option('-a, --all', 'the read ones too')
    .option('--read [ids...]', 'mark them as read: these, or all that are listed')
    .option('--json', "print the API's answer")
    .addHelpText('after', EXAMPLES)
    .action(action(context, run));
}

async function run(scope: Scope, { all, read, json }: NotificationsOptions): Promise<ExitCode> {
  const { client, terminal } = scope;
  if (Array.isArray(read)) return mark(scope, read.map(numberOf), json);
  const answer = await client.listNotifications({ limit: PAGE, ...(all || read ? {} : { status: 'unread' as const }) });
  // Up to the newest that was listed: what came since stays unread.
  if (read) return mark(scope, answer.items.map(({ id }) => id).slice(0, 1), json, true);
  if (json) terminal.out(JSON.stringify(answer));
  else for (const line of renderNotifications(answer.items, terminal)) terminal.out(named(line));
  return EXIT.done;
}

async function mark({ client, terminal }: Scope, ids: number[], json = false, upTo = false): Promise<ExitCode> {
  const [first] = ids;
  const marked = first === undefined ? { unread: 0 } : await client.markNotifications(upTo ? { up_to: first } : { ids });
  terminal.out(json ? JSON.stringify(marked) : `${marked.unread} unread.`);
  return EXIT.done;
}

function numberOf(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw usageFailure(`${JSON.stringify(text)} is no number of a notification`, 'mw notifications lists them with their numbers');
}
