import { named } from '../named.js';

const NO_ID = /missing required argument 'id'/;
const SUGGESTED = /\(Did you mean (one of )?([a-z][a-z, -]*)\?\)/;

/** What the parser says of wrong use, in the words of a person: every `<id>` is a build's. */
export function usageWords(text: string): string {
  return text.replace(NO_ID, () => named('give the id of a build; `mw status` lists them'));
}

/** The same of a name that is no command: what was meant is shown as it is typed. */
export function unknownWords(text: string): string {
  return text.replace(SUGGESTED, (_all, several: string | undefined, names: string) => {
    const commands = names.split(', ').map((name) => `mw ${name}`);
    return named(`(Did you mean ${several ?? ''}${commands.join(', ')}?)`);
  });
}
