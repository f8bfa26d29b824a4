import { basename } from 'node:path';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Option, type Command } from 'commander';
import type { ChatMessage, ChatReply, ConfirmationCard } from '../../client/index.js';
import { ANSWER_KIND, MESSAGE_ENDED_KIND } from '../../contracts/chat.js';
import { fullId } from '../builds.js';
import { CliFailure, EXIT, usageFailure, type ExitCode } from '../failure.js';
import { recentChat, RECENT_MINUTES, rememberChat } from '../last-chat.js';
import { named } from '../named.js';
import { exitOfReply, worstOf } from '../outcome.js';
import { action, type ApiContext, type Scope } from '../scope.js';
import { cleanLine } from '../view/clean.js';
import { when } from '../view/time.js';
import { renderCard, renderReply } from '../view/chat.js';

interface ChatOptions {
  session?: string;
  continue?: boolean;
  new?: boolean;
  build?: string;
  repo?: string;
  attach?: string[];
  confirm?: string;
  yes?: boolean;
  json?: boolean;
}

const EXAMPLES = `
Examples:
  mw chat                                              a conversation; leave it with Ctrl-D
  mw chat "how far is int-code-7k2m9q"
  mw chat "deploy int-code-7k2m9q to staging"          shows what would be done, and asks
  mw chat --yes "stop int-code-7k2m9q"                 does it without asking
  mw chat --attach spec.md "build me what spec.md describes"
  mw chat "and what did it cost"                       goes on in the conversation of a moment ago
  mw chat --new "build me a REST API for tasks"        begins another
  mw chat -c "what did it cost"                        goes on in the one used last, in the page too, however long ago
  echo "how far is it" | mw chat --json

A message within ${RECENT_MINUTES} minutes goes on in the conversation that was had here, and says so on stderr. With --json each
command begins a new one, unless --session or --continue names one.

Exit codes: 0 answered or done, 1 it could not be answered or done, 3 something waits for your confirmation.`;

/** `mw chat`: ask about builds and have things done, in words. */
export function registerChat(program: Command, context: ApiContext): void {
  program
    .command('chat')
    .description('ask about builds, or say what should be done; nothing is done without your confirmation')
    .argument('[message...]', 'what you want to say; without it a conversation begins, or stdin is read')
    .option('-c, --continue', 'go on in the conversation that was used last, wherever and however long ago')
    .addOption(new Option('--session <id>', 'go on in this conversation').conflicts('continue'))
    .addOption(new Option('--new', 'begin a new conversation').conflicts(['continue', 'session', 'confirm']))
    .option('--build <id>', 'the build that is meant where none is named')
    .option('--repo <url>', 'the repository that "build me ..." works on')
    .option('--attach <file...>', 'files to give along')
    .addOption(new Option('--confirm <card>', 'carry out a card that was shown before, in this conversation or the one that --session or --continue names'))
    .option('-y, --yes', 'confirm what the message asks for without being asked')
    .option('--json', "print the API's answers, one a line")
    .addHelpText('after', EXAMPLES)
    .action(action(context, run));
}

async function run(scope: Scope, words: string[], options: ChatOptions): Promise<ExitCode> {
  const sessionId = await sessionOf(scope, options);
  const talk: Talk = { scope, options, sessionId, given: await givenOf(scope, options) };
  if (options.confirm !== undefined) return confirmGiven(talk, options.confirm);
  const message = words.join(' ').trim();
  if (message !== '') return say(talk, message);
  return scope.terminal.interactive && !options.json ? converse(talk) : sayAll(talk);
}

interface Talk {
  scope: Scope;
  options: ChatOptions;
  /** Null until something was said in a new one. */
  sessionId: string | null;
  /** What goes along with the first message. */
  given: { artifact_ids?: string[]; repo?: string; build_id?: string };
}

async function sessionOf(scope: Scope, options: ChatOptions): Promise<string | null> {
  const { client } = scope;
  if (options.session !== undefined) return options.session;
  if (!options.continue) return options.new || options.json ? null : goingOn(scope);
  const [last] = (await client.listSessions({ limit: 1 })).items;
  if (!last) throw new CliFailure('There is no conversation to go on in', { todo: 'Begin one: mw chat "how far is it"' });
  return last.id;
}

/** The conversation of a moment ago, which is said; null where there is none. */
async function goingOn({ context, client, say }: Scope): Promise<string | null> {
  const last = await recentChat(context.home, client);
  if (last) say(`going on in "${cleanLine(last.title, 60)}" (${when(last.usedAt)}); --new begins another conversation.`);
  return last?.id ?? null;
}

async function givenOf({ client }: Scope, { attach = [], repo, build }: ChatOptions): Promise<Talk['given']> {
  const ids: string[] = [];
  for (const path of attach) {
    const content = await readFile(path).catch((cause: unknown) => {
      throw new CliFailure(`${path} cannot be read`, { why: cause instanceof Error ? cause.message : String(cause), exit: EXIT.usage });
    });
    ids.push((await client.uploadArtifact(new File([content], basename(path)))).id);
  }
  return {
    ...(ids.length > 0 ? { artifact_ids: ids } : {}),
    ...(repo === undefined ? {} : { repo }),
    ...(build === undefined ? {} : { build_id: fullId(build) }),
  };
}

/** A conversation at the terminal, until its end of input. */
async function converse(talk: Talk): Promise<ExitCode> {
  const { terminal } = talk.scope;
  terminal.out(terminal.colors.dim('Ask about a build, or say what should be done ("help" tells more). Ctrl-D ends.'));
  for (;;) {
    const line = await terminal.ask(terminal.colors.bold('you> '), talk.scope.signal);
    if (line === null) return EXIT.done;
    if (/^(?:exit|quit|bye)$/i.test(line.trim())) return EXIT.done;
    if (line.trim() === '') continue;
    await say(talk, line).catch((error: unknown) => {
      // One refusal does not end a conversation.
      if (!(error instanceof CliFailure) || error.exit === EXIT.interrupted) throw error;
      talk.scope.say(error.message);
    });
  }
}

/** Each line of stdin is a message of one conversation. */
async function sayAll(talk: Talk): Promise<ExitCode> {
  let worst: ExitCode = EXIT.done;
  let count = 0;
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === '') continue;
    count += 1;
    worst = worstOf(worst, await say(talk, line));
  }
  if (count === 0) throw usageFailure('There is nothing to say', 'mw chat "<what you want>", or text on stdin');
  return worst;
}

/** Says one thing and shows the answer; asks whether a card should be carried out where somebody can be asked. */
async function say(talk: Talk, message: string): Promise<ExitCode> {
  const { scope, options } = talk;
  const posted = await scope.client.chat({ message, ...talk.given, ...(talk.sessionId === null ? {} : { session_id: talk.sessionId }) });
  const isNew = talk.sessionId === null;
  talk.sessionId = posted.session_id;
  talk.given = {};
  // What a program says is nobody's train of thought.
  if (!options.json) rememberChat(scope.context.home, posted.session_id);
  const reply = posted.reply.state === 'thinking' ? await written(scope, posted) : posted.reply;
  show(talk, { ...posted, reply, card: reply.card });
  if (isNew && !options.json && !scope.terminal.interactive)
    scope.say(`this is a new conversation (${cleanLine(posted.session_id, 60)}); the next mw chat "..." goes on in it.`);
  const code = exitOfReply(reply);
  return code === EXIT.waiting && reply.card ? decide(talk, reply.card) : code;
}

/** Follows an answer while a model writes it; its newest words stand on a line that passes. */
async function written({ patient, terminal, signal }: Scope, { session_id, reply }: ChatReply): Promise<ChatMessage> {
  for await (const { event, data } of patient.streamSession(session_id, {}, { signal })) {
    const told = data as { message_id?: string; text?: string; message?: ChatMessage };
    if (told.message_id !== reply.id) continue;
    if (event === ANSWER_KIND) terminal.passing(terminal.colors.dim(cleanLine(told.text, 400).slice(-(terminal.width - 4))));
    if (event === MESSAGE_ENDED_KIND && told.message) {
      terminal.passing('');
      return told.message;
    }
  }
  throw new CliFailure('The answer did not come', { todo: `mw chat --session ${session_id}` });
}

function show({ scope: { terminal }, options }: Talk, answer: ChatReply): void {
  if (options.json) return terminal.out(JSON.stringify(answer));
  for (const line of renderReply(answer.reply, terminal)) terminal.out(named(line));
  if (answer.card) for (const line of renderCard(answer.card, terminal)) terminal.out(line);
}

async function decide(talk: Talk, card: ConfirmationCard): Promise<ExitCode> {
  const { scope, options, sessionId } = talk;
  if (options.yes) return confirmGiven(talk, card.id, card.digest);
  if (!scope.terminal.interactive || options.json) {
    if (!options.json) scope.say(`Nothing was done. To do it: mw chat --session ${sessionId} --confirm ${card.id}`);
    return EXIT.waiting;
  }
  const answer = await scope.terminal.ask('Do it? [y/N] ', scope.signal);
  if (answer !== null && /^y(es)?$/i.test(answer.trim())) return confirmGiven(talk, card.id, card.digest);
  if (sessionId) await scope.client.postMessage(sessionId, { dismiss: card.id });
  scope.terminal.out('Put away; nothing was done.');
  return EXIT.done;
}

async function confirmGiven(talk: Talk, cardId: string, digest?: string): Promise<ExitCode> {
  if (talk.sessionId === null)
    throw usageFailure('--confirm needs the conversation of the card', 'mw chat --session <id> --confirm <card>, or -c for the one used last');
  const answer = await talk.scope.client.postMessage(talk.sessionId, { confirm: cardId, ...(digest === undefined ? {} : { digest }) });
  if (talk.options.json) talk.scope.terminal.out(JSON.stringify(answer));
  else for (const line of renderReply(answer.reply, talk.scope.terminal)) talk.scope.terminal.out(named(line));
  return EXIT.done;
}
