/** What people and other systems are told of a build's events: pure, free of I/O. */
import type { CommitResult } from './commit-result.js';
import type { BuildEvent } from './events.js';

/** By what a person can do about it. */
export const NOTIFICATION_KINDS = [
  'plan_ready',
  'input_needed',
  'build_ready',
  'deployment',
  'retrospective_ready',
  'build_ended',
  'webhook_disabled',
] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];
export type DeliveryState = 'pending' | 'delivered' | 'failed';

export interface NotificationDraft {
  kind: NotificationKind;
  title: string;
  text: string;
  subjectDigest: string | null;
  data: Record<string, unknown>;
}

/** What a webhook is sent. */
export interface WebhookBody {
  event: string;
  build_id: string | null;
  title: string | null;
  seq: number | null;
  /** ISO time of the event. */
  at: string;
  data: Record<string, unknown>;
}

// One line of a list, and what a browser's notification shows.
const TEXT_CHARS_MAX = 300;

/** The notification that an event is worth; null for most. `title` is the build's. */
export function notificationOf(event: BuildEvent, title: string): NotificationDraft | null {
  switch (event.kind) {
    case 'gate.opened':
      return openedWait(event, title);
    case 'question':
      return draft('input_needed', `Question of ${title}`, event.question, { wait: 'question' }, event.subject_digest);
    case 'deploy.started':
      return draft('deployment', `Deploying to ${event.environment}: ${title}`, '', { environment: event.environment, status: 'started' });
    case 'deploy.ended':
      return draft('deployment', deployTitle(event, title), event.url ?? event.detail ?? event.status, {
        environment: event.environment,
        status: event.status,
        url: event.url,
      });
    case 'retrospective':
      return draft('retrospective_ready', `Retrospective: ${title}`, event.summary);
    case 'build.ended':
      return draft(
        'build_ended',
        `${event.status === 'completed' ? 'Complete' : event.status === 'failed' ? 'Failed' : 'Stopped'}: ${title}`,
        event.failure?.detail ?? '',
        {
          status: event.status,
        },
      );
    default:
      return null;
  }
}

function openedWait({ gate, wait, summary, subject_digest }: Extract<BuildEvent, { kind: 'gate.opened' }>, title: string): NotificationDraft {
  const data = { wait, gate };
  if (wait === 'plan') return draft('plan_ready', `Plan to approve: ${title}`, summary, data, subject_digest);
  if (wait === 'deploy') return draft('build_ready', `Ready to deploy: ${title}`, summary, data, subject_digest);
  return draft('input_needed', `Your decision: ${title}`, summary, data, subject_digest);
}

function deployTitle({ status, environment }: Extract<BuildEvent, { kind: 'deploy.ended' }>, title: string): string {
  if (status === 'live') return `Live on ${environment}: ${title}`;
  return status === 'rolled_back' ? `Back to the version before on ${environment}: ${title}` : `Not deployed to ${environment}: ${title}`;
}

function draft(
  kind: NotificationKind,
  title: string,
  text: string,
  data: Record<string, unknown> = {},
  subjectDigest: string | null = null,
): NotificationDraft {
  return { kind, title: cut(title), text: cut(text), subjectDigest, data };
}

function cut(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return (line.length > TEXT_CHARS_MAX ? `${line.slice(0, TEXT_CHARS_MAX - 1)}…` : line).toWellFormed();
}

/** The names of spec.md section 8 by which others hear of events; kinds without a name are not told. */
const PUBLIC_NAMES: Partial<Record<BuildEvent['kind'], string>> = {
  'build.ended': 'coding.build.ended',
  'status.changed': 'coding.build.status',
  'plan.ready': 'coding.plan.ready',
  'plan.edited': 'coding.plan.edited',
  'gate.opened': 'coding.gate.opened',
  'gate.passed': 'coding.gate.passed',
  'gate.decided': 'coding.gate.decided',
  question: 'coding.gate.question',
  'task.started': 'coding.subagent.started',
  'task.ended': 'coding.subagent.ended',
  'checks.ended': 'coding.checks.ended',
  merged: 'coding.commit.result',
  'deploy.started': 'coding.deploy.started',
  'deploy.step': 'coding.deploy.step',
  'deploy.ended': 'coding.deploy.ended',
  retrospective: 'coding.retrospective.ready',
};

/** Sent when a person tries a webhook. */
export const PING_EVENT = 'coding.ping';
export const PUBLIC_EVENTS: readonly string[] = Object.values(PUBLIC_NAMES);

export function publicName(kind: string): string | null {
  return Object.hasOwn(PUBLIC_NAMES, kind) ? (PUBLIC_NAMES[kind as BuildEvent['kind']] ?? null) : null;
}

/** What others are told of an event: what it says, but of a merge the result they know by its own names. */
export function publicData(event: BuildEvent): Record<string, unknown> {
  if (event.kind !== 'merged') {
    const { kind: _kind, ...data } = event;
    return data;
  }
  const { task, commit, branch = 'main', notes = '' } = event;
  return { task_id: task, commit_sha: commit, status: 'merged', branch_name: branch, notes } satisfies CommitResult;
}

/** Whether a webhook's patterns name this event: the name itself, `coding.plan.*`, or `*`. */
export function isAskedFor(patterns: readonly string[], event: string): boolean {
  return (
    event === PING_EVENT ||
    patterns.some((pattern) => pattern === '*' || pattern === event || (pattern.endsWith('.*') && event.startsWith(pattern.slice(0, -1))))
  );
}
