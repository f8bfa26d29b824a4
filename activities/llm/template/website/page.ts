import { MADE_BY, plain } from '../source.js';
import type { Site } from './site.js';
import type { Theme } from './themes.js';

/** Text inside an element or an attribute: nothing in it can become markup. */
export function html(text: string): string {
  const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return plain(text, 2_000).replace(/[&<>"']/g, (character) => names[character] ?? '');
}

function body(site: Site): string {
  const links = site.sections.map(({ id, heading }) => `<a href="#${id}">${html(heading)}</a>`).join('\n      ');
  const sections = site.sections
    .map(({ id, heading, text }) => `      <section id="${id}">\n        <h2>${html(heading)}</h2>\n        <p>${html(text)}</p>\n      </section>`)
    .join('\n');
  return `  <body>
    <header>
      <h1>${html(site.name)}</h1>
      <p>${html(site.tagline)}</p>
    </header>
    <nav aria-label="Sections">
      ${links}
    </nav>
    <main>
${sections}
    </main>
    <footer>${html(MADE_BY)}</footer>
  </body>`;
}

function head(site: Site, theme: Theme, style: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="design" content="${theme.name}">
    <meta name="description" content="${html(site.tagline)}">
    <title>${html(site.name)}</title>
    ${style}
  </head>
`;
}

/** The page of the site, with its style beside it. */
export function sitePage(site: Site, theme: Theme): string {
  return `${head(site, theme, '<link rel="stylesheet" href="/style.css">')}${body(site)}\n</html>\n`;
}

/** The same as one file, to choose from. */
export function optionPage(site: Site, theme: Theme): string {
  return `${head(site, theme, `<style>${theme.css}</style>`)}${body(site)}\n</html>\n`;
}

/** One rule a line: what people change. */
export function styleSheet(theme: Theme): string {
  return `/* ${theme.title}: ${theme.summary} */\n${theme.css.replaceAll('}', '}\n')}`;
}
