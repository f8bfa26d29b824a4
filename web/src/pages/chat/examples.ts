/** What can be said, by where the newest build stands. Pure. */
import type { ActiveBuild } from '../../../../client/index.js';
import { sentence } from '../../ui/format.js';

export interface Example {
  /** One that ends in a space is a beginning, to be ended by whoever says it. */
  say: string;
  about: string;
}

const BEGIN = { say: 'build me ', about: 'begins a build; its plan waits for you' };

const ENDED: ReadonlySet<string> = new Set(['completed', 'failed', 'stopped']);
// Past the test phase.
const TESTED: ReadonlySet<string> = new Set(['documenting', 'ready', 'deploying', 'completed']);

/** Sentences about the newest build, or to begin the first one. */
export function examplesFor(build: Pick<ActiveBuild, 'id' | 'title' | 'status' | 'waiting_for' | 'live'> | undefined): Example[] {
  if (!build)
    return [
      { say: 'build me a REST API for tasks in Python', about: BEGIN.about },
      { say: 'help', about: 'what else can be said' },
    ];
  const { id, title, status, waiting_for: wait, live } = build;
  return [
    ...(ENDED.has(status)
      ? [{ say: `what was built in ${id}`, about: sentence(title) }]
      : [
          { say: `how far is ${id}`, about: sentence(title) },
          { say: `what is ${id} doing`, about: 'the task, and the last step of it' },
        ]),
    // Offered where something did fail; elsewhere the question would tell a wrong story.
    ...(status === 'failed' ? [{ say: `why did the tests of ${id} fail`, about: 'reads what the checks found' }] : []),
    ...(TESTED.has(status) ? [{ say: `did the tests of ${id} pass`, about: 'reads what the checks found' }] : []),
    { say: `what did ${id} cost`, about: 'by model and purpose' },
    ...(wait?.kind === 'deploy' ? [{ say: `deploy ${id} to ${live.includes('staging') ? 'production' : 'staging'}`, about: 'asks you to confirm' }] : []),
    BEGIN,
    { say: 'what can you do', about: 'everything that can be said' },
  ];
}
