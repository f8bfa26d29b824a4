import { plain } from '../source.js';
import { withoutLanguage } from '../parse/language.js';

/** What the words say of a small static site. */
export interface Site {
  /** Of the browser's tab and the first heading. */
  name: string;
  /** One sentence under it: the person's own words. */
  tagline: string;
  sections: Section[];
  /** Wishes that are not built. */
  ignored: string[];
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
    words: /\bservices? (?:section|page|list|overview)|\bour services\b|\bwhat (?:we|i) (?:do|offer)\b|\bservices,/i,
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
  [/\b(?:contact|booking|order|sign-?up|newsletter) forms?\b|\bsubscrib\w+|\bnewsletter\b/i, 'forms that send something'],
  [/\b(?:web ?shop|cart|checkout|payments?|e-?commerce|online store)\b/i, 'a shop'],
  [/\b(?:blog|cms|content management)\b/i, 'a blog'],
  [/\b(?:log ?ins?|accounts?|members? area|authenti\w+)\b/i, 'accounts'],
  [/\b(?:animations?|interactive|carousel|slider|maps?|dark mode toggle)\b/i, 'anything that needs scripts'],
  [/\b(?:multi-?lingual|translations?|two languages)\b/i, 'several languages'],
  [/\b(?:analytics|tracking)\b/i, 'analytics'],
];
// These are programs, not pages.
const PROGRAM = /\b(?:web ?apps?|single[- ]page|react|vue|angular|svelte|next(?:\.js)?|mobile app|android|ios app|desktop app|gui|dashboards?|front-?end)\b/i;
const PAGE = /\b(?:web ?sites?|web ?pages?|landing page|home ?page|portfolio|static (?:site|page)|sites?)\b/i;

/** The site these words ask for; null when they ask for more than pages that hold still. */
export function readSite(description: string, title: string | null): Site | null {
  const words = withoutLanguage(description);
  if (!PAGE.test(words) || PROGRAM.test(words)) return null;
  const found = KNOWN.filter((section) => section.words.test(words));
  const chosen = found.length > 0 ? found : KNOWN.filter(({ id }) => STANDARD.includes(id));
  return {
    name: title ?? nameFrom(words),
    tagline: plain(description, 160),
    sections: chosen.map(({ id, heading, text }) => ({ id, heading, text })),
    ignored: NOT_BUILT.filter(([pattern]) => pattern.test(words)).map(([, what]) => what),
  };
}

/** "a landing page for my bakery with a menu" -> "My bakery". */
function nameFrom(words: string): string {
  const subject = /\b(?:for|of|about)\s+(?:an?\s+|the\s+)?(.{2,60}?)(?=\s+(?:with|that|which|and|in|on|called)\b|[,.;:!]|$)/i.exec(words)?.[1];
  const called = /\b(?:called|named)\s+["']?([\p{L}\p{N} '&-]{2,40}?)["']?(?=\s+(?:with|that|which)\b|[,.;:!"']|$)/iu.exec(words)?.[1];
  const name = plain(called ?? subject ?? 'Website', 60);
  return name.charAt(0).toUpperCase() + name.slice(1);
}
