/** Text of models and people reaches a markdown page: nothing in it may become a link, an image or HTML. */
export function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>#|!]/g, '\\$&');
}
