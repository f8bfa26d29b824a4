/** Whether a thing that is to be made is software, by the words it is named with. Pure. */

export type Thing = 'software' | 'other' | 'unclear';

// A description may be long; what is made stands at its beginning.
const READ_CHARS_MAX = 600;

const ARTICLE = /^(?:an?|some|the|my|our|me|us|new|ein(?:e|en)?|une?|una|um|uma|un')\s+/iu;
/** Ends the words that name the thing: what follows says more about it. */
const MORE =
  /[,;:.!?(]|\s(?:that|which|who|whose|for|with|without|about|of|to|in|into|on|from|by|using|like|as|where|when|and|or|für|über|mit|ohne|von|aus|zum|zur|der|die|das|pour|avec|sur|qui|que|de|du|des|d'\S*|para|con|sobre|per|su|che|com|di)(?![\p{L}])/iu;

const SOFTWARE = words(
  // By what it is,
  'apis?|rest|graphql|grpc|apps?|applications?|software|programs?|programme?|services?|micro-?services?|servers?|back-?ends?|front-?ends?|endpoints?|(?:web|home|landing)[- ]?(?:apps?|sites?|pages?)|sites?|pages?|blogs?|shops?|stores?|portals?|forums?|wikis?|dashboards?|cli|command[- ]lines?|terminals?|tools?|utilit(?:y|ies)|scripts?|bots?|chatbots?|chats?|librar(?:y|ies)|packages?|modules?|sdk|functions?|methods?|class(?:es)?|algorithms?|code|games?|quiz(?:zes)?|puzzles?|data ?bases?|db|schemas?|crud|queues?|caches?|prox(?:y|ies)|pipelines?|webhooks?|cron|daemons?|plugins?|extensions?|widgets?|components?|forms?|logins?|systems?|platforms?|engines?|frameworks?|clients?|simulations?|calendars?|stopwatch(?:es)?|inbox(?:es)?|feeds?|catalog(?:ue)?s?|director(?:y|ies)|registr(?:y|ies)|inventor(?:y|ies)|galler(?:y|ies)|to-?dos?(?: lists?)?|booking|reservations?|infrastructure|tests?',
  // by what it is made of,
  'json|csv|xml|yaml|html|css|sql|sqlite|postgres\\w*|python|typescript|javascript|java|golang|rust|ruby|csharp|node(?:\\.?js)?|react|docker|kubernetes|terraform|helm',
  // and in other languages.
  'anwendung(?:en)?|dienst(?:e|es)?|seiten?|webseiten?|werkzeuge?|kommandozeile\\p{L}*|bibliothek(?:en)?|funktion(?:en)?|klassen?|spiele?|datenbank(?:en)?|skripte?|programme?|rechner|schnittstellen?|\\p{L}+(?:rechner|verwaltung|dienst|seite|programm|anwendung|werkzeug|spiel|datenbank)|applis?|serveurs?|outils?|bibliothèques?|fonctions?|jeux?|logiciels?|boutiques?|calculatrices?|aplicaci(?:ón|ones)|servicios?|servidor(?:es)?|herramientas?|bibliotecas?|librerías?|funci(?:ón|ones)|sitios?|páginas?|juegos?|programas?|tiendas?|calculadoras?|applicazion[ei]|serviz(?:io|i)|strument[oi]|librerie?|funzion[ei]|sit[oi]|pagin[ae]|gioc(?:o|hi)|programm[ai]|aplicaç(?:ão|ões)|aplicativos?|serviços?|ferramentas?|funç(?:ão|ões)|jogos?|lojas?',
);
const CHINESE_SOFTWARE = /应用|程序|网站|服务|接口|工具|函数|游戏|脚本|软件|系统|アプリ|サイト|サービス|ツール|関数|ゲーム/u;

const OTHER = words(
  // Texts,
  'poems?|poetry|haikus?|limericks?|sonnets?|odes?|rhymes?|verses?|songs?|lyrics|melod(?:y|ies)|tunes?|stor(?:y|ies)|tales?|novels?|fables?|jokes?|riddles?|puns?|essays?|articles?|letters?|e-?mails?|speech(?:es)?|toasts?|sermons?|prayers?|eulog(?:y|ies)|biograph(?:y|ies)|bio|resumes?|résumés?|cv|chapters?|texts?|sentences?|paragraphs?|explanations?|translations?|slogans?|screenplays?|tweets?|posts?|homework|thesis|dissertations?|horoscopes?|compliments?',
  // pictures, meals, things and people.
  'movies?|films?|videos?|photos?|pictures?|images?|paintings?|drawings?|portraits?|logos?|posters?|recipes?|cakes?|pizzas?|sandwich(?:es)?|burgers?|coffees?|teas?|dinners?|lunch|breakfast|meals?|soups?|salads?|cocktails?|drinks?|beers?|houses?|cars?|boats?|ships?|bridges?|sofas?|beds?|planes?|rockets?|bicycles?|bikes?|dress(?:es)?|shirts?|hats?|friends?|bab(?:y|ies)|wish(?:es)?|favou?rs?|present|gifts?|million(?:aire)?s?',
  'gedichte?|lied(?:er)?|geschichten?|witze?|aufs[aä]tze?|briefe?|rezepte?|kuchen|kaffee|haus|poèmes?|chansons?|histoires?|blagues?|lettres?|recettes?|gâteaux?|maisons?|poemas?|canci(?:ón|ones)|cuentos?|chistes?|cartas?|recetas?|pastel(?:es)?|poesi[ae]|canzon[ei]|stori[ae]|barzellett[ae]|letter[ae]|ricett[ae]|tort[ae]|canç(?:ão|ões)|histórias?|piadas?|receitas?|bolos?',
);
const CHINESE_OTHER = /诗|歌词|故事|笑话|作文|小说/u;

/** `a snake solver`, `a URL shortener`: what does something. */
const DOER =
  /^(?!(?:lett|pap|flow|sweat|wat|answ|off|ladd|tow|numb|ord|butt|broth|sist|moth|fath|summ|wint|riv|corn|doct|col|auth|act|fing|shelt|quart|mast|pow|dang)(?:er|or)s?$)\p{L}{3,}(?:er|or|izer)s?$/iu;
/** `... that counts words`, `... with title, author and year`: it does something or keeps something. */
const DOES = /(?<![\p{L}])(?:that|which) (?:can \p{L}+|\p{L}{2,}s)(?![\p{L}])|(?<![\p{L}])with \p{L}+(?: \p{L}+)*(?:,| and) \p{L}+/iu;

/**
 * Reads what is to be made from the words it is named with, its last one first: in `a poem generator` it is a generator.
 * `madeOfCode`: it was asked for in a way (build, develop, in a repository) in which people ask for software.
 */
export function readThing(description: string, { madeOfCode }: { madeOfCode: boolean }): Thing {
  const text = description.slice(0, READ_CHARS_MAX).replaceAll(/\s+/g, ' ').trim();
  const name = nameOf(text);
  const [first = '', last = first] = [/^[^\s-]*/.exec(name)?.[0], /[^\s-]*$/.exec(name)?.[0]];
  if (OTHER.test(last) || CHINESE_OTHER.test(name)) return 'other';
  // In a language that puts the thing first, or before something that it goes with: `un poema breve`, `a recipe collection`.
  if (OTHER.test(first) && !SOFTWARE.test(name) && !DOER.test(last)) return madeOfCode || SOFTWARE.test(text) || DOES.test(text) ? 'unclear' : 'other';
  if (SOFTWARE.test(text) || CHINESE_SOFTWARE.test(text) || DOER.test(last) || DOES.test(text)) return 'software';
  return madeOfCode ? 'software' : 'unclear';
}

/** The words that name the thing, without what is said about it. */
function nameOf(text: string): string {
  let rest = text;
  for (let before = ''; before !== rest;) {
    before = rest;
    rest = rest.replace(ARTICLE, '');
  }
  const end = MORE.exec(rest)?.index ?? rest.length;
  return rest.slice(0, end).trim();
}

function words(...lists: string[]): RegExp {
  return new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${lists.join('|')})(?![\p{L}\p{N}])`, 'iu');
}
