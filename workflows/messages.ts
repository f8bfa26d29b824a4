import { ApplicationFailure, log, uuid4 } from '@temporalio/workflow';
import type { DecisionBase } from '../contracts/messages.js';
import type { Refusal } from './build-state.js';
import type { Inbox } from './inbox.js';

/** What handlers need to judge and answer a message; the Temporal Web UI sends whatever a person typed. */

export function refuseWith(refusal: Refusal | null): void {
  if (refusal) throw ApplicationFailure.nonRetryable(refusal.detail, refusal.code);
}

/** Refuses an update whose message is not what the API would send: thrown in a handler it would block the workflow. */
export function mustFit<Message extends DecisionBase>(message: Message | undefined | null, fits: (message: Message) => boolean): void {
  if (typeof message === 'object' && message !== null && isText(message.decisionId) && isText(message.userId) && fits(message)) return;
  throw ApplicationFailure.nonRetryable(
    'the message needs decisionId, userId and its own fields; the API, the CLI and the signals of the same names fill them in',
    'INVALID_INPUT',
  );
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** A list of texts, or nothing. */
export function isTexts(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.every(isText));
}

export function isOptional(value: unknown, type: 'string' | 'number'): boolean {
  return value === undefined || value === null || typeof value === type;
}

/** Whether what a signal's input became can be used: texts that say something, and money. */
export function usableDetails(details: object): boolean {
  return Object.entries(details).every(([field, value]) => (field === 'budgetUsd' ? isMoney(value) : isText(value)));
}

/** Dollars a budget can be: more than nothing, less than a column holds. */
function isMoney(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value < 1e8;
}

export function signalBase(): DecisionBase {
  return { decisionId: uuid4(), userId: 'temporal-ui' };
}

export function ignore(inbox: Inbox, name: string, detail: string): void {
  log.info('a signal was ignored', { name, detail });
  // A flood of signals must not become a flood of rows.
  if (inbox.ignored.length < 20) inbox.ignored.push({ id: uuid4(), text: `the signal ${name} was ignored: ${detail}` });
}

/** The text of a signal's input: the input itself, or its field. */
export function textOf(input: unknown, field?: string): string {
  if (typeof input === 'string') return field === undefined || field === 'digest' || field === 'environment' ? input.trim() : '';
  if (typeof input === 'object' && input !== null && field && field in input) {
    const value = (input as Record<string, unknown>)[field];
    return typeof value === 'string' ? value.trim() : '';
  }
  return '';
}
