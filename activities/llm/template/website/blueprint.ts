import { notBuiltRisks } from '../../../../contracts/not-built.js';
import type { Blueprint } from '../blueprint.js';
import { generatedNote } from '../rest/readme.js';
import { MADE_BY, markdown } from '../source.js';
import { type Language, LANGUAGES } from '../spec.js';
import type { Understood, Wish } from '../wish.js';
import { askedIn } from '../parse/asked.js';
import { optionPage, sitePage, styleSheet } from './page.js';
import { PYTHON_SITE } from './python.js';
import { readSite, sectionsLine, type Site, SITE_CHANGES } from './site.js';
import { themeIn, THEMES, type Theme } from './themes.js';
import { TYPESCRIPT_SITE } from './typescript.js';

const KITS: Partial<Record<Language, typeof PYTHON_SITE>> = { python: PYTHON_SITE, typescript: TYPESCRIPT_SITE };
/** What sites are written in; the first one where nobody asks for another. */
export const SITE_LANGUAGES: readonly Language[] = LANGUAGES.filter((language) => KITS[language] !== undefined);
/** Where the engine keeps the option a person chose. */
const CHOSEN_PAGE = 'docs/ux.html';

/** A small static site with three looks to choose from; null when the words ask for more than that. */
export function websiteBlueprint(wish: Wish): Understood | null {
  const site = readSite(wish.description, wish.title, wish.requirements, askedIn(wish.feedback).changes);
  if (!site || !KITS[wish.language]) return null;
  const blueprint = blueprintFor(site, wish.language, THEMES[0]!);
  const foreign = wish.requirements.filter((line) => !blueprint.requirements.includes(line));
  return { blueprint, foreign, unheard: site.unheard, examples: SITE_CHANGES };
}

function blueprintFor(site: Site, language: Language, theme: Theme): Blueprint {
  const kit = KITS[language] ?? PYTHON_SITE;
  const sections = site.sections.map(({ heading }) => heading).join(', ');
  const requirements = [
    sectionsLine(site.sections),
    'It works without scripts, on narrow and wide screens, and loads nothing from elsewhere',
    'It follows the option that was chosen of three',
    `A server in ${kit.label} sends it, and nothing but the files in site/; GET /health tells that it is up`,
  ];
  return {
    title: site.title,
    summary: `A static site with the sections ${sections}, and a small server for it in ${kit.label}, on the standard library only`,
    language,
    requirements,
    stack: kit.stack,
    risks: [...notBuiltRisks(site.ignored), 'The texts are a frame: write your own words into site/index.html'],
    assumptions: ['The page is in English', 'One page is enough'],
    tasks: [
      {
        id: 'page',
        goal: `The page as chosen, with the sections ${sections}, and its style`,
        role: 'frontend-developer',
        depends_on: [],
        symbols: [],
        complexity: 1,
        files: [...kit.page, { path: 'site/index.html', content: sitePage(site, theme) }, { path: 'site/style.css', content: styleSheet(theme) }],
      },
      {
        id: 'server',
        goal: 'The server that sends the site; with tests over HTTP',
        role: 'backend-developer',
        depends_on: ['page'],
        symbols: ['main'],
        complexity: 1,
        files: kit.server,
      },
    ],
    docs: [{ path: 'README.md', content: readme(site, kit) }, ...kit.docs, { path: 'GENERATED.md', content: generatedNote(site.name, site.ignored) }],
    architecture: [{ path: 'docs/architecture.md', content: architecture(site, kit) }],
    reusable: ['a server that sends a fixed set of files and nothing else'],
    options: THEMES.map((one) => ({ title: one.title, summary: one.summary, html: optionPage(site, one) })),
    follows: { path: CHOSEN_PAGE, variant: (chosen) => blueprintFor(site, language, themeIn(chosen)) },
  };
}

function readme(site: Site, kit: typeof PYTHON_SITE): string {
  return `# ${markdown(site.name)}

${MADE_BY}

A page and a small server for it, on the standard library of ${kit.label} only.

## Run

    ${kit.start}

It listens on HOST (default 127.0.0.1, this machine only; 0.0.0.0 for all addresses) and PORT (default 8080). In a container:

    docker build -t site .
    docker run -p 8080:8080 site

## Change

The words are in \`site/index.html\`, the look in \`site/style.css\`. Pictures go into \`site/\` as well. Restart the server afterwards.

## Test

    ${kit.test}
`;
}

function architecture(site: Site, kit: typeof PYTHON_SITE): string {
  return `# Architecture of ${markdown(site.name)}

${MADE_BY}

- \`site/\`: the page and its style, without scripts and without anything from elsewhere. It follows the option in \`${CHOSEN_PAGE}\`.
- a server in ${kit.label}, on the standard library: it reads \`site/\` when it starts and sends those files only, so that no path can lead out of it.

Sections: ${site.sections.map(({ heading }) => markdown(heading)).join(', ')}.
`;
}
