import { WRITTEN } from './language-names.js';
import { mentionsIn } from './mentions.js';
import { plural, singular } from './names.js';

/** Wishes beyond entities and fields: which of them every generated service has, and which the template model can't build. */

const BUILT: RegExp[] = [
  /\b(?:pagina\w+|paging|pages of results)\b/i,
  /\b(?:filter\w*|sort\w*|search\w*|query parameters?|order(?:ed|ing) by)\b/i,
  /\b(?:validat\w+|error handling|error (?:messages?|responses?)|input checks?|status codes?)\b/i,
  /\b(?:unit |integration |automated |api |pytest |good |full |some )*tests?\b|\btest (?:suite|coverage)\b|\bunittest\b|\bcoverage\b/i,
  /\b(?:docker\w*|containeri[sz]\w+)\b/i,
  /\b(?:open ?api|swagger|documentation|docs|readme|api docs)\b/i,
  /\b(?:persist\w*|stored? (?:in|to|on) (?:a )?(?:json )?(?:file|disk)|json file|file storage|file-based|surviv\w+ (?:an?y? |the |all |every )?(?:restarts?|reboots?|crash(?:es)?)|(?:kept|keeps?|saved|remembered|stays?|remains?) (?:over|across|after|between|through)(?: an?| the| any)? (?:restarts?|reboots?)|(?:not|never) (?:be )?lost(?: (?:on|after|at|by|when|in)(?: an?| the| it)? (?:restarts?|reboots?|restarted))?|data storage|storage)\b/i,
  /\b(?:health ?checks?|health endpoint|\/health)\b/i,
  /\b(?:crud(?: operations?| endpoints?| support)?|rest(?:ful)?(?: api| endpoints?)?|json(?: api| responses?)?|http(?: api)?|endpoints?|routes?)\b/i,
  /\b(?:logging|logs|structured logs?)\b/i,
  /\b(?:std ?lib|standard library|no (?:external )?dependencies|without (?:external )?dependencies|zero dependencies|clean code|type hints|strict types)\b/i,
];
// These only where they are all of an item: "pages read" and "blog post" are fields.
const VERBS =
  /^(?:(?:an?|the|all|http) )*(?:create|creating|read|reading|update|updating|delete|deleting|list|listing|get|post|put|patch)(?: (?:operations?|endpoints?|requests?|methods?|support))?$/i;

const NOT_BUILT: [RegExp, string][] = [
  [
    /\b(?:auth|authenti\w+|authori[sz]\w+|log ?ins?|sign ?(?:up|in|ups|ins)|jwt|oauth2?|api keys?|access tokens?|bearer tokens?|passwords? hash\w*|(?:user|login|http|web) sessions?|session (?:cookies?|management|handling|tokens?)|sso|openid)\b/i,
    'authentication and authorization',
  ],
  [/\b(?:permissions?|rbac|access control|user roles|role-based)\b/i, 'permissions and roles'],
  [/\b(?:rate[ -]?limit\w*|throttl\w+)\b/i, 'rate limiting'],
  [
    /\b(?:postgres\w*|mysql|mariadb|sqlite3?|mongo\w*|redis|dynamodb|cassandra|elasticsearch|sql server|oracle|firebase|supabase|databases?|sqlalchemy|prisma|orm)\b/i,
    'a database engine (the data is kept in one JSON file)',
  ],
  [/\bgraphql\b/i, 'GraphQL'],
  [/\b(?:web ?sockets?|real-?time|server-sent events|sse|live updates|push notifications?)\b/i, 'live updates (WebSockets, server-sent events)'],
  [/\b(?:grpc|soap|protobuf)\b/i, 'gRPC and SOAP'],
  [
    /\b(?:send(?:s|ing)? (?:an? )?e?-?mails?|e-?mail (?:notifications?|confirmations?|alerts?|reminders?)|smtp|notif(?:y|ies|ications?)|reminders?|alerts?|sms)\b/i,
    'e-mails, notifications and reminders',
  ],
  [/\b(?:payments?|stripe|paypal|checkout|invoic(?:es|ing) pdf|billing)\b/i, 'payments and billing'],
  [
    /\b(?:front-?end|web (?:ui|page|interface|app)|user interface|dashboards?|admin (?:panel|ui|page)|html|css|react|vue|angular|svelte|next\.?js)\b/i,
    'a user interface',
  ],
  [/\b(?:file uploads?|uploads?|image uploads?|attachments?|s3)\b/i, 'file uploads'],
  [
    /\b(?:(?:csv|pdf|excel|xlsx|xml) (?:export|import)s?|(?:export|import)(?:s|ing)?(?: (?:to|from|as))? (?:csv|pdf|excel|xlsx|xml|data))\b/i,
    'import and export',
  ],
  [/\bcach(?:e|ing)\b/i, 'caching'],
  [/\b(?:kubernetes|k8s|helm|terraform|aws|azure|gcp|lambda|serverless|ci\/cd|github actions)\b/i, 'infrastructure and pipelines'],
  [/\b(?:kafka|rabbitmq|celery|message queues?|queues?|background jobs?|workers|event[- ]driven|pub\/?sub)\b/i, 'queues and background jobs'],
  [/\b(?:cors)\b/i, 'CORS'],
  [/\b(?:https|tls|ssl|certificates? management)\b/i, 'TLS (put a reverse proxy in front)'],
  [/\b(?:i18n|internationali[sz]ation|locali[sz]ation|multi-?language|translations? support)\b/i, 'translations'],
  [/\b(?:prometheus|opentelemetry|metrics endpoint|tracing|grafana)\b/i, 'metrics and traces'],
  [/\bwebhooks?\b/i, 'webhooks'],
  [/\b(?:cron|schedul(?:ed|er|ing) (?:jobs?|tasks?)?|recurring jobs?)\b/i, 'scheduled jobs'],
  [/\b(?:machine learning|ml model|ai[- ]powered|llm|gpt|chatbot|recommendations? engine|recommend\w+)\b/i, 'machine learning'],
  [/\b(?:multi-?tenan\w+)\b/i, 'multi-tenancy'],
  [/\b(?:soft[- ]delet\w+|undo|trash)\b/i, 'soft deletion'],
  [/\b(?:audit (?:log|trail)s?|version history|versioning)\b/i, 'audit logs and versioning'],
  [/\b(?:statistics|aggregat\w+|analytics|reports?|reporting|charts?)\b/i, 'statistics and reports'],
  [/\b(?:bulk|batch) (?:operations?|imports?|updates?|inserts?|deletes?)\b/i, 'bulk operations'],
  [/\b(?:encrypt\w+)\b/i, 'encryption of the stored data'],
  [/\b(?:full-?text search|fuzzy search|geo ?search|autocomplete)\b/i, 'full-text search (there is a plain text search by ?q=)'],
  [
    /\b(?:fast ?api|django|aiohttp|starlette|pydantic|express\.?js|nest\.?js|fastify|spring ?boot|quarkus|asp\.net(?: core)?)\b|\b(?:in|using|on|with|and) (?:flask|tornado|express|nest|koa|hapi|hono|spring|gin)(?=\s*(?:$|[.;)])| (?:and|framework)\b)|\b(?:flask|tornado|express|nest|koa|hapi|hono|spring|gin) (?:apis?|apps?|applications?|backend|servers?|framework|microservices?)\b/i,
    'frameworks (the standard library is used instead)',
  ],
  [/\b(?:pytest|jest|vitest|mocha)\b(?= (?:fixtures|mocks))/i, 'test frameworks beyond the standard library'],
  [/\b(?:java ?script)\b/i, 'plain JavaScript (it is written in TypeScript, which Node runs as it is)'],
];

/** True when the words ask for something every generated service has. */
function isBuiltIn(words: string): boolean {
  return VERBS.test(words) || BUILT.some((pattern) => pattern.test(words));
}

const ANY_VERB =
  /\b(?:creat(?:e|ing)|read(?:ing)?|updat(?:e|ing)|delet(?:e|ing)|list(?:ing)?|get|post|put|patch)\b(?: (?:operations?|endpoints?|requests?|methods?|support)\b)?$/i;
// Told by their names already.
const OTHER_LANGUAGES = /\b(?:kotlin|swift|rust|ruby|rails|php|laravel|c\+\+|elixir|scala|haskell|perl)(?=$|\W)/i;
// Words that ask for nothing by themselves.
const EMPTY =
  /\b(?:an?|the|this|that|these|those|it|its|they|their|them|there|we|i|you|me|us|all|each|every|any|some|both|one|more|and|or|but|so|as|of|for|with|without|by|to|from|in|on|at|via|over|through|into|is|are|be|been|was|has|have|having|had|do|does|should|must|shall|can|could|may|might|will|would|need|needs|want|wants|like|please|also|too|only|just|then|and|include|includes|including|included|support|supports|supported|supporting|provide|provides|provided|offer|offers|use|uses|used|using|make|makes|made|add|adds|give|gives|get|gets|write|written|build|built|create|created|creates|return|returns|returned|come|comes|simple|small|basic|proper|properly|good|nice|clean|full|complete|clear|useful|tested|covered|documented|working|standard|own|new|different|api|apis|service|services|app|application|server|backend|system|project|code|software|web|object|objects|resource|resources|entry|entries|record|records|item|items|field|fields|data|value|values|response|responses|request|requests|answer|answers|user|users|people|everything|client|clients|able|possible|allowed?|let|lets|able|manage|manages|managing|keep|keeps|store|stores|track|tracks|quality|production|ready|rest|restful|http|json|crud|python|typescript|node|go|java|method|methods|operation|operations|run|runs|back|python|input|list|lists|listed|remains?|stays?)\b/gi;

/** True when words ask for nothing but what every service has or what is told by its name already; `known` are names of objects and fields. */
export function isToldAlready(words: string, known: readonly string[] = []): boolean {
  const parts = new Set(known.flatMap((name) => name.toLowerCase().split(/[_\s-]+/)));
  const left = [...BUILT, ANY_VERB, ...NOT_BUILT.map(([pattern]) => pattern), OTHER_LANGUAGES].reduce(
    (text, pattern) => text.replace(new RegExp(pattern.source, 'gi'), ' '),
    words,
  );
  const rest =
    left
      .replace(EMPTY, ' ')
      // A large letter alone is a value: "class (A to G)".
      .match(/\p{L}{2,}|(?<!\p{L})\p{Lu}(?!\p{L})|\d+/gu) ?? [];
  return rest.map((word) => word.toLowerCase()).every((word) => parts.has(word) || parts.has(singular(word)));
}

// More fields than a service has (spec.ts); each is looked for in the whole text.
const NAMES_MAX = 300;

/** As `notBuilt`, without what is only the name of an object or a field: "sessions" of a gym, "payments" that are kept. */
export function notBuiltBeside(words: string, names: readonly string[]): string[] {
  const forms = [...new Set(names.slice(0, NAMES_MAX).flatMap((name) => [plural(name), name, singular(name)]))].sort((a, b) => b.length - a.length);
  const rest = forms.reduce(
    (text, form) => text.replace(new RegExp(`\\b${form.replaceAll('_', '[ _-]')}\\b(?! (?:by|via|per|apis?|apps?|servers?|back-?end)\\b)`, 'i'), ' '),
    words,
  );
  return notBuilt(rest);
}

/** What of these words the template model does not build, as short names. */
export function notBuilt(words: string): string[] {
  const others = mentionsIn(words).filter(({ isMeant, language }) => isMeant && language === null);
  return [
    ...NOT_BUILT.filter(([pattern]) => pattern.test(words)).map(([, name]) => name),
    ...new Set(others.map(({ label }) => `anything in ${label} (the template model writes ${WRITTEN})`)),
  ];
}

// One plain word can be a field all the same: "documents with category, pages and tests".
const AMBIGUOUS =
  /^(?:attachments?|reports?|alerts?|notifications?|reminders?|roles?|permissions?|sessions?|queue|payments?|cache|database|html|statistics|charts?|translations?|certificates?|storage|logs?|routes?|pages|tests|checkout|version|passwords?|uploads?|trash|content|list|search|order|lambda|post|read|get|put|patch|update|delete|create)$/;

/** True when an item of a list is a wish about the service and not a field. */
export function isFeature(item: string): boolean {
  const words = item.trim().toLowerCase();
  return !AMBIGUOUS.test(words) && (isBuiltIn(words) || notBuilt(words).length > 0);
}

/** True for words that are a wish only among other wishes. */
export function mayBeFeature(item: string): boolean {
  return AMBIGUOUS.test(item.trim().toLowerCase());
}

/** True when a whole list holds wishes about the service. */
export function areFeatures(items: string[]): boolean {
  return items.some(isFeature) && items.every((item) => isFeature(item) || mayBeFeature(item));
}
