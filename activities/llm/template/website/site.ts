import { plain } from '../source.js';
import { capitalised, titleFrom } from '../title.js';
import type { Unheard } from '../parse/asked.js';
import { isToldAlready } from '../parse/features.js';
import { unmade } from '../parse/feedback.js';
import { splitItems } from '../parse/items.js';
import { withoutLanguage } from '../parse/language.js';

/** What the words say of a small static site. */
export interface Site {
  /** What the project is called. */
  title: string;
  /** Of the browser's tab and the first heading. */
  name: string;
  /** One sentence under it: the person's own words. */
  tagline: string;
  sections: Section[];
  /** Wishes that are not built. */
  ignored: string[];
  /** Changes that were asked for and are not made. */
  unheard: Unheard[];
}

export interface Section {
  /** For links: only [a-z-]. */
  id: string;
  heading: string;
  text: string;
}

interface Known {
  id: string;
  words: RegExp;
  heading: string;
  text: string;
}

const EDIT = 'Write your own words here: this section stands in site/index.html.';
const KNOWN: readonly Known[] = [
  { id: 'about', words: /\babout\b|\bbiograph|\bstory\b|\bwho (?:we|i) (?:are|am)\b/i, heading: 'About', text: `Who we are and what we care for. ${EDIT}` },
  { id: 'menu', words: /\bmenus?\b|\bdishes\b/i, heading: 'Menu', text: `What there is to eat and drink. ${EDIT}` },
  {
    id: 'services',
    words: /\bservices\b|\bservice (?:section|page|list|overview)|\bwhat (?:we|i) (?:do|offer)\b/i,
    heading: 'Services',
    text: `What we do for you. ${EDIT}`,
  },
  { id: 'products', words: /\bproducts?\b|\bcatalog(?:ue)?\b/i, heading: 'Products', text: `What we make. ${EDIT}` },
  { id: 'work', words: /\bportfolio\b|\bprojects?\b|\bmy work\b|\bour work\b/i, heading: 'Work', text: `Some of what was made. ${EDIT}` },
  { id: 'gallery', words: /\bgaller(?:y|ies)\b|\bphotos?\b|\bpictures\b/i, heading: 'Gallery', text: `Pictures go here, as files beside the page. ${EDIT}` },
  { id: 'prices', words: /\bpric(?:es|ing)\b|\bplans and\b/i, heading: 'Prices', text: `What it costs. ${EDIT}` },
  { id: 'team', words: /\bteam\b|\bstaff\b/i, heading: 'Team', text: `The people behind it. ${EDIT}` },
  { id: 'voices', words: /\btestimonials?\b|\breviews?\b|\breferences\b/i, heading: 'What people say', text: `Voices of those who know us. ${EDIT}` },
  { id: 'hours', words: /\bopening (?:hours|times)\b|\bbusiness hours\b/i, heading: 'Opening hours', text: `When we are there. ${EDIT}` },
  { id: 'events', words: /\bevents?\b|\bschedule\b|\bcalendar\b/i, heading: 'Events', text: `What comes next. ${EDIT}` },
  { id: 'questions', words: /\bfaqs?\b|\bfrequently asked\b/i, heading: 'Questions', text: `Answers to what people ask. ${EDIT}` },
  { id: 'contact', words: /\bcontacts?\b|\baddress\b|\bdirections\b|\bphone\b/i, heading: 'Contact', text: `How to reach us. ${EDIT}` },
];
const STANDARD = ['about', 'contact'];

// More than a page that holds still can do.
const NOT_BUILT: readonly [RegExp, string][] = [
  [/\bforms?\b|\bsubscrib\w+|\bnewsletter\b/i, 'forms that send something'],
  [/\b(?:web ?shop|cart|checkout|payments?|e-?commerce|online store)\b/i, 'a shop'],
  [/\b(?:blog|cms|content management)\b/i, 'a blog'],
  [/\b(?:log ?ins?|accounts?|members? area|authenti\w+)\b/i, 'accounts'],
  [/\b(?:animations?|interactive|carousel|slider|maps?|dark mode toggle)\b/i, 'anything that needs scripts'],
  [/\b(?:multi-?lingual|translations?|two languages)\b/i, 'several languages'],
  [/\b(?:analytics|tracking)\b/i, 'analytics'],
  [/\b(?:live )?chat\b|\bcomments?\b|\bforums?\b|\bguest ?books?\b/i, 'anything visitors write'],
  [
    /\b(?:clone|copy) of\b|\b(?:like|similar to) (?:facebook|twitter|instagram|youtube|amazon|airbnb|uber|netflix|reddit|tinder|linkedin|ebay|etsy|spotify|tiktok|pinterest|wikipedia)\b/i,
    'what the site it is compared to can do',
  ],
];
// These are programs, not pages.
const PROGRAM = /\b(?:web ?apps?|single[- ]page|react|vue|angular|svelte|next(?:\.js)?|mobile app|android|ios app|desktop app|gui|dashboards?|front-?end)\b/i;
const PAGE = /\b(?:web ?sites?|web ?pages?|landing page|home ?page|portfolio|static (?:site|page)|sites?)\b/i;

/** The site these words ask for, as the plan's own line and later changes have it; null when they ask for more than pages that hold still. */
export function readSite(description: string, title: string | null, requirements: readonly string[] = [], changes: readonly string[] = []): Site | null {
  const words = withoutLanguage(description);
  if (!PAGE.test(words) || PROGRAM.test(words)) return null;
  const found = KNOWN.filter((section) => section.words.test(words));
  const standard = KNOWN.filter(({ id }) => STANDARD.includes(id));
  const { chosen, unheard } = changed(plannedIn(requirements) ?? (found.length > 0 ? found : standard), changes);
  const name = nameFrom(words);
  const titled = titleFor(name);
  return {
    title: title ?? titled,
    // A title that a person gave the plan is the page's as well.
    name: title === null || title === titled ? name : title,
    tagline: plain(description, 160),
    sections: chosen.map(({ id, heading, text }) => ({ id, heading, text })),
    ignored: [...notBuiltIn(words), ...notUnderstood(words), ...unheard.map(unmade)],
    unheard,
  };
}

/** The line of the plan that names the sections; `readSite` reads it back, so a person may edit it. */
export function sectionsLine(sections: readonly Section[]): string {
  return `One page with the sections ${sections.map(({ heading }) => heading).join(', ')}; each has its link`;
}

function plannedIn(requirements: readonly string[]): Known[] | null {
  const list = requirements.map((line) => /^One page with the sections (.+?)(?:; each has its link)?$/.exec(line)?.[1]).find((one) => one !== undefined);
  const named = splitItems(list ?? '').flatMap((item) => KNOWN.find(({ heading }) => heading.toLowerCase() === item.toLowerCase()) ?? []);
  return named.length > 0 ? named : null;
}

/** Changes of sections that are understood, for people. */
export const SITE_CHANGES = '"add a gallery", "remove the menu" or "use TypeScript"';
const ADD = /^(?:add|include|show|have|put in|i want|we need|it needs)\s+(.+)$/i;
const REMOVE = /^(?:remove|drop|delete|without|no|leave out|omit)\s+(.+)$/i;

/** The sections after these changes; each is made as a whole or not at all. */
function changed(before: readonly Known[], changes: readonly string[]): { chosen: Known[]; unheard: Unheard[] } {
  let chosen = [...before];
  const unheard: Unheard[] = [];
  for (const words of changes) {
    const list = ADD.exec(words)?.[1] ?? REMOVE.exec(words)?.[1] ?? '';
    const items = splitItems(list);
    const named = items.flatMap((item) => (notBuiltIn(item).length > 0 ? [] : (KNOWN.find((section) => section.words.test(`${item} section`)) ?? [])));
    const left = notBuiltIn(words);
    const rest = REMOVE.test(words) ? chosen.filter((section) => !named.includes(section)) : [...new Set([...chosen, ...named])];
    if (items.length > 0 && named.length === items.length && rest.length > 0) chosen = rest;
    else unheard.push({ words, why: left.length > 0 ? `The template model does not build ${left.join(' and ')}.` : null });
  }
  return { chosen, unheard };
}

function notBuiltIn(words: string): string[] {
  return NOT_BUILT.filter(([pattern]) => pattern.test(words)).map(([, what]) => what);
}

// Words about the look and the parts every such page has.
const USUAL =
  /\b(?:modern|responsive|mobile|friendly|beautiful|elegant|minimal\w*|colou?rs?|dark|light|warm|fast|static|one|single|pages?|sites?|websites?|sections?|links?|hero|headers?|footers?|nav\w*|images?|logo|fonts?|style\w*|design|looks?|scripts?|html|css|tagline|texts?|english)\b/gi;
const LISTED = /\b(?:with|including|featuring|showing|that (?:has|shows|lists|contains)|which (?:has|shows|lists|contains))\b(.*)/is;

/** The parts that were listed, and the further sentences, that mean nothing to this model. */
function notUnderstood(words: string): string[] {
  const [first = '', ...others] = words.split(/(?<![.!?])[.!?]+(?:\s+|$)|\n+/);
  const items = [...splitItems(LISTED.exec(first)?.[1] ?? ''), ...others].map((item) => item.trim()).filter((item) => item !== '');
  const isKnown = (item: string): boolean => KNOWN.some((section) => section.words.test(item)) || notBuiltIn(item).length > 0;
  return items
    .filter((item) => !isKnown(item) && !isToldAlready(item.replace(USUAL, ' ')))
    .map((item) => `a part that was not understood: "${plain(item, 200)}"`);
}

/** `My bakery` -> `Bakery website`. */
function titleFor(name: string): string {
  const bare = name.replace(/^(?:my|our|your|their|the|an?) /i, '');
  return /\b(?:web ?)?(?:site|page)$/i.test(bare) ? capitalised(bare) : titleFrom([bare], 'website');
}

/** "a landing page for my bakery with a menu" -> "My bakery". */
function nameFrom(words: string): string {
  const subject = /\b(?:for|of|about)\s+(?:an?\s+|the\s+)?(.{2,60}?)(?=\s+(?:with|that|which|and|in|on|called)\b|[,.;:!]|$)/i.exec(words)?.[1];
  const called = /\b(?:called|named)\s+["']?([\p{L}\p{N} '&-]{2,40}?)["']?(?=\s+(?:with|that|which)\b|[,.;:!"']|$)/iu.exec(words)?.[1];
  const name = plain(called ?? subject ?? 'Website', 60);
  return capitalised(name);
}
