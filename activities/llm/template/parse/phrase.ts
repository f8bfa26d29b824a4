/** Finds the things a clause is about: `a REST API for authors and books` -> authors, books. Reads from the end of the clause. */

/** Words that name the service and not what it is about. */
const SERVICE =
  set(`rest restful http https json crud api apis web service services microservice microservices backend back-end server servers endpoint endpoints
  app apps application tracker trackers manager managers management system systems platform software tool tools program project website site
  cli script command-line commandline utility registry operations interface resource resources entity entities collections objects tables data
  records record database solution python typescript node nodejs javascript ts py functionality support`);
const FILLER =
  set(`simple small basic tiny minimal clean complete full fully featured full-featured working production ready production-ready modern robust fast
  lightweight new personal own different various multiple several many certain whole entire little nice good proper typical standard generic public private
  internal online digital existing following individual single custom user-defined favourite favorite small-scale quick tested reliable solid scalable secure great also then
  please just only`);
const ARTICLES = set('a an the my our your their his her its each every all any some this these those one both');
const PREPOSITIONS = set('in on at from by per within inside into across via using through between among as like during under over without against');
const ENDS = set(`for of to that which who whose where when so because it i we they you there is are be was were can could should must will would may might
  let lets allow allows allowing help helps please want wants need needs about around with and/or if than user's make makes making build building builds write
  writing writes develop developing develops implement implements implementing generate generates generating design designing designs gives give me us am`);
const VERBS =
  set(`manage manages managing track tracks tracking store stores storing keep keeps keeping handle handles handling organize organizes organizing organise
  organises organising record records recording save saves saving maintain maintains maintaining catalog catalogs cataloging catalogue create creates creating read
  reads update updates updating delete deletes deleting add adds adding edit edits editing remove removes removing view views viewing get gets fetch fetches browse
  browses browsing register registers registering monitor monitors monitoring serve serves serving expose exposes exposing provide provides providing offer offers
  offering collect collects collecting administer list lists listing log logs logging filter filters filtering sort sorts sorting search searches searching hold holds
  holding show shows showing contain contains post put patch remember remembers find finds finding plan plans planning`);
// Alone these say what is done to a thing that is elsewhere: "edits videos". In a row ("create, read and delete") they mean keeping it.
const LONE_VERBS = /^(?:edit|read|view|search|get|fetch|browse|find|show|filter|sort|update|delete|remove|post|put|patch|serve|display)(?:s|es|ing|ting)?$/;
const CONTAINERS = set(
  'list lists collection collections catalog catalogs catalogue inventory database directory registry log track library set archive registration management crud store record records overview',
);
// Words in -ing that are things, not doings.
const THINGS_IN_ING =
  /^(?:meet|book|build|park|train|list|rat|sett|wedd|paint|record|shopp|hous|draw|rank|read|th|r|k|str|spr|even|morn|be|ceil|cloth|earn|sav|find|hear|land|stock|warn|ferment|brew|hir|garden|cook|bak)ings?$/;
const NOUN_WORDS_MAX = 3;

export interface Things {
  /** As said, from first to last; brackets (`⟦n⟧`) stay with their noun. */
  nouns: string[];
  /** What stands before them: a verb of keeping things, `for`, the start ... */
  before: 'verb' | 'for' | 'service' | 'article' | 'start' | 'other';
  /** Words for the service came after the noun: "a books API". */
  named: boolean;
  /** Set when the clause is about doing something instead: "that converts temperatures". */
  action: string | null;
}

/** `hasList` says that fields follow, which only things have. */
export function findThings(clause: string, hasList = false): Things {
  const tokens = tokenize(clause);
  const things: Things = { nouns: [], before: 'start', named: false, action: null };
  let at = tokens.length - 1;
  for (; at >= 0 && isTrailing(tokens[at] ?? '', tokens[at - 1]); at -= 1) if (SERVICE.has((tokens[at] ?? '').toLowerCase())) things.named = true;
  let noun: string[] = [];
  for (; at >= 0; at -= 1) {
    const token = tokens[at] as string;
    const lower = token.toLowerCase();
    if (FILLER.has(lower)) continue;
    if (lower === ',' || lower === 'and' || lower === 'or') {
      accept(things, noun);
      noun = [];
      continue;
    }
    if (noun.length > 0 && PREPOSITIONS.has(lower)) {
      noun = [];
      continue;
    }
    if (lower === 'of' && noun.length > 0) {
      const container = (tokens[at - 1] ?? '').toLowerCase();
      if (!CONTAINERS.has(container) && !SERVICE.has(container) && at > 0) {
        noun = [];
        continue;
      }
    }
    if (ARTICLES.has(lower)) {
      accept(things, noun);
      noun = [];
      if (isJoiner(tokens[at - 1])) continue;
      const doing = doingBefore(tokens, at);
      if (doing !== null) things.action = `${doing} ${things.nouns.join(', ')}`.trim();
      things.before = before(tokens[at - 1]) ?? 'article';
      return things;
    }
    if (isStop(lower, noun)) {
      if (isDoing(lower, noun, hasList)) things.action = noun.join(' ');
      accept(things, noun);
      const isLone = LONE_VERBS.test(lower) && !isChain(tokens[at - 1]);
      if (isLone && /^(?:that|which|to)$/i.test(tokens[at - 1] ?? '')) things.action = `${lower} ${things.nouns.join(', ')}`;
      things.before = isLone ? 'other' : (before(lower) ?? 'other');
      return things;
    }
    noun.unshift(token);
  }
  accept(things, noun);
  return things;
}

function isTrailing(token: string, previous: string | undefined): boolean {
  const lower = token.toLowerCase();
  if (/^(?:that|which|who|each|must|should|can|will|also|all|may|could|and|,|where|then|every|to|for|it|them|whose|are|is)$/.test(lower)) return true;
  if (FILLER.has(lower)) return true;
  // "for a library system" is about a library; "for records" is about records.
  return SERVICE.has(lower) && !/^(?:for|of|manag\w+|track\w*|stores|storing)$/i.test(previous ?? '');
}

function isStop(lower: string, noun: string[]): boolean {
  if (ENDS.has(lower)) return true;
  if (SERVICE.has(lower)) return noun.length > 0;
  // "to list tasks" is a verb, "a packing list" is not.
  return VERBS.has(lower) && noun.length > 0;
}

// What programs do to other things; "hiking trails" and "charging stations" are things themselves.
const DOINGS =
  /^(?:send|convert|process|scrap|crawl|generat|calculat|comput|predict|forecast|translat|validat|verify|check|pars|upload|download|stream|schedul|analy[sz]|import|export|compress|resiz|crop|encrypt|decrypt|hash|detect|recogni[sz]|classify|summari[sz]|transform|render|print|sync|synchroni[sz]|merg|split|sort|filter|format|execut|deploy|test|simulat|solv|optimi[sz]|play|edit|transcod|record|notify|index|fetch|call|runn)ing$/;

function isDoing(stop: string, noun: string[], hasList: boolean): boolean {
  const first = (noun[0] ?? '').toLowerCase();
  if (noun.length === 0 || VERBS.has(first)) return false;
  if (/^(?:that|which|can|will|should|could|must)$/.test(stop)) return true;
  if (stop === 'to') return noun.length > 1 || !first.endsWith('s');
  const isThing = THINGS_IN_ING.test(first) || (hasList && !DOINGS.test(first) && /s$/i.test(noun.at(-1) ?? ''));
  return noun.length > 1 && first.length > 5 && first.endsWith('ing') && !isThing;
}

/** "that predicts the weather": the doing in front of an article, when it is not one of keeping things. */
function doingBefore(tokens: string[], article: number): string | null {
  const [clause, verb] = [(tokens[article - 2] ?? '').toLowerCase(), (tokens[article - 1] ?? '').toLowerCase()];
  const isClause = /^(?:that|which|can|will|should|to)$/.test(clause);
  return isClause && verb !== '' && !VERBS.has(verb) && !ENDS.has(verb) && !PREPOSITIONS.has(verb) && !ARTICLES.has(verb) ? verb : null;
}

function before(token: string | undefined): Things['before'] | null {
  const lower = (token ?? '').toLowerCase();
  if (token === undefined) return 'start';
  if (VERBS.has(lower)) return 'verb';
  if (/^(?:for|of|about|around)$/.test(lower)) return 'for';
  if (SERVICE.has(lower)) return 'service';
  return null;
}

function accept(things: Things, noun: string[]): void {
  const words = noun.filter((word) => !word.startsWith('⟦'));
  if (words.length === 0) return;
  const brackets = noun.filter((word) => word.startsWith('⟦')).join(' ');
  things.nouns.unshift(`${words.slice(-NOUN_WORDS_MAX).join(' ')} ${brackets}`.trim());
}

function isChain(token: string | undefined): boolean {
  return isJoiner(token) || VERBS.has((token ?? '').toLowerCase());
}

function isJoiner(token: string | undefined): boolean {
  return token === ',' || /^(?:and|or)$/i.test(token ?? '');
}

function tokenize(clause: string): string[] {
  return clause.replace(/&|\bas well as\b|\bplus\b/gi, ' and ').match(/⟦\d+⟧|,|[\p{L}\p{N}'_/-]+/gu) ?? [];
}

function set(words: string): Set<string> {
  return new Set(words.split(/\s+/));
}
