/** What the smoke project does: enough to be type-checked, tested and measured. */
export function greet(name: string): string {
  if (name === '') throw new RangeError('a name is needed');
  return `Hello, ${name}!`;
}
