import type { OptionPlace, Place } from './tree.js';

/** A completion script for fish. */
export function fishScript(places: Place[]): string {
  const lines = places.flatMap((place) => [
    ...place.commands.map((each) => commandLine(place, each)),
    ...place.options.map((each) => optionLine(place, each)),
    ...argumentLines(place),
  ]);
  return `# fish completion of mw: mw completion fish > ~/.config/fish/completions/mw.fish
complete -c mw -f
${lines.join('\n')}
`;
}

/** True where exactly the commands of this place were typed. */
function at({ path, commands }: Place): string {
  const below = commands.map(({ name }) => name).join(' ');
  const not = below === '' ? '' : `; and not __fish_seen_subcommand_from ${below}`;
  if (path === '') return quote('__fish_use_subcommand');
  return quote(
    `${path
      .split(' ')
      .map((word) => `__fish_seen_subcommand_from ${word}`)
      .join('; and ')}${not}`,
  );
}

function commandLine(place: Place, { name, description }: Place['commands'][number]): string {
  return `complete -c mw -n ${at(place)} -a ${quote(name)} -d ${quote(description)}`;
}

function optionLine(place: Place, { short, long, description, takesValue, choices }: OptionPlace): string {
  const flags = [...(short && short !== long ? [`-s ${short.slice(1)}`] : []), long.startsWith('--') ? `-l ${long.slice(2)}` : `-s ${long.slice(1)}`];
  const value = !takesValue ? '' : choices.length > 0 ? ` -x -a ${quote(choices.join(' '))}` : ' -r -F';
  return `complete -c mw -n ${at(place)} ${flags.join(' ')}${value} -d ${quote(description)}`;
}

function argumentLines(place: Place): string[] {
  const words = place.words.length > 0 ? [`complete -c mw -n ${at(place)} -a ${quote(place.words.join(' '))}`] : [];
  return place.takesBuild ? [...words, `complete -c mw -n ${at(place)} -a '(mw completion --builds 2>/dev/null)'`] : words;
}

/** One word for fish, whose quotes know two escapes. */
function quote(text: string): string {
  return `'${text.replaceAll('\\', String.raw`\\`).replaceAll("'", String.raw`\'`)}'`;
}
