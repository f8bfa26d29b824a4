/** How people call what became of a deployment; any other status is called by its name. Pure. */
const WORDS: Readonly<Record<string, string>> = {
  superseded: 'replaced',
  // Not by a person: it did not become healthy, and the version before serves on.
  rolled_back: 'not healthy, undone',
};

export function deploymentWords(status: string): string {
  return (Object.hasOwn(WORDS, status) ? WORDS[status] : undefined) ?? status.replaceAll('_', ' ');
}
