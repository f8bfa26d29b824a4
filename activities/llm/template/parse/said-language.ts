import { type Language, LANGUAGES } from '../spec.js';
import { mentionsIn } from './mentions.js';

/** What a short sentence says of the language, and nothing else: "Go please", "use Go", "in golang", "not Java, Python". */
export interface SaidLanguage {
  language: Language | null;
  /** One the template model does not write. */
  other: string | null;
}

// Longer ones say more than a language.
const SENTENCE_CHARS = 120;
// What surrounds the name of a language and asks for nothing by itself; words with an apostrophe before those they begin with.
const AROUND =
  /(?<![\p{L}\d])(?:let's|i'd|i'll|we'd|we're|it's|that's|don't|please|pls|plz|thanks?|thank you|use|using|uses|used|in|with|it|is|be|as|are|should|must|would|could|can|will|shall|may|make|made|build|built|write|written|rewrite|code|coded|do|done|implement|implemented|let|lets|us|me|you|i|we|my|your|want|wanted|need|prefer|preferred|like|liked|likes|love|rather|have|choose|pick|take|go|switch|change|move|port|convert|translate|to|from|for|the|this|that|a|an|one|languages?|lang|version|project|service|stack|shop|everything|all|whole|thing|entire|api|server|backend|code|app|application|tool|program|cli|library|website|site|of|then|so|ok|okay|yes|yep|yeah|sure|well|hmm|just|only|instead|and|or|but|now|here|there|answer|said|say|asked|told|meant|think|guess|suppose|definitely|absolutely|obviously|fine|good|great|best|better|perfect|nice|works?|plain|pure|modern|latest|newest|idiomatic|programming|standard|library|stdlib|core|framework|sdk|our|team|everyone|everybody|knows?|work|same|too|also|maybe|perhaps|possible|sorry|if|by|on|its|not|no|never|anything|nothing|why|actually|other|than)(?![\p{L}\d])|\d+(?:\.\d+)*/giu;
// The doing: "go for Python", "let's go with Java", "go ahead".
const GOING =
  /^((?:let's|lets|please|just|i'd|we|could|can|you|then|so|and|ok|okay|yes)[\s,]+)*go (?=(?:for|with|ahead|on|to|over)\b)(?!with (?:the |its )?(?:standard|std)|(?:for|on) (?:this|our|my) )/i;
// The same at the end, where the language would be written "Go" or with a word that leads to it: "ok, let's go", "good to go".
const GOING_ON =
  /(?:^|[\s,])(?:[Ll]et's|[Ll]ets|(?:[Gg]ood|[Rr]eady|[Ff]ree) to|[Yy]es|[Yy]ep|[Yy]eah|[Oo]k|OK|[Oo]kay|[Gg]ood|[Gg]reat|[Ff]ine|[Aa]lright|[Cc]ool|[Jj]ust)[\s,!.]+go$/;
const FROM = /\bfrom \S+(?: \d\S*)? (?=to\b)|^\S+\s*(?:->|=>|→)\s*/i;
const ANY =
  /^(?:(?:please|just|ok|okay|well|yes|yep|yeah|sure|fine|great|all good|alright|cool|i|you|we|really|then|it|that|this)[\s,]+)*(?:(?:let's|lets|(?:good|ready|free) to) go|any(?: (?:language|of (?:them|these|those)|one))?|whatever(?: you (?:like|want|prefer|think|choose))?|whichever(?: you (?:like|want|prefer))?|you (?:choose|decide|pick)|(?:is |it's )?up to you|your (?:choice|call|pick|decision)|(?:do not|don't) (?:care|mind)|(?:does not|doesn't) matter|no preference|either|all the same|surprise me|(?:use |take |keep )?the default|keep (?:it|that)|as (?:it is|proposed|planned|suggested)|yes|yep|yeah|ok|okay|fine|sure|sounds good|good|agreed|go ahead|proceed)(?:[\s,]+(?:is|are|that|it|this|would be|will do|ok|okay|fine|good|please|for me|with me|really|to me|thanks?|thank you|go ahead|then|as it is|works?))*$/i;
const PLACE =
  /^(?:(?:i|we|the|take|use|choose|pick|want|prefer|please|'d|would|like)\s+)*(first|second|third|fourth|fifth|last)(?: (?:one|option|language))?(?: please)?$/i;
const PLACES = ['first', 'second', 'third', 'fourth', 'fifth'];
const OF_FIELDS = /\b(?:fields?|version|required|optional|unique|integer|number|text|string|boolean|date|add|remove|rename|drop|delete)\b/i;
const OF_ALL =
  /^(?:please |also |and |can you |could you |i want (?:you to )?|we (?:want|need) |i need )*(?:write|build|create|rewrite|generate|use|switch|port|implement|do|make (?:it|this|that|everything|the (?:whole|service|api|project|tool)))\b/i;

/** The language a sentence is about, when it is about nothing else; null for any other sentence. */
export function languageSaid(said: string): SaidLanguage | null {
  const sentence = plainly(said);
  if (sentence.length > SENTENCE_CHARS || GOING_ON.test(sentence)) return null;
  const text = sentence.replace(GOING, '').replace(FROM, '');
  const names = mentionsIn(text, true);
  if (names.length === 0) return null;
  const rest = names.reduceRight((left, { start, end }) => `${left.slice(0, start)} ${left.slice(end)}`, text);
  if (/[\p{L}\p{N}]/u.test(rest.replace(AROUND, ' '))) return null;
  const wanted = names.filter(({ isRefused }) => !isRefused);
  if (wanted.length === 0) return { language: LANGUAGES.find((one) => !names.some(({ language }) => language === one)) ?? null, other: null };
  const own = wanted.find(({ language }) => language !== null);
  return { language: own?.language ?? null, other: own ? null : (wanted[0]?.label ?? null) };
}

/** As `languageSaid`, for a sentence that may ask for more (then `isAll` is false): "write the whole thing in Go", "add notes, in Java". What is said of fields is none: "add a Java version". */
export function languageIn(sentence: string): (SaidLanguage & { isAll: boolean }) | null {
  if (GOING_ON.test(plainly(sentence))) return null;
  const said = languageSaid(sentence);
  if (said !== null) return { ...said, isAll: true };
  const isAll = sentence.trim().split(/\s+/).length <= 3 && !OF_FIELDS.test(sentence);
  const [first] = mentionsIn(sentence).filter(({ isMeant, isLed }) => isLed || (isMeant && (isAll || OF_ALL.test(sentence))));
  if (first === undefined) return null;
  return { language: first.language, other: first.language === null ? first.label : null, isAll };
}

/** As `languageIn`, for an answer to "which language?": around it may stand words of any tongue ("bitte Python", "на Go"), and "the second one" is one, too. */
export function languageAnswered(answer: string, choices: readonly Language[]): Language | null {
  const place = PLACE.exec(plainly(answer))?.[1]?.toLowerCase();
  if (place !== undefined) return (place === 'last' ? choices.at(-1) : choices[PLACES.indexOf(place)]) ?? null;
  const said = languageIn(answer);
  if (said !== null) return said.language;
  return mentionsIn(answer).find(({ isMeant, language }) => isMeant && language !== null)?.language ?? (/\s\p{P}*Go\b/u.test(answer) ? 'go' : null);
}

/** "Whatever you like", "yes", "your choice": the language that was proposed. */
export function takesAny(answer: string): boolean {
  return ANY.test(plainly(answer));
}

function plainly(text: string): string {
  return text
    .replace(/[’‘]/g, "'")
    .replace(/["“”`*]/g, '')
    .replace(/(?<![\s.!?;:])[\s.!?;:]+$/, '')
    .trim();
}
