/** Programs of a kind there is no template for, known by what a text is about before it says more: "a web scraper for news". */

const POLITE =
  /^\W*(?:(?:please|can|could|would|you|i|we|want|need|like|let'?s|help|me|us|to|make|makes?|build|create|write|develop|design|implement|generate|give|code|an?|the|my|our|some|new|simple|small|basic|cool|nice|full|complete)\s+)*/i;
// Where the words that name the thing end.
const REST = /\s+(?:for|with|that|which|who|to|in|on|using|where|like|by|from|of|about|so|and|between|as)\b.*$|[,.:;(!?].*$/is;
const UNKNOWN =
  /\b((?:[\p{L}-]+ )?(?:games?|(?:chat|trading |discord |telegram |slack )?bots?|scrapers?|crawlers?|compilers?|interpreters?|emulators?|simulators?|simulations?|engines?|extensions?|plug-?ins?|add-?ons?|macros?|players?|editors?|browsers?|antivirus|firewall|vpn|drivers?|kernel|operating systems?|blockchains?|cryptocurrenc(?:y|ies)|smart contracts?|neural networks?|(?:language|prediction|learning|ai|ml) models?|classifiers?|predictors?|recommenders?|detectors?|solvers?|optimi[sz]ers?|visuali[sz]ers?|animations?|clones?|poems?|essays?|stor(?:y|ies)|novels?|logos?|pictures?|spreadsheets?|presentations?|(?:game|mail|proxy|dns|ftp|chat|minecraft) servers?))$/iu;
// Who says one of these wants objects kept, whatever they are about.
const KEEPS =
  /\b(?:rest(?:ful)?|apis?|(?:micro)?services?|back-?ends?|endpoints?|crud|manag\w+|track\w*|stor(?:e|es|ed|ing)|keep\w*|kept|catalog\w*|inventor\w*|organi[sz]\w*|records?|lists?|collections?|librar(?:y|ies)|database|registry|log|logs|logging|diary|journal|planner|class(?:es)?)\b/i;

/** True for words that ask for objects to be kept. */
export function asksToKeep(words: string): boolean {
  return KEEPS.test(words);
}

/** What these words ask for, where that is a kind of program there is no template for; null otherwise. */
export function unknownProgram(words: string): string | null {
  if (asksToKeep(words)) return null;
  const head = words.replace(POLITE, '').replace(REST, '').trim();
  return UNKNOWN.exec(head)?.[1]?.toLowerCase() ?? null;
}
