import type { Command } from 'commander';

/** What can be typed behind one command, from commander's own tree. */
export interface Place {
  /** `build`, or `workspace list` for a command of a command; '' is the program itself. */
  path: string;
  description: string;
  /** Names of commands below it. */
  commands: { name: string; description: string }[];
  options: OptionPlace[];
  /** Words of its arguments that are choices. */
  words: string[];
  /** It takes the id of a build. */
  takesBuild: boolean;
}

export interface OptionPlace {
  short: string | null;
  long: string;
  description: string;
  takesValue: boolean;
  choices: string[];
}

/** The program and every command below it, hidden ones left out. */
export function placesOf(command: Command, path = ''): Place[] {
  // `_hidden` is commander's mark; it has no reader for it.
  const below = command.commands.filter((each) => !(each as unknown as { _hidden?: boolean })._hidden);
  const args = command.registeredArguments;
  const place: Place = {
    path,
    description: command.description(),
    commands: below.map((each) => ({ name: each.name(), description: each.description() })),
    options: command.options.filter(({ hidden }) => !hidden).map(optionOf),
    words: args.flatMap(({ argChoices }) => argChoices ?? []),
    takesBuild: args.some(({ description }) => /^id of (a build|the other)/.test(description)),
  };
  return [place, ...below.flatMap((each) => placesOf(each, path === '' ? each.name() : `${path} ${each.name()}`))];
}

function optionOf({ short, long, description, required, optional, argChoices }: Command['options'][number]): OptionPlace {
  return { short: short ?? null, long: long ?? short ?? '', description, takesValue: required || optional, choices: argChoices ?? [] };
}

/** Every option of a place as it is typed. */
export function flagsOf(place: Place): string[] {
  return [...place.options.flatMap(({ short, long }) => [...(short && short !== long ? [short] : []), long]), '--help'];
}

/** One word for a POSIX shell. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
