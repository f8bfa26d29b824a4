/**
 * What people say when they want something done, in English, German, French, Spanish, Italian and Portuguese (and the plainest
 * words of Chinese and Japanese). Patterns see one line with straight quotes, in any case; those that take the rest of what is
 * said as it stands see its lines, and `.` is any character there: without that each blank before it is tried as its beginning.
 */
import type { CardAction } from '../../contracts/chat.js';

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
  { action: 'rollback', pattern: /^(?:roll ?back|undo the deployment(?: of)?|annule le déploiement(?: de)?|回滚)(?![\p{sc=Latin}])/iu },
  {
    action: 'rollback',
    pattern: /^(?:revert|zurückrollen|rolle?|restaure|revierte|revertir|ripristina|reverte|reverta)(?![\p{sc=Latin}])/iu,
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
/** Of those the ones by which people ask for texts, meals and presents as well. */
export const WRITTEN = /^(?:write|make|i need|we need|i want|schreibe?|écris|hazme|scrivimi|faça|(?:给我|帮我)(?:做|写))(?![\p{sc=Latin}])/iu;
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
