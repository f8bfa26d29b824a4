/** What people ask that rows answer, in the languages of phrases.ts, and which topic that is. Patterns see one line with straight quotes. */
import type { Topic } from '../../contracts/chat.js';

/** What is asked about one build; the others are about a person's builds, their money, or the conversation itself. */
export type BuildTopic = Exclude<Topic, 'help' | 'greeting' | 'builds' | 'spending' | 'live'>;

/** What a question about all of one's own is when a build is named in it. */
export const OF_ONE_BUILD: Partial<Record<Topic, BuildTopic>> = { spending: 'cost', live: 'deployments' };

/** Whole words: none of these within another word. */
function whole(words: string): RegExp {
  return new RegExp(String.raw`(?<![\p{sc=Latin}])(?:${words})(?![\p{sc=Latin}])`, 'iu');
}

/** Two or three things in a line, in this order; each of whole words. */
function inOrder(...parts: string[]): RegExp {
  return new RegExp(parts.map((part) => whole(part).source).join('.*'), 'iu');
}

const MONEY =
  /(?<![\p{sc=Latin}])(?:costs?|spent|spend|spending|expenses?|expensive|how much|price|money|budget|kostet|gekostet|kosten|ausgegeben|combien|coûté?|coûts?|dépensé|dépenses|cuánto|cuesta|costó|costado|gastado|gasté|gastos|quanto|costato|speso|custou|gastei|gasto)(?![\p{sc=Latin}])|花了多少|费用|費用|いくら/iu;
const A_TIME =
  /(?<![\p{sc=Latin}])(?:today|yesterday|(?:this|last|per|a|the) (?:day|week|month|year)|daily|monthly|heute|gestern|(?:diese|letzte)[nrms]? (?:monat|woche|jahr)|im monat|aujourd'hui|(?:ce|cette|par) (?:mois|semaine|année|jour)|hoy|ayer|(?:este|esta|al) (?:mes|semana|año|día)|oggi|ieri|(?:questo|questa|al) (?:mese|settimana|anno|giorno)|hoje|ontem|(?:este|esta|neste|nesta|por) (?:mês|semana|ano|dia))(?![\p{sc=Latin}])|本月|这个月|今天|今日|今月/iu;
// "How much did I spend on it" is about the one that is talked about.
const ON_ONE = whole(String.raw`(?:on|for) (?:it|this|that)(?! (?:day|week|month|year))`);

interface TopicPattern {
  topic: Topic;
  pattern: RegExp;
  /** This as well. */
  and?: RegExp;
  /** But not with this. */
  unless?: RegExp;
}

/** The topic of a question, by the first pattern that fits; `heard` is the line as a topic wants to see it. */
export function topicOf(heard: (topic: Topic) => string): Topic | null {
  const found = TOPIC_PATTERNS.find(({ topic, pattern, and, unless }) => {
    const line = heard(topic);
    return pattern.test(line) && (and?.test(line) ?? true) && !unless?.test(line);
  });
  return found?.topic ?? null;
}

const SERVICES = String.raw`services?|apps?|applications?|(?:web ?)?sites?|projects?|things?|versions?|environments?|apis`;
const STATES = String.raw`live|deployed|online|running|up and running|up$|(?:in|on) (?:production|staging)`;
const ALL = String.raw`(?: (?:all|my|our|the|of|every|current|live|active|running|deployed))*`;

/** Asked in this order. */
const TOPIC_PATTERNS: readonly TopicPattern[] = [
  {
    topic: 'greeting',
    pattern:
      /^(?:hello|hi|hey|hallo|moin|guten (?:tag|morgen|abend)|good (?:morning|afternoon|evening)|bonjour|salut|hola|buenos días|ciao|buongiorno|olá|bom dia|你好|こんにちは)(?: (?:there|all|everybody|you|millwright|zusammen))?$/iu,
  },
  {
    topic: 'help',
    pattern:
      /^(?:help|\?+|what (?:else )?can (?:you|i) (?:do|say|ask)|(?:who|what) are you$|commands|hilfe|was kannst du|aide|que peux-tu faire|ayuda|qué puedes hacer|aiuto|cosa puoi fare|ajuda|帮助|ヘルプ)(?![\p{sc=Latin}])/iu,
  },
  // Several at once, or what there is in all: of the one that is talked about, "where is it deployed" asks.
  {
    topic: 'live',
    pattern: whole(String.raw`(?:which|what|how many|any|list|show(?: me)?|my|all)(?: [\p{L}']+){0,3}? (?:${SERVICES})(?: [\p{L}']+){0,4}? (?:${STATES})`),
  },
  {
    topic: 'live',
    pattern: whole(
      String.raw`(?:builds? (?:is|are)|(?:what|anything|something|everything)(?:'s|s| is| are)?)(?: (?:currently|now|already|all|still))* (?:live|deployed|online|(?:(?:running )?(?:in|on) (?:production|staging)))`,
    ),
  },
  { topic: 'live', pattern: whole(String.raw`(?:list|show|see|give)(?: me)?${ALL} (?:deployments|services|apps|environments)$`) },
  { topic: 'live', pattern: whole(String.raw`^(?:(?:all|my|our|the|live|running|deployed) )*(?:deployments|services)$`) },
  {
    topic: 'live',
    pattern: inOrder(
      'welche|zeige?|liste?',
      'dienste|services|anwendungen|apps|seiten|deployments',
      'live|laufen|online|deployt|ausgerollt|bereitgestellt|aktiv',
    ),
  },
  {
    topic: 'live',
    pattern: whole(
      'was ist(?: (?:gerade|alles|jetzt))* (?:live|online|deployt|ausgerollt|bereitgestellt)|(?:zeige?(?: mir)?|liste?)(?: (?:alle|meine))* deployments$',
    ),
  },
  {
    topic: 'live',
    pattern: inOrder('quels?|quelles?|montre|liste', 'services?|applications?|applis?|sites?', 'en ligne|déployée?s?|acti(?:f|ve)s?|en production|tournent'),
  },
  { topic: 'live', pattern: whole("qu'est-ce qui est (?:déployé|en ligne)|(?:montre|liste)(?:-moi)?(?: (?:tous|mes|les))+ déploiements$") },
  {
    topic: 'live',
    pattern: inOrder(
      'qué|cuáles|muestra|muéstrame|lista',
      'servicios|aplicaciones|apps|sitios',
      'activ[oa]s|desplegad[oa]s|en línea|en producción|funcionando',
    ),
  },
  { topic: 'live', pattern: whole('qué (?:está|hay) (?:desplegado|en línea|en producción)|(?:muestra|muéstrame|lista)(?: (?:todos|mis|los))+ despliegues$') },
  {
    topic: 'live',
    pattern: inOrder('quali|mostra(?:mi)?|elenca', 'servizi|applicazioni|app|siti', 'attiv[ei]|online|in produzione|distribuit[ie]|in esecuzione'),
  },
  { topic: 'live', pattern: inOrder('quais|mostr[ae]|liste', 'serviços|aplicações|apps|sites', 'no ar|ativ[oa]s|online|em produção|implantad[oa]s') },
  { topic: 'live', pattern: whole('cosa è (?:online|distribuito|in produzione)|o que está (?:no ar|implantado|em produção)') },
  { topic: 'live', pattern: /部署了什么|哪些服务|何がデプロイ|どのサービス/u },
  {
    topic: 'builds',
    pattern:
      /^(?:(?:list|show)(?: me)?|what|which|welche|zeige?(?: mir)?|quels?|qué|quali|quais|muestra|mostra)?\s*(?:are |sind |sont |son |all |my |the |alle |meine |mes |mis |i miei |meus |active |running |laufen(?:den)? )*builds?(?: (?:are|is|do|have|laufen|gibt).*)?$/iu,
  },
  {
    topic: 'tests',
    pattern:
      /(?<![\p{sc=Latin}])(?:tests?|checks?|specs?|pruebas?|testes?|测试|テスト)(?![\p{sc=Latin}]).*(?:(?<![\p{sc=Latin}])(?:fail|broke|red(?![\p{sc=Latin}])|pass|wrong|result|status|fehl|(?:ge)?schei|rot(?![\p{sc=Latin}])|kaputt|échou|rat(?:é|e)|fall|falh)|失败|失敗)|(?<![\p{sc=Latin}])(?:why|what|which|warum|wieso|was|welche|pourquoi|qu'est-ce|por qué|qué|perché|cosa|por que|o que|为什么|なぜ).*(?:fail|broke|fehlgeschlagen|schiefgegangen|gescheitert|échoué|fall[óaoe]|fallit|falh|失败|失敗)/iu,
  },
  // Money and a time, or money and "I": what all of one's builds cost.
  { topic: 'spending', pattern: MONEY, and: A_TIME, unless: ON_ONE },
  {
    topic: 'spending',
    pattern: whole(
      String.raw`(?:did|have|do|can|may|could) (?:i|we)(?: \p{L}+){0,2} (?:spen[dt]|pay|paid)|(?:i|we)(?:'ve| have)? spent|how much (?:money |budget )?(?:(?:do i have|have i(?: got)?|is) )?left|my (?:(?:daily|monthly|total|own) )?(?:spending|budgets?|costs|expenses|limits?)|habe ich(?: \p{L}+){0,3} ausgegeben|j'ai(?: déjà)? dépensé|he gastado|gasté|ho speso|gastei`,
    ),
    unless: ON_ONE,
  },
  { topic: 'cost', pattern: MONEY },
  { topic: 'doing', pattern: inOrder("what(?:'s| is| are)", 'doing|working on|up to|happening') },
  { topic: 'doing', pattern: inOrder('was', 'mach(?:st?|t|en)|tut?|tust') },
  // French elides: "qu'est-ce qu'il fait".
  { topic: 'doing', pattern: /(?<![\p{sc=Latin}])(?:que(?![\p{sc=Latin}])|qu'est-ce qu').*(?<![\p{sc=Latin}])fait(?![\p{sc=Latin}])/iu },
  { topic: 'doing', pattern: inOrder('qué', 'haciendo|hace') },
  { topic: 'doing', pattern: inOrder('cosa', 'facendo|fa') },
  { topic: 'doing', pattern: inOrder('o que', 'fazendo') },
  { topic: 'doing', pattern: whole('current step|right now') },
  { topic: 'doing', pattern: /在做什么|何をして/u },
  {
    topic: 'built',
    pattern:
      /(?<![\p{sc=Latin}])(?:what(?: all)? (?:was|were|has been|did (?:you|it|they)|have (?:you|they)|has it|got) (?:built|build|made|make|created?|delivered?|finished)|(?:show|give)(?: me)? the results?|what is the result|was (?:wurde|hast du|ist) (?:gebaut|gemacht|entstanden)|qu'est-ce qui a été (?:fait|construit)|qué se (?:construyó|hizo)|cosa è stato (?:fatto|costruito)|o que foi (?:feito|construído))(?![\p{sc=Latin}])/iu,
  },
  {
    topic: 'files',
    pattern:
      /^(?:the )?files$|(?<![\p{sc=Latin}])(?:show|list|which|what|see|where|zeige?|welche|wo|montre|quels?|muestra|qué|mostra|quali|quais)(?![\p{sc=Latin}]).*(?<![\p{sc=Latin}])(?:files|source code|the code|diff|dateien|fichiers|archivos|ficheros|il codice|arquivos|ficheiros)(?![\p{sc=Latin}])|what(?: has|'s|s)? changed(?: in)?|文件|ファイル/iu,
  },
  {
    topic: 'waiting',
    pattern: whole('wait(?:s|ing)?(?: for)?|needs? (?:from )?me|do you need|blocked|wartet|warten|gebraucht|attend(?:s|ent)?|bloquée?|espera(?:ndo)?|aspetta'),
  },
  { topic: 'waiting', pattern: /等待|待って/u },
  {
    topic: 'findings',
    pattern:
      /(?<![\p{sc=Latin}])(?:findings?|security|vulnerabilit\w*|honest\w*|sicherheit\w*|befunde?|sécurité|seguridad|sicurezza|segurança)(?![\p{sc=Latin}])|安全|セキュリティ/iu,
  },
  {
    topic: 'deployments',
    pattern: whole(
      'urls?|link|deployments?|environments?|deployed|running where|is (?:it|this|that) (?:live|online|up)|umgebungen|adresse|déploiements?|despliegues?|wo läuft|où tourne|dónde (?:está|corre)|dove gira|onde (?:está|roda)',
    ),
  },
  { topic: 'deployments', pattern: inOrder('where', 'runs?|running|live') },
  {
    topic: 'journal',
    pattern:
      /(?<![\p{sc=Latin}])(?:journal|notes?|blockers?|risks?|history|what happened|went wrong|errors?|was ist passiert|tagebuch|passiert|fehler|que s'est-il passé|erreurs?|qué pasó|errores|cos'è successo|errori|o que aconteceu|erros)(?![\p{sc=Latin}])|发生了什么|何が起き/iu,
  },
  { topic: 'plan', pattern: /(?<![\p{sc=Latin}])(?:plan|tasks?|steps|aufgaben|tâches?|tareas|compiti|tarefas|piano|plano)(?![\p{sc=Latin}])|计划|任务|計画/iu },
  {
    topic: 'status',
    pattern:
      /(?<![\p{sc=Latin}])(?:status|state|progress|how far|how is|how's|how are|going on|eta|done yet|finished|ready yet|wie weit|stand|fortschritt|fertig|wie läuft|où en est|avancement|ça avance|cómo va|estado|progreso|a che punto|stato|come va|como (?:está|vai)|andamento)(?![\p{sc=Latin}])|进度|状态|进展|進捗|状況/iu,
  },
];
