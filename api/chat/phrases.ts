/**
 * What people say when they want something done, in English, German, French, Spanish, Italian and Portuguese (and the plainest
 * words of Chinese and Japanese). Patterns see one line with straight quotes, in any case; those that take the rest of what is
 * said as it stands see its lines, and `.` is any character there: without that each blank before it is tried as its beginning.
 */
import type { CardAction, Topic } from '../../contracts/chat.js';

/** Said before a wish without changing it. */
export const POLITE =
  /^(?:(?:please|pls|kindly|ok(?:ay)?|now|hey|hi|so|well|yes|just|let's|let us|go ahead and|can you|could you|would you|will you|i(?:'d| would) like (?:you )?to|i want (?:you )?to|bitte|jetzt|kannst du|könntest du|können sie|könnten sie|s'il (?:te|vous) plaît|stp|peux-tu|pouvez-vous|por favor|puedes|podrías|per favore|puoi|você pode|请|帮我)(?![\p{sc=Latin}\d])[\s,:]*)+/iu;

/** What makes a sentence something else than a plain wish: it is left to a model. */
export const NOT_PLAIN =
  /(?<![\p{sc=Latin}])(?:don't|do not|never|not yet|isn't|shouldn't|unless|if|when|once|after|until|before|except|nicht|kein\w*|nie|wenn|sobald|falls|nachdem|bevor|ne\b.*\bpas|pas|jamais|si|quand|dès que|après|no|nunca|cuando|después|antes|non|mai|se|quando|dopo|prima|não|depois|别|不要|如果)(?![\p{sc=Latin}])/iu;
/** Joins two wishes. */
export const TWO_WISHES = /(?<![\p{sc=Latin}])(?:and then|then|und dann|et puis|y luego|e poi|e depois|并且|然后)(?![\p{sc=Latin}])/iu;

export interface Phrase {
  action: CardAction;
  /** At the beginning, or (an infinitive of German or Japanese) at the end. What it matches is not looked at again. */
  pattern: RegExp;
  /** Only together with an environment: these verbs mean many things. */
  needsEnvironment?: boolean;
}

export const ENVIRONMENTS: readonly { environment: 'staging' | 'production'; pattern: RegExp }[] = [
  {
    environment: 'staging',
    pattern: /(?<![\p{sc=Latin}])(?:staging|stage|pre-?prod(?:uction)?|test environment|testumgebung|preproducción|预发布|ステージング)(?![\p{sc=Latin}])/iu,
  },
  {
    environment: 'production',
    pattern:
      /(?<![\p{sc=Latin}-])(?:production|prod|live|produktion|produktiv|en ligne|producción|produzione|produção|生产环境|生产|本番環境|本番)(?![\p{sc=Latin}])/iu,
  },
];

/** Asked in this order; the first that fits counts. */
export const PHRASES: readonly Phrase[] = [
  {
    action: 'rollback',
    pattern:
      /^(?:roll ?back|revert|undo the deployment(?: of)?|zurückrollen|rolle?|annule le déploiement(?: de)?|restaure|revierte|revertir|ripristina|reverte|reverta|回滚)(?![\p{sc=Latin}])/iu,
    needsEnvironment: true,
  },
  { action: 'rollback', pattern: /(?<![\p{sc=Latin}])(?:zurückrollen|ロールバック(?:して)?)$/iu, needsEnvironment: true },
  { action: 'deploy', pattern: /^(?:re)?deploy(?:e|en)?(?![\p{sc=Latin}])/iu },
  { action: 'deploy', pattern: /^(?:déploie[rsz]?|déployez|despliega|desplegar|despliegue|distribuisci|implante|implanta)(?![\p{sc=Latin}])/iu },
  {
    action: 'deploy',
    pattern:
      /^(?:ship|release|publish|promote|put|push|bring|take|move|roll out|go|rolle?|stelle?|bringe?|setze?|schiebe?|veröffentliche?|mets|mettre|mettez|publie[rz]?|livre[rz]?|publica|publicar|pon|poner|lanza|rilascia|pubblica|metti|publique|coloque|coloca)(?![\p{sc=Latin}])/iu,
    needsEnvironment: true,
  },
  { action: 'deploy', pattern: /(?<![\p{sc=Latin}])(?:deployen|ausrollen|bereitstellen|veröffentlichen|(?:に|へ)?デプロイ(?:して(?:ください)?)?)$/iu },
  { action: 'deploy', pattern: /^(?:把|将)?(?=.*部署).*部署(?:到)?/iu },
  {
    action: 'approve',
    pattern:
      /^(?:approve|accept|sign off(?: on)?|green ?light|lgtm|genehmige?|genehmigen|freigeben|akzeptiere|approuve[rz]?|valide[rz]?|accepte[rz]?|aprueba|aprobar|apruebe|acepta|approva|accetta|aprova|aprove|aceite|aceita|批准|承認(?:して)?)(?![\p{sc=Latin}])/iu,
  },
  { action: 'approve', pattern: /(?<![\p{sc=Latin}])(?:genehmigen|freigeben|を?承認して)$/iu },
  {
    action: 'reject',
    pattern:
      /^(?:reject|decline|turn down|verwirf|ablehnen|lehne?|rejette[rz]?|refuse[rz]?|rechaza[r]?|rifiuta|respingi|rejeita|rejeite|recusa|recuse|拒绝|却下(?:して)?)(?![\p{sc=Latin}])/iu,
  },
  { action: 'reject', pattern: /(?<![\p{sc=Latin}])ablehnen$/iu },
  { action: 'complete', pattern: /^(?:complete|close|wrap up|schließe?|clôture[rz]?|cierra|chiudi|conclua)(?![\p{sc=Latin}])/iu },
  {
    action: 'stop',
    pattern:
      /^(?:stop|cancel|abort|kill|halt|terminate|stoppe?n?|brich|halte?|arrête[rz]?|annule[rz]?|detén|detener|para|parar|cancela[r]?|aborta|ferma|fermare|annulla|interrompi|pare|cancele|interrompa|停止|中止(?:して)?)(?![\p{sc=Latin}])/iu,
  },
  { action: 'stop', pattern: /(?<![\p{sc=Latin}])(?:stoppen|abbrechen|anhalten|を?(?:止めて|停止して|中止して))$/iu },
];

/** Words beside action, build and environment that change nothing; whatever else remains makes a wish unclear. */
export const FILLER =
  /(?<![\p{sc=Latin}\d])(?:the|this|that|it|its|my|our|build|one|version|app|service|project|to|on|onto|into|in|of|for|from|now|please|again|back|out|plan|gate|deployment|environment|it's|up|off|last|latest|current|immediately|right away|asap|today|completely|sofort|immédiatement|inmediatamente|subito|der|die|das|den|dem|ihn|es|sie|den build|auf|nach|für|von|jetzt|bitte|mal|ab|aus|bereit|zurück|an|frei|umgebung|le|la|les|l'|un|une|en|sur|vers|de|du|ce|maintenant|el|los|lo|esto|este|a|al|ahora|il|gli|su|ora|questo|o|os|as|no|na|em|para|agora|isso|到|吧|を|に|へ|上)(?![\p{sc=Latin}\d])/giu;

/** `build me ...`: what follows is the description. */
export const CREATE =
  /^(?:(?:build|make|create|write|develop|generate|implement|code|design)(?: (?:me|us))?|i need|we need|i want|bau(?:e)? (?:mir|uns)|erstelle?(?: (?:mir|uns))?|schreibe?(?: (?:mir|uns))?|entwickle?(?: (?:mir|uns))?|construis(?:-(?:moi|nous))?|crée[rz]?(?:-(?:moi|nous))?|développe(?:-(?:moi|nous))?|écris(?:-(?:moi|nous))?|constrúyeme|construye|créame|crea|hazme|desarrolla|costruiscimi|costruisci|creami|scrivimi|construa|crie|faça|desenvolva|给我(?:做|写|建)(?:一个)?|帮我(?:做|写|建)(?:一个)?) (?=\S)/iu;
/** With these a thing that is to be made is named; without one, `make it faster` is no new build. */
export const NEW_THING = /^(?:an?|some|the|my|our|new|rest|ein(?:e|en)?|une?|una|um|uma|un')(?![\p{sc=Latin}])/iu;
/** Work on a repository that is named or chosen. */
export const WORK_ON_REPO =
  /^(?:add|fix|refactor|implement|change|improve|extend|füge?|behebe?|ajoute[rz]?|corrige[rz]?|añade|arregla|aggiungi|correggi|adicione|corrija)(?![\p{sc=Latin}])/iu;
export const REPO_URL = /(?:https?:\/\/|git@|ssh:\/\/|file:\/\/)[^\s'"<>]+/iu;

export const RAISE =
  /^(?:raise|increase|set|change|lift|erhöhe?|setze?|augmente[rz]?|fixe[rz]?|aumenta|sube|pon|fija|alza|imposta|aumente|defina)(?![\p{sc=Latin}]).*?(?:budget|presupuesto|orçamento)(?:[^\d]*?)\$?\s*(\d+(?:[.,]\d+)?)\s*(?:\$|usd|dollars?|dólares|dollari)?$/iu;
export const CHANGES =
  /^(?:request changes?|ask for changes?|change the plan|ändere den plan|change le plan|cambia el plan|cambia il piano|mude o plano)(?: (?:to|of|for))?\s*(.*)$/isu;
export const ANSWER = /^(?:answer|reply|antworte|antwort|réponds|répondez|réponse|responde|responda|rispondi|resposta)(?![\p{sc=Latin}])\s*(.*)$/isu;
export const GUIDANCE =
  /^(?:tell|guide|advise|instruct|remind|hint|guidance|sag(?:e)?|dis|dites|dile|di(?:lle|gli)?|diga)(?![\p{sc=Latin}])\s*(?:(?:it|them|him|the (?:agents?|build|developers?)|ihm|ihnen|den agenten|dem build|lui|leur|aux agents|a los agentes|agli agenti|aos agentes)(?![\p{sc=Latin}]))?\s*(.*)$/isu;
/** Before what is to be said to agents or to a question. */
export const LEAD_IN = /^(?:to|that|with|dass|zu|mit|que|de|con|che|com)(?![\p{sc=Latin}])\s*|^[:,-]\s*/iu;
export const BECAUSE =
  /(?:[,;:]|\s[-–—])?\s*(?<![\p{sc=Latin}])(?:because(?: of)?|since|reason:?|as|weil|da|denn|grund:?|parce qu[e']|car|porque|perché|por)(?![\p{sc=Latin}])\s*:?\s*|\s*[:–—]\s+/iu;
export const CHOICE = /(?:option|choice|design|number|variante?|nummer|número|numero|opción|opzione|opção)\s*#?(\d)/iu;
export const YES =
  /^(?:y|yes|yep|yeah|sure|ok(?:ay)?|do it|go ahead|confirm(?:ed)?|ja|jawohl|mach(?: es)?|bestätigt?|oui|vas-y|d'accord|sí|si|vale|adelante|sì|va bene|sim|pode|はい|是|好)$/iu;

/** Questions that rows answer; asked in this order. */
export const TOPIC_PATTERNS: readonly { topic: Topic; pattern: RegExp }[] = [
  {
    topic: 'greeting',
    pattern:
      /^(?:hello|hi|hey|hallo|moin|guten (?:tag|morgen|abend)|good (?:morning|afternoon|evening)|bonjour|salut|hola|buenos días|ciao|buongiorno|olá|bom dia|你好|こんにちは)(?: (?:there|all|everybody|you|millwright|zusammen))?$/iu,
  },
  {
    topic: 'help',
    pattern:
      /^(?:help|\?+|what (?:else )?can (?:you|i) (?:do|say|ask)|who are you|what are you|commands|hilfe|was kannst du|aide|que peux-tu faire|ayuda|qué puedes hacer|aiuto|cosa puoi fare|ajuda|帮助|ヘルプ)(?![\p{sc=Latin}])/iu,
  },
  {
    topic: 'builds',
    pattern:
      /^(?:(?:list|show)(?: me)?|what|which|welche|zeige?(?: mir)?|quels?|qué|quali|quais|muestra|mostra)?\s*(?:are |sind |sont |son |all |my |the |alle |meine |mes |mis |i miei |meus |active |running |laufen(?:den)? )*builds?(?: (?:are|is|do|have|laufen|gibt).*)?$/iu,
  },
  {
    topic: 'tests',
    pattern:
      /(?<![\p{sc=Latin}])(?:tests?|checks?|specs?|pruebas?|testes?|测试|テスト)(?![\p{sc=Latin}]).*(?:fail|broke|red|pass|wrong|result|status|fehl|schei|rot|kaputt|échou|rat(?:é|e)|fall|fal(?:l|h)|失败|失敗)|(?:why|what|which|warum|wieso|was|welche|pourquoi|qu'est-ce|por qué|qué|perché|cosa|por que|o que|为什么|なぜ).*(?:fail|broke|fehlgeschlagen|schiefgegangen|gescheitert|échoué|fall[óaoe]|fallit|falh|失败|失敗)/iu,
  },
  {
    topic: 'cost',
    pattern:
      /(?<![\p{sc=Latin}])(?:cost|costs|spent|spend|spending|expensive|how much|price|money|budget|kostet|gekostet|kosten|ausgegeben|combien|coûté?|coût|dépensé|cuánto|cuesta|costó|gastado|quanto|costato|custou|gasto)(?![\p{sc=Latin}])|花了多少|费用|費用|いくら/iu,
  },
  {
    topic: 'doing',
    pattern:
      /(?<![\p{sc=Latin}])(?:what(?:'s| is| are)|was|que|qu'est-ce qu[e']|qué|cosa|o que)(?![\p{sc=Latin}]).*(?:doing|working on|up to|happening|mach(?:st?|t|en)|tut?|tust|fait|haciendo|hace|facendo|fa|fazendo)(?![\p{sc=Latin}])|(?:current step|right now)|在做什么|何をして/iu,
  },
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
    pattern:
      /(?:wait(?:s|ing)?(?: for)?|needs? (?:from )?me|need me|do you need|blocked|wartet|warten|gebraucht|attend(?:s|ent)?|bloqué|espera(?:ndo)?|aspetta|等待|待って)/iu,
  },
  {
    topic: 'findings',
    pattern:
      /(?<![\p{sc=Latin}])(?:findings?|security|vulnerabilit\w*|honest\w*|sicherheit\w*|befunde?|sécurité|seguridad|sicurezza|segurança)(?![\p{sc=Latin}])|安全|セキュリティ/iu,
  },
  {
    topic: 'deployments',
    pattern:
      /(?<![\p{sc=Latin}])(?:urls?|link|deployments?|environments?|deployed|running where|umgebungen|adresse|déploiements?|despliegues?)(?![\p{sc=Latin}])|where.*(?:run|live)|wo läuft|où tourne|dónde (?:está|corre)|dove gira|onde (?:está|roda)/iu,
  },
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
