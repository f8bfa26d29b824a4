/** What people really type: it is planned, planned in part with the rest told, or not understood, which the plan says and asks about. */
import { describe, expect, it } from '@jest/globals';
import { NOT_BUILT_RISK, splitRisks } from '../../../contracts/not-built.js';
import { planSchema } from '../../../schemas/plan.js';
import { ask, build, type Files, intentOf, type PlanLike, runSession } from './drive.js';

async function planOf(words: string, type = 'api', more: Record<string, unknown> = {}, feedback: string[] = []): Promise<PlanLike & { questions: string[] }> {
  const plan = await ask('plan', { intent: intentOf(words, { project_type: type }), ...more }, feedback);
  expect(planSchema.safeParse(plan).error).toBeUndefined();
  return plan as PlanLike & { questions: string[] };
}

const notBuiltOf = (plan: PlanLike): string[] => splitRisks(plan.risks).notBuilt;

const UNDERSTOOD: [words: string, title: string, type?: string][] = [
  ['a REST API for tasks with title, done and due date, in Python', 'Tasks API'],
  ['An API for a bookstore', 'Books API'],
  ['todo list', 'Todos API'],
  ['I want a simple service to manage my recipes with ingredients and servings', 'Recipes API'],
  ['A backend that stores customers and their orders', 'Customers and orders API'],
  ['Please build me an app to track my expenses', 'Expenses API'],
  ['an API for a warehouse', 'Products API'],
  ['REST API for authors with name, and books with title, year and author, in Go', 'Authors and books API'],
  ['an app for houseplants', 'Houseplants API'],
  ['a board game collection with title, players and rating', 'Board games API'],
  ['A service for video games with title, genre and year', 'Video games API'],
  ['a CLI to track expenses with amount, category and date', 'Expenses CLI', 'cli'],
  ['a terminal tool for my notes', 'Notes CLI', 'cli'],
  ['A CLI that converts Celsius to Fahrenheit', 'Temperature converter CLI', 'cli'],
  ['a command line tool that converts CSV to JSON', 'CSV and JSON converter CLI', 'cli'],
  ['word counter for files on the command line', 'Word counter CLI', 'cli'],
  ['a function that checks whether a number is prime', 'Prime checker library', 'library'],
  ['a library with slugify and palindrome checks', 'Slug maker and palindrome checker library', 'library'],
  ['a BankAccount class with owner and balance and methods deposit and withdraw', 'BankAccount class', 'library'],
  ['a landing page for my bakery with a menu and opening hours', 'Bakery website', 'website'],
  ['A portfolio website for a photographer with a gallery', 'Photographer website', 'website'],
];

const PARTLY: [words: string, missing: RegExp[], type?: string][] = [
  ['A REST API for users with name and login with Google', [/authentication/]],
  ['a task API with real-time updates and a React dashboard', [/live updates/, /user interface/]],
  ['An API for products with name and price. Prices follow the stock market.', [/Prices follow the stock market/]],
  ['REST API for photos with title and file uploads to S3', [/file uploads/]],
  ['an ecommerce site with cart and checkout', [/a shop/]],
  ['a website like facebook', [/compared to/], 'website'],
  ['a landing page for my bakery with a menu, a live chat and a wheel of fortune', [/visitors write/, /"a wheel of fortune"/], 'website'],
  ['a website for a band. Fans can stream every concert.', [/Fans can stream every concert/], 'website'],
  ['a function that reverses a string. It then sings the result.', [/It then sings the result/], 'library'],
  ['a CLI that counts words in files. It ignores stop words in Latin and Greek.', [/ignores stop words in Latin/i], 'cli'],
  ['a REST API for books with title in Rust', [/^Rust: /]],
  ['A Kotlin-free world. Build an API for trees with height, written in Kotlin', [/^Kotlin: /]],
];

const NOT_UNDERSTOOD: [words: string, type?: string][] = [
  ['asdf qwer'],
  ['make me rich'],
  ['a mobile game in Kotlin with multiplayer'],
  ['A snake game with levels and a high score'],
  ['hello'],
  ['build something cool'],
  ['I want an app'],
  ['What is the weather today?'],
  ['weather app'],
  ['a web scraper for news'],
  ['a scraper for articles with title and author'],
  ['a compiler for a toy language'],
  ['a discord bot that posts memes'],
  ['a machine learning model that predicts house prices'],
  ['uber clone'],
  ['Chrome extension that blocks ads'],
  ['write me a poem about the sea'],
  ['lorem ipsum dolor sit amet, consectetur adipiscing elit'],
  ['😀😀😀'],
  ['a tic tac toe game for the terminal', 'cli'],
  ['a command that finds duplicate files below a folder', 'cli'],
  ['a Sudoku solver', 'library'],
  ['a booking page: pick a service, a day and a free hour', 'website'],
  ['a single-page React app that shows the stock market', 'website'],
];

describe('an intent that is understood', () => {
  it.each(UNDERSTOOD)('is planned under a short title: %s', async (words, title, type = 'api') => {
    const plan = await planOf(words, type);
    expect(plan.title).toBe(title);
    expect(plan.questions).toEqual([]);
    expect(notBuiltOf(plan)).toEqual([]);
  });
});

describe('an intent that is understood in part', () => {
  it.each(PARTLY)('tells the rest as not built: %s', async (words, missing, type = 'api') => {
    const left = notBuiltOf(await planOf(words, type));
    for (const part of missing) expect(left.filter((line) => part.test(line))).not.toEqual([]);
  });
});

describe('an intent that is not understood', () => {
  it.each(NOT_UNDERSTOOD)('is said to be so, with what is built instead and a question: %s', async (words, type = 'api') => {
    const plan = await planOf(words, type);
    expect(plan.summary).toMatch(/^Not understood: .+ this is built instead: /);
    expect(notBuiltOf(plan)[0]).toBe(`what was asked for: "${words}"`);
    expect(plan.questions).toEqual([expect.stringMatching(/^What should be built\?.*"a REST API for books/)]);
    expect(plan.requirements[0]).toMatch(/^Built instead: /);
    expect(plan.title).toBe(words.replace(' in Kotlin', ''));
  });

  it('is refused, where existing code was meant or shown: nothing new stands in for that', async () => {
    for (const [words, type] of [
      ['fix my code', 'api'],
      ['the totals are wrong by a cent', 'bug_fix'],
      ['asdf', 'feature'],
    ] as const)
      expect(await ask('plan', { intent: intentOf(words, { project_type: type }) })).toHaveProperty('cannot');
    expect(await ask('plan', { intent: intentOf('asdf qwer'), map: 'src/a.ts\n' })).toHaveProperty('cannot');
  });

  it('is built as the plan says, if a person approves it all the same, and the documents say what was meant', async () => {
    const { plan, files } = await build(intentOf('make me rich'));
    expect(plan.requirements.join('\n')).toContain('Each note has: title (text, required)');
    expect([...files.keys()]).toEqual(expect.arrayContaining(plan.tasks.flatMap((task) => task.files)));
    expect(files.get('GENERATED.md')).toContain('make me rich');
    const tool = await build(intentOf('a tic tac toe game for the terminal', { project_type: 'cli' }));
    expect([...tool.files.keys()]).toEqual(expect.arrayContaining(tool.plan.tasks.flatMap((task) => task.files)));
  });
});

describe('an answer to the question', () => {
  const said = (question: string, answer: string) => `${question}\nAnswer: ${answer}`;

  it('leads to the plan of what was answered, whatever else was said before', async () => {
    const plan = await planOf('make me rich');
    const question = plan.questions[0]!;
    for (const [answer, title] of [
      ['a REST API for coins with year and value', 'Coins API'],
      ['a CLI that converts Celsius to Fahrenheit', 'Temperature converter CLI'],
      ['houseplants with name and species', 'Houseplants API'],
      ['a website for a bank with prices', 'Bank website'],
    ] as const) {
      const next = await planOf('make me rich', 'api', { plan }, [`${said(question, 'dunno')}\n${said(question, answer)}`]);
      expect(next.title).toBe(title);
      expect(next.questions).toEqual([]);
      expect(next.requirements[0]).toBe(`Built as you answered: ${answer}`);
      expect(next.summary).not.toContain('Not understood');
      expect(notBuiltOf(next)).toEqual([]);
    }
  });

  it('may come in words of its own, without the question', async () => {
    const plan = await planOf('asdf qwer');
    const next = await planOf('asdf qwer', 'api', { plan }, ['Build a REST API for coins with year and value instead']);
    expect(next.requirements.join('\n')).toContain('Each coin has: year');
  });

  it('is changed by what is asked for afterwards, and built by the sessions', async () => {
    const intent = intentOf('make me rich');
    const plan = await planOf('make me rich');
    const answer = said(plan.questions[0]!, 'a REST API for coins with year and value');
    const second = await planOf('make me rich', 'api', { plan }, [answer]);
    const third = await planOf('make me rich', 'api', { plan: second }, [`${answer}\nadd a country`]);
    expect(third.requirements.join('\n')).toMatch(/Each coin has: .*country \(text/);
    expect(third.title).toBe('Coins API');
    expect(notBuiltOf(third)).toEqual([]);
    const files: Files = new Map();
    for (const task of third.tasks) await runSession(intent, third, task, files);
    expect([...files.values()].join('\n')).toContain('country');
  });

  it('that is no answer leaves the question open, and says that it was not understood', async () => {
    const plan = await planOf('make me rich');
    const next = await planOf('make me rich', 'api', { plan }, [said(plan.questions[0]!, 'just rich')]);
    expect(next.questions).toEqual(plan.questions);
    expect(next.title).toBe('make me rich');
    expect(notBuiltOf(next).join('\n')).toMatch(/what was asked for: "make me rich"[^]*was not understood: "just rich"/);
  });

  it('names the language, where only that was in the way', async () => {
    const words = 'a REST API for books with title, in Rust';
    const plan = await planOf(words);
    expect(plan.summary).toMatch(/^Understood in part: .*Rust/);
    expect(plan.questions).toEqual([expect.stringMatching(/^Which language/)]);
    const next = await planOf(words, 'api', { plan }, [said(plan.questions[0]!, 'Java')]);
    expect(next.language).toBe('java');
    expect(next.questions).toEqual([]);
    expect(next.requirements.join('\n')).toContain('Each book has: title');
    expect(notBuiltOf(next).filter((line) => line.includes('requested change'))).toEqual([]);
  });
});

describe('the title of a plan', () => {
  it('stays when a person gave it, and follows the changes when nobody did', async () => {
    const plan = await planOf('a REST API for tasks with title');
    const change = ['rename tasks to chores'];
    expect((await planOf('a REST API for tasks with title', 'api', { plan }, change)).title).toBe('Chores API');
    expect((await planOf('a REST API for tasks with title', 'api', { plan: { ...plan, title: 'The house' } }, change)).title).toBe('The house');
  });

  it('stays short when there are many things', async () => {
    expect((await planOf('a REST API for authors, books, readers, loans and fines')).title).toBe('Authors, books and 3 more API');
  });

  it('of a site is not the name on its page, until a person says so', async () => {
    const intent = intentOf('a landing page for my bakery', { project_type: 'website' });
    const { plan, files } = await build(intent);
    expect(plan.title).toBe('Bakery website');
    expect(files.get('site/index.html')).toContain('<h1>My bakery</h1>');
    const renamed = { ...plan, title: 'Crumbs' };
    const again: Files = new Map();
    for (const task of renamed.tasks) await runSession(intent, renamed, task, again);
    expect(again.get('site/index.html')).toContain('<h1>Crumbs</h1>');
  });

  it('says of nothing that it is not built', async () => {
    expect((await planOf('a REST API for tasks with title')).risks.filter((risk) => risk.startsWith(NOT_BUILT_RISK))).toEqual([]);
  });
});
