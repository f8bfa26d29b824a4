/** The name of a step as words for people: `designArchitecture` is `design architecture`. Pure. */
export function workWords(what: string): string {
  return what === 'work' ? 'a step of the agent' : what.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
