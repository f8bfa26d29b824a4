import type { Conversation } from '../conversation.js';
import { products } from '../products/index.js';
import { call, text, type Answer, type Mistake, type Reply, type ScriptedCall, type Trouble } from '../reply.js';
import { structuredAnswer } from './answers.js';
import type { Script } from './script.js';
import { servicePlan, serviceReply, serviceWork } from './service.js';
import { nextTurn, write, type Work } from './work.js';

/** `service` with every mistake in the book on the way, each once, never more than two of the model's own in a row. */
export const mistakes: Script = { reply: mistakesReply, mistakes: dueMistakes };

function mistakesReply(conversation: Conversation): Reply {
  const { task } = conversation;
  if (!task || conversation.schema) return structuredAnswer(conversation, servicePlan(conversation));
  if (task.id === 'store') return nextTurn(conversation, wrongStore(conversation));
  return nextTurn(conversation, serviceWork(conversation, task));
}

/** Fails its tests twice before it is right. */
function wrongStore(conversation: Conversation): Work {
  const { store, storeModule, brokenStores, runTests } = products[conversation.language];
  const module = (content: string | undefined): ScriptedCall[] => write({ [storeModule]: content ?? '' });
  const others = Object.fromEntries(Object.entries(store).filter(([path]) => path !== storeModule));
  return {
    turns: [
      module(brokenStores[0]),
      write(others),
      [call('note', { text: 'The store is written, its tests follow.' })],
      [call('run_command', { command: runTests })],
    ],
    repairs: [module(brokenStores[1]), module(store[storeModule])],
    summary: 'The store keeps items; its tests pass at last.',
  };
}

function dueMistakes(conversation: Conversation): Mistake[] {
  const { task, schema, step } = conversation;
  if (schema) return schemaMistakes(conversation)[schema.name] ?? [];
  return task ? (taskMistakes(conversation)[`${task.id}:${step}`] ?? []) : [];
}

function schemaMistakes(conversation: Conversation): Record<string, Mistake[]> {
  const plan = servicePlan(conversation);
  return {
    plan: [once('invalid json', text('Here is the plan: {"title": "x", "tasks": [{"id": store, }]')), once('cycle', text(JSON.stringify(cyclic(plan))))],
    architecture: [
      once('status 500', troubled({ kind: 'status', status: 500, message: 'internal error' })),
      once('wrong types', text('{"summary": 7, "files": "none"}')),
    ],
    retrospective: [once('status 503', troubled({ kind: 'status', status: 503, message: 'overloaded' })), once('prose', text('It went very well, thank you.'))],
    review: [once('cut at its length', { ...structuredAnswer(conversation, plan), trouble: { kind: 'length' } })],
    intent: [once('status 529', troubled({ kind: 'status', status: 529, message: 'overloaded' }))],
  };
}

function cyclic(plan: Record<string, unknown>): Record<string, unknown> {
  const tasks = Array.isArray(plan['tasks']) ? plan['tasks'] : [];
  return { ...plan, tasks: tasks.map((task, at) => (at === 0 ? { ...task, depends_on: ['docs'] } : task)) };
}

/** By task and step. Transport trouble comes first: it costs no turn. */
function taskMistakes(conversation: Conversation): Record<string, Mistake[]> {
  const { answer } = serviceReply(conversation);
  const uncounted: Answer = answer.kind === 'tools' ? { ...answer, counts: false } : answer;
  // Half an answer stays in the conversation; it must not count as the step.
  const right = (trouble: Trouble): Reply => ({ answer: trouble.kind === 'length' ? uncounted : answer, trouble });
  return {
    'store:0': [once('429', troubled({ kind: 'status', status: 429, message: 'slow down', retryAfter: '1' })), once('empty answer', text(''))],
    'store:1': [
      once('unknown tool', wrong([call('teleport', { to: 'production' })])),
      once('bad json arguments', wrong([call('write_file', '{"path": "a.txt", "content": ')])),
    ],
    'store:2': [
      once('path outside', wrong([call('write_file', { path: '../../etc/passwd', content: 'x' })])),
      once('wrong types', wrong([call('write_file', { path: 7, content: ['x'] })])),
    ],
    'store:3': [
      once('finish too early', wrong([call('finish', { summary: 'All done!' })])),
      once('huge output', wrong([call('run_command', { command: 'yes millwright | head -c 30000000' })])),
    ],
    'service:0': [
      once('cut stream', right({ kind: 'cut' })),
      once('cut at its length', right({ kind: 'length' })),
      once('slow first byte', right({ kind: 'slow' })),
    ],
    'service:1': [
      once('error in 200', troubled({ kind: 'error_in_200', message: 'upstream is busy' })),
      once(
        'doubled ids',
        wrong([
          { ...call('note', { text: 'one' }), id: 'twin' },
          { ...call('note', { text: 'two' }), id: 'twin' },
        ]),
      ),
      once(
        'no ids',
        wrong([
          { ...call('note', { text: 'three' }), id: null },
          { ...call('note', { text: 'four' }), id: null },
        ]),
      ),
    ],
    'docs:0': [
      once('status 503', troubled({ kind: 'status', status: 503, message: 'overloaded' })),
      once('only words', text('Sure! I will write the README now.')),
    ],
  };
}

function once(name: string, reply: Reply): Mistake {
  return { name, times: 1, reply };
}

function troubled(trouble: Trouble): Reply {
  return { answer: { kind: 'text', text: '' }, trouble };
}

/** A turn that the script does not count: after it comes what was due anyway. */
function wrong(calls: ScriptedCall[]): Reply {
  return { answer: { kind: 'tools', calls, counts: false } };
}
