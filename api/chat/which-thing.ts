import { words, type RuleReply } from './reply.js';

// A sentence that is offered again has to be read at a glance.
const OFFERED_CHARS_MAX = 100;
const KINDS = ['REST API', 'website', 'command-line tool', 'library'];

/** Asks back what was wanted, instead of a build that nobody meant. `other`: it is plainly no software. */
export function whichThingReply({ description, other }: { description: string; other: boolean }): RuleReply {
  const thing = description.replaceAll(/\s+/g, ' ').trim();
  const reply = { buildId: null, citations: [] };
  if (other)
    return {
      ...reply,
      text: `I build software: services, websites, command-line tools, libraries. "${words(thing, OFFERED_CHARS_MAX)}" is none of these, so nothing was begun. If a program should do something with it, say what the program does: "build me a command-line tool that ...".`,
      suggestions: ['build me a REST API for tasks in Python', 'what can you do'],
    };
  return {
    ...reply,
    text: `What kind of software should "${words(thing, OFFERED_CHARS_MAX)}" be: a service with an API, a website, a command-line tool or a library? Nothing was begun yet.`,
    suggestions: thing.length > OFFERED_CHARS_MAX ? ['what can you do'] : KINDS.map((kind) => `build me a ${kind}: ${thing}`),
  };
}
