import type { EventsOptions, NumberedEvent } from '../client/index.js';
import type { BuildEvent, ThinkingEvent } from '../contracts/events.js';
import { telling } from './client.js';
import { WATCH_PATIENCE_SECONDS, type Scope } from './scope.js';

/** An event as it arrives: numbered per build, without gaps. */
export type SeenEvent = BuildEvent & NumberedEvent;

export interface FollowOptions {
  /** The last event already seen; 0 reads from the beginning. */
  after?: number;
  /** Hears what is shown in passing: unnumbered, sometimes lost. */
  onThinking?: (event: ThinkingEvent) => void;
}

/** The events of a build in order, each exactly once, through restarts of the whole stack; ends after `build.ended`. */
export function followEvents(scope: Scope, buildId: string, { after, onThinking }: FollowOptions = {}): AsyncGenerator<SeenEvent, void, void> {
  const retry = telling(WATCH_PATIENCE_SECONDS, () => `The events of ${buildId} have stopped coming.`, scope.say);
  const onPassing: EventsOptions['onPassing'] = (event) => event.kind === 'thinking' && onThinking?.(event as unknown as ThinkingEvent);
  return scope.client.events<SeenEvent>(buildId, { after, retry, onPassing });
}
