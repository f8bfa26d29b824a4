/** What people answer in words of their own when a plan was sent back: it counts, or the next plan says at its top that it did not. */
import { describe, expect, it } from '@jest/globals';
import { askedIn, languageChosen } from '../../../activities/llm/template/parse/asked.js';
import { LANGUAGES as ALL } from '../../../activities/llm/template/spec.js';
import { planAnswer } from '../../../contracts/plan-answer.js';
import { splitRisks } from '../../../contracts/not-built.js';
import { planSchema } from '../../../schemas/plan.js';
import { ask, type Files, intentOf, type PlanLike, runSession } from './drive.js';

type Plan = PlanLike & { questions: string[] };
const RUST = 'A REST API for books with title and price per page, in Rust.';

async function planOf(words: string, more: Record<string, unknown> = {}, feedback: string[] = [], type = 'api'): Promise<Plan> {
  const plan = await ask('plan', { intent: intentOf(words, { project_type: type }), ...more }, feedback);
  expect(planSchema.safeParse(plan).error).toBeUndefined();
  return plan as Plan;
}

const LANGUAGES: [said: string, language: string][] = [
  ['Go please', 'go'],
  ['Go', 'go'],
  ['use Go', 'go'],
  ['in golang', 'go'],
  ['python, please', 'python'],
  ["let's go with Java", 'java'],
  ['go for TypeScript', 'typescript'],
  ['I would prefer Go.', 'go'],
  ['Then write it in C# please!', 'csharp'],
  ['.NET 8', 'csharp'],
  ['node', 'typescript'],
  ['not Python, TypeScript', 'typescript'],
  ['Go instead of Rust', 'go'],
  ['Rust or Go', 'go'],
  ['Why not Go?', 'go'],
  ['nothing but C-Sharp', 'csharp'],
  ['the third one', 'go'],
  ['bitte Java', 'java'],
  ['на Go, пожалуйста', 'go'],
  ['whatever you like', 'python'],
  ['yes, that is fine', 'python'],
];

describe('an answer that names the language', () => {
  it.each(LANGUAGES)('counts, with or without its question: %s', async (said, language) => {
    const plan = await planOf(RUST);
    for (const feedback of [said, planAnswer(plan.questions[0]!, said)]) {
      const next = await planOf(RUST, { plan }, [feedback]);
      expect([next.language, next.questions]).toEqual([language, []]);
      expect(JSON.stringify(next)).not.toMatch(/Rust|did not understand|requested change/);
      expect(next.requirements.join('\n')).toContain('Each book has: title (text, required), price_per_page (number, optional)');
      // It stays answered, whatever is asked for afterwards.
      const later = await planOf(RUST, { plan: next }, [`${feedback}\nadd an author`]);
      expect([later.language, later.questions, later.title]).toEqual([language, [], 'Books API']);
      expect(later.requirements.join('\n')).toContain('author (text, optional)');
      expect(splitRisks(later.risks).notBuilt).toEqual([]);
    }
  });

  it.each(LANGUAGES.filter(([said]) => !/third|whatever|fine|bitte|пожалуйста|Rust/.test(said)))(
    'changes a plan that asks nothing: %s',
    async (said, language) => {
      for (const [words, type] of [
        ['A REST API for books with title', 'api'],
        ['a function that checks whether a number is prime', 'library'],
        ['a CLI that counts words in files', 'cli'],
      ] as const) {
        const plan = await planOf(words, {}, [], type);
        const next = await planOf(words, { plan }, [said], type);
        expect(next.language).toBe(language);
        expect(splitRisks(next.risks).notBuilt).toEqual([]);
        expect(next.summary).not.toContain('did not understand');
      }
    },
  );

  it('may say more in the same breath', async () => {
    const plan = await planOf(RUST);
    const next = await planOf(RUST, { plan }, ['Go please, and add an author']);
    expect(next.language).toBe('go');
    expect(next.requirements.join('\n')).toContain('author (text, optional)');
    expect(splitRisks(next.risks).notBuilt).toEqual([]);
    const other = await planOf(RUST, { plan }, ['Go, and make it shine']);
    expect([other.language, other.questions]).toEqual(['go', []]);
    expect(other.summary).toMatch(/^I did not understand: "make it shine"\. I understand, for example: "add a phone"/);
  });

  it('may be another project altogether', async () => {
    const plan = await planOf(RUST);
    const next = await planOf(RUST, { plan }, ['make it a CLI that keeps coins with year and value, in Java']);
    expect([next.language, next.questions]).toEqual(['java', []]);
    expect(next.requirements.join('\n')).toContain('Each coin has: year');
  });

  it('is built by the sessions', async () => {
    const plan = await planOf(RUST);
    const next = await planOf(RUST, { plan }, ['Go please']);
    const files: Files = new Map();
    for (const task of next.tasks) await runSession(intentOf(RUST), next, task, files);
    expect([...files.keys()]).toEqual(expect.arrayContaining(['go.mod', ...next.tasks.flatMap((task) => task.files)]));
  });

  it('is understood between any words of courtesy', () => {
    const names = [
      ['Go', 'go'],
      ['golang', 'go'],
      ['Python 3', 'python'],
      ['TypeScript', 'typescript'],
      ['Java', 'java'],
      ['C#', 'csharp'],
    ];
    const before = [
      '',
      'in ',
      'use ',
      'please use ',
      'I want ',
      "let's take ",
      'make it ',
      'ok, then ',
      'rather ',
      'could you do it in ',
      'switch to ',
      'the language should be ',
    ];
    const after = ['', ' please', ', please', '!', '.', ' then', ' instead', ' would be great', ', thanks', ' is fine', ' for this one', '?'];
    const said = names.flatMap(([name, language]) => before.flatMap((start) => after.map((end) => [`${start}${name}${end}`, language])));
    const wrong = said.filter(([words, language]) => languageChosen(words ?? '', ALL) !== language || askedIn([words ?? '']).changes.length > 0);
    expect(said.length).toBe(864);
    expect(wrong).toEqual([]);
  });

  it('is none where the words only look like one', () => {
    for (const words of [
      'go ahead',
      'go for it',
      "let's go",
      "ok, let's go",
      "all good, let's go!",
      'good to go',
      'yes, go',
      'go on',
      'add a node to each tree',
      'express delivery only',
      'the java version is required',
      'add a go button',
    ])
      expect([words, askedIn([words]).language]).toEqual([words, null]);
  });
});

describe('words that are not understood', () => {
  it.each([
    [RUST, 'api', 'the usual one', /^I did not understand: "the usual one"\. I understand, for example: "Python", "TypeScript"/],
    ['make me rich', 'api', 'just rich', /^I did not understand: "just rich"\. I understand, for example: "a REST API for books/],
    ['A REST API for books with title', 'api', 'make it shine', /^I did not understand: "make it shine"\. I understand, for example: "add a phone"/],
    ['a CLI to track expenses with amount', 'cli', 'сделай красиво', /^I did not understand: "сделай красиво"/],
    ['a BankAccount class with owner and balance', 'library', 'more magic', /^I did not understand: "more magic"/],
    ['a CLI that counts words in files', 'cli', 'count vowels too', /^I did not understand: "count vowels too"/],
    [
      'a function that checks whether a number is prime',
      'library',
      'make it faster',
      /^I did not understand: "make it faster"\. I understand, for example: another language/,
    ],
    [
      'a landing page for my bakery with a menu',
      'website',
      'add a wheel of fortune',
      /^I did not understand: "add a wheel of fortune"\. I understand, for example: "add a gallery"/,
    ],
  ])('of %s (%s) are repeated at the top of the next plan, with what would be understood: %s', async (words, type, said, expected) => {
    const plan = await planOf(words, {}, [], type);
    const next = await planOf(words, { plan }, [said], type);
    expect(next.summary).toMatch(expected);
    expect(next.questions).toEqual(plan.questions);
    expect(splitRisks(next.risks).notBuilt.join('\n')).toContain(`"${said}"`);
  });

  it('are told apart from those that were understood and can not be done', async () => {
    const plan = await planOf('A REST API for books with title');
    const next = await planOf('A REST API for books with title', { plan }, ['use Ruby\nadd authentication\nmake age required']);
    expect(next.summary).not.toContain('did not understand');
    expect(next.summary).toMatch(/Not made: "use Ruby"\. The template model cannot write Ruby; it writes Python, TypeScript, Go, Java and C#\./);
    expect(next.summary).toMatch(/Not made: "add authentication"\. .*authentication and authorization/);
    expect(next.summary).toMatch(/Not made: "make age required"\. No object has a field called age/);
    expect(next.language).toBe('python');
  });

  it('that name a language for a site that there is none in, leave the site as it is and say so', async () => {
    const words = 'a landing page for my bakery with a menu';
    const plan = await planOf(words, {}, [], 'website');
    const next = await planOf(words, { plan }, ['use Java'], 'website');
    expect(next.language).toBe('python');
    expect(next.summary).toMatch(/^Not made: "Java"\. The template model writes websites in Python and TypeScript, and not in Java/);
  });
});

describe('the sections of a site', () => {
  it('follow what is asked for, as far as the sessions', async () => {
    const words = 'a landing page for my bakery with a menu and contact';
    const plan = await planOf(words, {}, [], 'website');
    const next = await planOf(words, { plan }, ['add a gallery and opening hours, and remove the menu'], 'website');
    expect(next.requirements[0]).toBe('One page with the sections Contact, Gallery, Opening hours; each has its link');
    expect(splitRisks(next.risks).notBuilt).toEqual([]);
    const files: Files = new Map();
    for (const task of next.tasks) await runSession(intentOf(words, { project_type: 'website' }), next, task, files);
    expect(files.get('site/index.html')).toMatch(/Contact[^]*Gallery[^]*Opening hours/);
    expect(files.get('site/index.html')).not.toContain('>Menu<');
  });
});

describe('a language that the template model does not write', () => {
  it.each([
    ['A REST API for books with title, in Ruby', 'Ruby', 'api'],
    ['a REST API for books with title, written in PHP 8 with Laravel.', 'PHP', 'api'],
    ['A Ruby on Rails app for books with title', 'Ruby', 'api'],
    ['a Rust CLI for books with title', 'Rust', 'cli'],
    ['A Kotlin service for books with title', 'Kotlin', 'api'],
    ['a Ruby gem that checks whether a number is prime', 'Ruby', 'library'],
    ['a landing page for my bakery, in Elixir', 'Elixir', 'website'],
    ['a landing page for my bakery, in Go', 'Go', 'website'],
  ])('is said once, with those it writes and what is built instead: %s', async (words, language, type) => {
    const plan = await planOf(words, {}, [], type);
    const writes = type === 'website' ? 'websites in Python and TypeScript' : 'Python, TypeScript, Go, Java and C#';
    expect(plan.summary).toMatch(
      new RegExp(`^Understood in part: The template model cannot write (?:this in )?${language}; it writes ${writes.replace('#', '\\#')}\\. Unless you choose`),
    );
    expect(plan.summary).not.toMatch(/[,;:] ?\.|\.\.|,,/);
    expect(splitRisks(plan.risks).notBuilt).toEqual([`${language}: it is built in Python instead`]);
    expect(plan.questions).toEqual([expect.stringMatching(new RegExp(`^Which language .*It cannot be ${language}; without an answer it is Python\\.$`))]);
    expect(plan.title).not.toContain(language);
    expect(plan.requirements[0]).toMatch(/^Built instead: .*[a-z]$/i);
    expect(plan.requirements.join('\n')).not.toContain(language === 'Go' ? ' in Go' : language);
    expect(plan.language).toBe('python');
  });

  it('of the stack is one as well', async () => {
    const plan = (await ask('plan', { intent: intentOf('A REST API for books with title', { constraints: { stack: ['Ruby on Rails'] } }) })) as Plan;
    expect(splitRisks(plan.risks).notBuilt).toEqual(['Ruby: it is built in Python instead']);
  });

  it('that is answered again is said again, and asked about again', async () => {
    const plan = await planOf(RUST);
    const next = await planOf(RUST, { plan }, ['Ruby then']);
    expect(next.questions).toEqual(plan.questions);
    expect(next.summary).toMatch(/^Not made: "Ruby then"\. The template model cannot write Ruby; it writes Python/);
  });

  it('is another matter than not being understood, and both are said', async () => {
    const plan = await planOf('a mobile game in Kotlin with multiplayer');
    expect(plan.summary).toMatch(/^Not understood: .*cannot write Kotlin; it writes Python/);
    expect(plan.title).not.toContain('Kotlin');
  });
});
