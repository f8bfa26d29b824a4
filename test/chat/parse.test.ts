import { describe, expect, it } from '@jest/globals';
import { parseMessage, type Parsed } from '../../api/chat/parse.js';

const ID = 'int-code-7k2m9q';

/** What a message means, as short as it can be said. */
function meaning(text: string, repo: string | null = null): string {
  const parsed: Parsed = parseMessage(text, { repo });
  switch (parsed.kind) {
    case 'wish':
      return [
        parsed.action,
        ...parsed.refs,
        ...Object.entries(parsed.params).map(([key, value]) => `${key}=${String(value)}`),
        ...(parsed.words ? [`"${parsed.words}"`] : []),
      ].join(' ');
    case 'incomplete':
      return ['incomplete', parsed.action, ...parsed.refs].join(' ');
    case 'create':
      return `create ${parsed.description}${parsed.repo === null ? '' : ` in ${parsed.repo}`}`;
    case 'unclear':
      return parsed.other ? 'no software' : 'unclear';
    case 'question':
      return ['?', parsed.topic, ...parsed.refs].join(' ');
    default:
      return parsed.kind;
  }
}

const WISHES: [said: string, means: string][] = [
  [`deploy ${ID} to staging`, `deploy ${ID} environment=staging`],
  [`Can you please deploy ${ID} to prod?`, `deploy ${ID} environment=production`],
  [`deploy INT-CODE-7K2M9Q to Staging.`, `deploy ${ID} environment=staging`],
  [`put ${ID} on staging`, `deploy ${ID} environment=staging`],
  [`promote ${ID} from staging to production`, `deploy ${ID} environment=production`],
  ['ship it to production', 'deploy environment=production'],
  ['deploy the tasks api to staging', 'deploy environment=staging "tasks api"'],
  [`Bring ${ID} auf Staging`, `deploy ${ID} environment=staging`],
  [`Kannst du ${ID} auf staging deployen?`, `deploy ${ID} environment=staging`],
  [`déploie ${ID} en production`, `deploy ${ID} environment=production`],
  [`despliega ${ID} en producción`, `deploy ${ID} environment=production`],
  [`metti ${ID} in produzione`, `deploy ${ID} environment=production`],
  [`coloque ${ID} em produção`, `deploy ${ID} environment=production`],
  [`把${ID}部署到staging`, `deploy ${ID} environment=staging`],
  [`${ID}をstagingにデプロイして`, `deploy ${ID} environment=staging`],
  [`deploy ${ID}`, `incomplete deploy ${ID}`],
  ['approve', 'approve'],
  [`approve option 2 of ${ID}`, `approve ${ID} choice=2`],
  [`genehmige ${ID}`, `approve ${ID}`],
  ['approuve le plan', 'approve'],
  [`aprueba ${ID}`, `approve ${ID}`],
  [`reject ${ID} because the plan has no tests`, `reject ${ID} reason=The plan has no tests`],
  [`lehne ${ID} ab, weil Tests fehlen`, `reject ${ID} reason=Tests fehlen`],
  ['reject', 'incomplete reject'],
  [`stop ${ID}`, `stop ${ID}`],
  [`cancel ${ID} because it is too expensive`, `stop ${ID} reason=it is too expensive`],
  [`arrête ${ID}`, `stop ${ID}`],
  [`brich ${ID} ab`, `stop ${ID}`],
  ['roll back staging', 'rollback environment=staging'],
  [`roll back ${ID}`, `incomplete rollback ${ID}`],
  [`raise the budget of ${ID} to $10`, `raise_budget ${ID} budget_usd=10`],
  ['erhöhe das Budget auf 12,5', 'raise_budget budget_usd=12.5'],
  [`tell ${ID} to use sqlite`, `guidance ${ID} text=use sqlite`],
  [`${ID}: use postgres`, `guidance ${ID} text=use postgres`],
  [`${ID}: deploy to staging`, `deploy ${ID} environment=staging`],
  [`answer ${ID}: yes, with auth`, `answer ${ID} answer=yes, with auth`],
  ['request changes: add pagination', 'request_changes text=add pagination'],
];

const NEW_BUILDS: [said: string, means: string][] = [
  ['build me a REST API for tasks in Python', 'create a REST API for tasks in Python'],
  ['Please write a CLI that counts words', 'create a CLI that counts words'],
  ['Baue mir eine REST API für Aufgaben', 'create eine REST API für Aufgaben'],
  ['crée-moi une API REST pour des tâches', 'create une API REST pour des tâches'],
  ['hazme una API REST para tareas', 'create una API REST para tareas'],
  ['build me a shop for plants', 'create a shop for plants'],
  ['write me a function that makes poems', 'create a function that makes poems'],
  ['write a poem generator', 'create a poem generator'],
  ['make me a snake game', 'create a snake game'],
  ['write a sudoku solver', 'create a sudoku solver'],
  ['make me something that counts words', 'create something that counts words'],
  ['i need a list with titles, authors and years', 'create a list with titles, authors and years'],
  ['create an email service', 'create an email service'],
  ['schreib mir einen Dienst für Gedichte', 'create einen Dienst für Gedichte'],
  ['add rate limiting to https://example.org/shop.git', 'create add rate limiting to https://example.org/shop.git in https://example.org/shop.git'],
];

/** What people ask of whoever writes; and what could be anything. */
const NO_BUILDS: [said: string, means: string][] = [
  ['write me a poem', 'no software'],
  ['write me a poem about APIs', 'no software'],
  ['please write a short story in JSON', 'no software'],
  ['write a letter to my landlord', 'no software'],
  ['write me a blog post about cats', 'no software'],
  ['I need a recipe collection with title, ingredients and steps', 'unclear'],
  ['write a text adventure in Python', 'unclear'],
  ['make me a sandwich', 'no software'],
  ['build me a house', 'no software'],
  ['create a recipe for pancakes', 'no software'],
  ['schreib mir ein Gedicht', 'no software'],
  ["écris-moi un poème sur l'automne", 'no software'],
  ['make me a surprise', 'unclear'],
  ['i need help with my build', 'unclear'],
  ['build me a recipe collection', 'unclear'],
];

const QUESTIONS: [said: string, means: string][] = [
  ['why did the tests fail', '? tests'],
  ['warum sind die Tests fehlgeschlagen?', '? tests'],
  ['¿por qué fallaron las pruebas?', '? tests'],
  ['pourquoi les tests ont échoué ?', '? tests'],
  [`how far is ${ID}`, `? status ${ID}`],
  ['wie weit ist es?', '? status'],
  [`où en est ${ID} ?`, `? status ${ID}`],
  ['what did it cost', '? cost'],
  ['combien ça a coûté ?', '? cost'],
  ['how much did I spend this month', '? spending'],
  ['what did it cost today?', '? spending'],
  ['how much money do I have left', '? spending'],
  ['what is my monthly budget', '? spending'],
  ['wie viel habe ich diesen Monat ausgegeben?', '? spending'],
  ["combien ai-je dépensé aujourd'hui ?", '? spending'],
  ['¿cuánto he gastado este mes?', '? spending'],
  ['quanto ho speso oggi?', '? spending'],
  ['quanto gastei este mês?', '? spending'],
  ['how much did I spend on it', '? cost'],
  ['which services are live', '? live'],
  ['which services are up?', '? live'],
  ['what is deployed', '? live'],
  ["what's live in production?", '? live'],
  ['show my deployments', '? live'],
  ['can you show me all my services?', '? live'],
  ['welche Dienste laufen?', '? live'],
  ['was ist gerade deployt?', '? live'],
  ['quels services sont en ligne ?', '? live'],
  ['¿qué servicios están activos?', '? live'],
  ['quali servizi sono online?', '? live'],
  ['quais serviços estão no ar?', '? live'],
  ['is it live?', '? deployments'],
  ['which builds are running', '? builds'],
  ['what is it waiting for?', '? waiting'],
  ['any security findings?', '? findings'],
  ['where is it deployed?', '? deployments'],
  ['what happened?', '? journal'],
  ['show me the tasks', '? plan'],
  ['list my builds', '? builds'],
  ['tell me how far it is', '? status'],
  ['help', '? help'],
  ['what can you do?', '? help'],
  ['hi', '? greeting'],
  ['Hello there!', '? greeting'],
  ['guten Morgen', '? greeting'],
  ['what is it doing?', '? doing'],
  [`what is ${ID} working on right now`, `? doing ${ID}`],
  ['was macht es gerade?', '? doing'],
  ['what was built?', '? built'],
  [`what did you build in ${ID}`, `? built ${ID}`],
  ['show me the files', '? files'],
  [`which files are in ${ID}`, `? files ${ID}`],
  ['what changed?', '? files'],
  ["qu'est-ce qu'il fait ?", '? doing'],
  ['what are you doing?', '? doing'],
  ['?', '? help'],
];

/** Whatever is not plainly one thing done now, or one fact asked for. */
const OPEN = [
  `don't deploy ${ID} to staging`,
  `deploy ${ID} to staging when the tests pass`,
  `deploy ${ID} to staging and then stop it`,
  `should I deploy ${ID}?`,
  `ne déploie pas ${ID}`,
  `deploye ${ID} nicht auf staging`,
  'how can I make the tests faster?',
  'make it faster',
  'what does app.py do?',
  'why is the build so slow?',
  // Words within words ask nothing.
  'what is a sofa',
  'what is a backup tool',
  'somewhere in the copyright nowadays',
  'who are the waiters',
];

describe('what people say', () => {
  it.each(WISHES)('%s', (said, means) => expect(meaning(said)).toBe(means));
  it.each(NEW_BUILDS)('%s', (said, means) => expect(meaning(said)).toBe(means));
  it.each(NO_BUILDS)('is asked about: %s', (said, means) => expect(meaning(said)).toBe(means));
  it.each(QUESTIONS)('%s', (said, means) => expect(meaning(said)).toBe(means));
  it.each(OPEN)('is left to a model: %s', (said) => expect(meaning(said)).toBe('open'));

  it('means a chosen repository by "add ..."', () => {
    expect(meaning('add rate limiting')).toBe('open');
    expect(meaning('add rate limiting', 'https://example.org/shop.git')).toBe('create add rate limiting in https://example.org/shop.git');
  });

  it('knows a bare yes, which carries nothing out', () => {
    for (const said of ['yes', 'Ja!', 'oui', 'sí', 'ok', 'do it']) expect(meaning(said)).toBe('yes');
  });

  it('reads a description of several lines as it stands', () => {
    expect(parseMessage('build me a service:\n- with users\n- with deploy scripts')).toEqual({
      kind: 'create',
      description: 'a service:\n- with users\n- with deploy scripts',
      repo: null,
    });
  });

  it('is done with any text in no time', () => {
    const hostile = [
      'deploy '.repeat(3_000),
      'a'.repeat(20_000),
      `${'('.repeat(5_000)} to staging`,
      'tell '.repeat(4_000),
      `int-code-${'x'.repeat(10_000)}`,
      ' '.repeat(20_000),
      'reject because '.repeat(1_300),
    ];
    for (const text of hostile) expect(() => parseMessage(text)).not.toThrow();
  });
});
