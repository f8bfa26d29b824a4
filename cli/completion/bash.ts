import { flagsOf, quote, type Place } from './tree.js';

/** A completion script for bash 3.2 or newer, which needs nothing else installed. */
export function bashScript(places: Place[]): string {
  return `# bash completion of mw. Use it in this shell: source <(mw completion bash)
# For good: mw completion bash > ~/.local/share/bash-completion/completions/mw
_mw() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} place='' word words='' i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case "$place/$word" in
${places.flatMap(steps).join('\n')}
    esac
  done
  case "$place/$prev" in
${places.flatMap(values).join('\n')}
  esac
  case "$place" in
${places.map(wordsOf).join('\n')}
  esac
  [ -n "$words" ] && COMPREPLY=($(compgen -W "$words" -- "$cur"))
  return 0
}
# Without a match of ours: files, as usual.
complete -o default -F _mw mw
`;
}

/** How a command leads from its parent's place to its own. */
function steps({ path, commands }: Place): string[] {
  return commands.map(({ name }) => `      ${quote(`${path}/${name}`)}) place=${quote(path === '' ? name : `${path} ${name}`)} ;;`);
}

/** What may follow an option that takes a value: its choices, else a file or words of one's own. */
function values({ path, options }: Place): string[] {
  return options
    .filter(({ takesValue }) => takesValue)
    .map(({ short, long, choices }) => {
      const typed = [...new Set([short, long])].filter((flag) => flag !== null).map((flag) => quote(`${path}/${flag}`));
      const then = choices.length > 0 ? `COMPREPLY=($(compgen -W ${quote(choices.join(' '))} -- "$cur")); return 0` : 'return 0';
      return `    ${typed.join(' | ')}) ${then} ;;`;
    });
}

function wordsOf(place: Place): string {
  const names = quote([...place.commands.map(({ name }) => name), ...place.words].join(' '));
  const builds = place.takesBuild ? '" $("${COMP_WORDS[0]}" completion --builds 2>/dev/null)"' : '';
  return `    ${quote(place.path)}) if [[ $cur == -* ]]; then words=${quote(flagsOf(place).join(' '))}; else words=${names}${builds}; fi ;;`;
}
