import { quote, type OptionPlace, type Place } from './tree.js';

/** A completion script for zsh, built on its own _arguments and _describe. */
export function zshScript(places: Place[]): string {
  return `#compdef mw
# zsh completion of mw. Put it into a folder of $fpath: mw completion zsh > ~/.zsh/completions/_mw
_mw_builds() {
  local -a builds
  builds=(\${(f)"$("\${words[1]}" completion --builds 2>/dev/null)"})
  compadd -a builds
}
_mw() {
  local place='' word i
  for ((i = 2; i < CURRENT; i++)); do
    word=\${words[i]}
    case "$place/$word" in
${places.flatMap(({ path, commands }) => commands.map(({ name }) => `      ${quote(`${path}/${name}`)}) place=${quote(path === '' ? name : `${path} ${name}`)} ;;`)).join('\n')}
    esac
  done
  case "$place" in
${places.map(placeText).join('\n')}
  esac
}
compdef _mw mw
`;
}

function placeText(place: Place): string {
  const options = place.options.flatMap((option) => optionLines(option));
  const rest = place.takesBuild ? `'*:build:_mw_builds'` : place.words.length > 0 ? quote(`*:word:(${place.words.join(' ')})`) : `'*:file:_files'`;
  const ownArguments = `_arguments ${[...options, rest].join(' ')}`;
  if (place.commands.length === 0) return `    ${quote(place.path)}) ${ownArguments} ;;`;
  const names = place.commands.map(({ name, description }) => quote(`${name}:${description}`)).join(' ');
  return `    ${quote(place.path)}) local -a commands; commands=(${names})
      if [[ $PREFIX == -* ]]; then ${ownArguments}; else _describe command commands; fi ;;`;
}

function optionLines({ short, long, description, takesValue, choices }: OptionPlace): string[] {
  const label = description.replaceAll(/[[\]:]/g, ' ');
  const value = takesValue ? `:value:${choices.length > 0 ? `(${choices.join(' ')})` : '_files'}` : '';
  return [...new Set([short, long])].filter((flag) => flag !== null).map((flag) => quote(`${flag}[${label}]${value}`));
}
