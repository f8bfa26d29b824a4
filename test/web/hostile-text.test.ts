import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page, Route } from 'playwright-core';
import { distFolder } from '../../config.js';
import { PASSING_CHANNEL } from '../../db/queries/record.js';
import { linkPath } from '../api/browser.js';
import { Api, Engines } from '../api/stack.js';
import { launchChromium } from '../harness/chromium.js';
import { until } from '../harness/until.js';
import { Marker } from './hostile/marker.js';
import { CORPUS, PAYLOADS } from './hostile/payloads.js';
import { fillChat, fillEnded, fillPerson } from './hostile/people.js';
import { fillRunning } from './hostile/running.js';
import { CARELESS } from './hostile/sentinel.js';
import { fillWaiting } from './hostile/waiting.js';
import { Watched } from './hostile/watched.js';

const VIEWPORT = { width: 1_600, height: 1_400 };
// Some fifty pages: half a minute on a quiet machine, minutes on a busy one.
const PAGES_MS = 20 * 60_000;
// What is said in passing is at most a notification of PostgreSQL (8,000 bytes).
const PASSING_PACKS = 12;
// These lead the page away or wait for a click; the rest runs or asks by itself where nothing holds it.
const LEADS_AWAY = /http-equiv|<base|<form|autofocus/i;

let engines: Engines;
let api: Api;
let browser: Browser;
let elsewhere: Server;
let marker: Marker;
/** What another origin was asked for. */
const asked: string[] = [];
const ids: Record<'running' | 'failed' | 'chat' | 'plan' | 'question' | 'review' | 'gate' | 'deploy' | 'ux_choice' | 'budget' | 'planning', string> = {
  running: '',
  failed: '',
  chat: '',
  plan: '',
  question: '',
  review: '',
  gate: '',
  deploy: '',
  ux_choice: '',
  budget: '',
  planning: '',
};

beforeAll(async () => {
  engines = await Engines.start({ temporal: false });
  api = await Api.start(engines, { webFolder: join(distFolder, 'web') });
  elsewhere = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(200, { 'access-control-allow-origin': '*' }).end();
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  marker = new Marker(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`);
  [browser] = await Promise.all([launchChromium(), fill()]);
});
afterAll(async () => {
  await browser.close();
  elsewhere.closeAllConnections();
  elsewhere.close();
  await api.stop();
  await engines.stop();
});

async function fill(): Promise<void> {
  ids.failed = await fillEnded(api, marker);
  for (const kind of ['plan', 'question', 'review', 'gate', 'deploy', 'ux_choice', 'budget'] as const)
    ids[kind] = await fillWaiting(api, marker, kind, kind === 'gate' ? 'G5' : kind === 'ux_choice' ? 'G4' : null);
  ids.planning = await api.create({ description: marker.some('intent', 0, 100) });
  ids.running = await fillRunning(api, marker);
  ids.chat = await fillChat(api, marker, ids.running);
  await fillPerson(api, marker);
}

/** A browser that is signed in. `reporting`: the policy of the page only tells what it would have stopped, so that nothing but the page itself holds. */
async function signedIn({ reporting }: { reporting: boolean }): Promise<{ context: BrowserContext; watched: Watched }> {
  const context = await browser.newContext({ viewport: VIEWPORT });
  const watched = await Watched.open(context, api.url);
  if (reporting) await context.route(({ pathname }) => /^\/ui(?!\/assets)/.test(pathname), onlyReport);
  const page = await context.newPage();
  await page.goto(api.url + (await linkPath(api)));
  await page.close();
  return { context, watched };
}

async function onlyReport(route: Route): Promise<void> {
  // A connection that was kept open may be closed by the server as it is used again.
  const response = await route.fetch({ maxRetries: 3 });
  const { 'content-security-policy': policy = '', ...headers } = response.headers();
  await route.fulfill({ response, headers: { ...headers, 'content-security-policy-report-only': policy } });
}

interface Visit {
  path: string;
  /** Fields that must be shown there in whole. */
  fields: string[];
  act?: (page: Page) => Promise<unknown>;
}

const PLAN = ['summary', 'goal', 'role', 'risk', 'requirement', 'stack', 'language', 'maker', 'basis'];
const BUILD = [
  'buildtitle language model taskgoal taskrole taskfile taskafter turntext toolsummary eventtoolname steptext stepargument stepresult',
  'gatesummary gateproof gateproofname gatedecider environment address',
].flatMap((names) => names.split(' '));
const CHECKS = [
  'testname flakytest slowtest checkname checkoutput scanfile scanrule scanmessage mutation',
  'findingpath findingdetail findingkind findingsubject eventchecks eventcheckssummary',
].flatMap((names) => names.split(' '));
const events = () => [...marker.issued.keys()].filter((field) => field.startsWith('event'));

function visits(): Visit[] {
  const build = `/ui/builds/${ids.running}`;
  const approval = (kind: keyof typeof ids) => `/ui/approvals?build=${ids[kind]}`;
  const chooseTask = (page: Page) => page.locator('main [role=group] button[aria-pressed=false]').first().click();
  // Whichever comes last has seen them all.
  const pages = (path: string, count: number, fields: string[]) =>
    Array.from({ length: count }, (_, index) => ({ path: `${path}page=${index + 1}`, fields: index + 1 < count ? [] : fields }));
  return [
    { path: build, fields: [...BUILD, 'thinking', 'printing'], act: sayInPassing },
    { path: `${build}?phase=plan`, fields: ['eventoutcome'] },
    { path: `${build}?tab=activity`, fields: [...events().filter((field) => field !== 'eventtaskrole'), 'note', 'turntext'] },
    { path: `${build}?tab=files`, fields: ['diffpath', 'diffcontext', 'diffline', 'artifactname', 'markdownfile', 'htmlfile', 'log'] },
    { path: `${build}?tab=checks`, fields: CHECKS },
    { path: `${build}?tab=journal`, fields: ['journaltext', 'journalkind', 'journalowner', 'journalstate'] },
    { path: `${build}?tab=timeline`, fields: ['eventguidance', 'eventanswer', 'eventdecision'] },
    { path: `${build}/plan?changes=shown`, fields: [...PLAN, 'file', 'symbol', 'before'].map((part) => `agreed${part}`).concat('planauthor'), act: chooseTask },
    { path: `/ui/builds/${ids.failed}`, fields: ['failurecode', 'failuretitle', 'failuredetail'] },
    { path: `/ui/builds/${ids.planning}/plan`, fields: ['intent'] },
    { path: `/ui/builds/${ids.plan}/plan`, fields: [...PLAN, 'question'].map((part) => `planned${part}`), act: chooseTask },
    {
      path: `/ui/builds/${ids.plan}/plan`,
      fields: ['plannedtitle', 'plannedfile'],
      act: (page) => page.getByRole('button', { name: 'Edit', exact: true }).click(),
    },
    ...(['plan', 'question', 'review', 'budget'] as const).map((kind) => ({ path: approval(kind), fields: [`wait${kind}`] })),
    { path: approval('gate'), fields: ['waitgate', 'proofitem', 'proofname', 'proofvalue', 'proofdeep', 'proofmarkdown', 'prooffile'] },
    { path: approval('deploy'), fields: ['waitdeploy', 'notbuilt', 'deploymentdetail', 'checkedsummary'] },
    { path: approval('ux_choice'), fields: ['waituxchoice', 'optiontitle', 'optionnote'] },
    ...pages('/ui?view=any&', 4, ['title']),
    ...pages('/ui/learning?', 2, ['summary', 'wentwell', 'toimprove', 'domain']),
    ...pages('/ui/deployments?', 5, ['overviewdetail']),
    { path: `/ui/deployments?output=${ids.running}-live`, fields: ['outputline', 'outputlogged', 'deployer'] },
    { path: `/ui/new?project=${ids.running.replace('int-code-', 'proj-')}`, fields: ['projectname', 'description'] },
    { path: '/ui/notifications', fields: ['noticetitle', 'noticetext', 'webhookurl', 'webhookerror', 'webhookreason', 'webhookevent'] },
    { path: '/ui/artifacts', fields: ['artifactname'] },
    { path: '/ui/projects', fields: ['projectname'] },
    { path: `/ui/projects/${ids.running.replace('int-code-', 'proj-')}`, fields: ['projectname', 'documenttitle', 'documentname', 'document', 'errormessage'] },
    { path: '/ui/settings', fields: ['browser', 'username'] },
    { path: '/ui/doctor', fields: [] },
    { path: `/ui/chat/${ids.chat}`, fields: ['chattitle', 'chatsaid', 'chatanswer', 'chatmodel', 'attachment', 'citation', 'lastsuggestion', 'chatfailure'] },
    { path: `/ui/chat/${ids.chat}`, fields: ['cardsubject', 'cardparam', 'cardparamname', 'buildtitle'] },
    { path: '/ui', fields: ['search'], act: (page) => page.getByLabel('Find a build').fill(marker.line('search')) },
    { path: `/ui/builds/${encodeURIComponent(marker.some('place', 0, 12))}`, fields: [] },
    { path: `/ui/chat?say=${encodeURIComponent(marker.some('say', 0, 12))}`, fields: [] },
    { path: '/ui/artifacts', fields: ['problemtitle', 'problemdetail'], act: refuse },
  ];
}

/** What a model says and a command prints while the page is open; told again as long as it was not seen. */
async function sayInPassing(page: Page): Promise<void> {
  for (const [kind, turn] of [
    ['thinking', 10],
    ['printing', 9],
  ] as const)
    for (const text of marker.packs(kind, PASSING_PACKS)) {
      const told = JSON.stringify({ kind, build_id: ids.running, task: 'store', turn, text, chars: text.length, seconds: 1 });
      const last = /q\d{3}z[a-z]+(?!.*q\d{3}z)/s.exec(text)?.[0] ?? '';
      await until(`${kind} ${last}`, async () => {
        await api.database.pool.query('select pg_notify($1, $2)', [PASSING_CHANNEL, told]);
        return (await page.evaluate<{ marks: string[] }>('window.__sentinel()')).marks.includes(last);
      });
    }
}

/** The API refuses with hostile words. */
async function refuse(page: Page): Promise<void> {
  const problem = { type: 'about:blank', code: 'INVALID_INPUT', status: 422, title: marker.line('problemtitle'), detail: marker.all('problemdetail') };
  await page.route(/\/api\/artifacts\?/, (route) => route.fulfill({ status: 422, contentType: 'application/problem+json', body: JSON.stringify(problem) }));
  await page.reload();
}

it('the corpus is large, of many kinds, and each payload names its mark', () => {
  const all = PAYLOADS.map((payload) => payload({ run: 'ran(`MARK`)', away: 'http://away.invalid/MARK', mark: 'MARK' }));
  expect(all.length).toBeGreaterThanOrEqual(150);
  expect(Object.keys(CORPUS).length).toBeGreaterThanOrEqual(12);
  expect(new Set(all).size).toBe(all.length);
  expect(all.filter((text) => !text.includes('MARK'))).toEqual([]);
});

describe('hostile text in every field that the web app shows', () => {
  it(
    'is shown as text on every page, makes no element, runs nothing and asks nobody, without any help of the policy',
    async () => {
      const { context, watched } = await signedIn({ reporting: true });
      const queue = visits();
      const work = async () => {
        const page = await watched.page();
        for (let visit = queue.shift(); visit; visit = queue.shift()) {
          const { path, fields, act } = visit;
          await watched.visit(page, path, () => marker.missing(watched.marks, fields).length === 0, act);
          expect(new URL(page.url()).origin).toBe(api.url);
        }
        await page.close();
      };
      await Promise.all([work(), work()]);
      const { ran, asked: outside, made, violations } = watched.incidents;
      expect({ ran, outside, asked, made: [...made], violations: [...violations] }).toEqual({ ran: [], outside: [], asked: [], made: [], violations: [] });
      expect(summary(marker.missing(watched.marks))).toEqual([]);
      await context.close();
    },
    PAGES_MS,
  );

  it('stays harmless as the design of a page, in its frame', async () => {
    const { context, watched } = await signedIn({ reporting: false });
    const page = await watched.page();
    const blocked: string[] = [];
    page.on('console', (message) => message.type() === 'error' && blocked.push(message.text()));
    await watched.visit(page, `/ui/builds/${ids.ux_choice}/options`, () => marker.missing(watched.marks, ['optiontitle']).length === 0);
    await until('three designs', () => page.frames().filter((frame) => frame.url().includes('/previews/')).length === 3);
    await until('what the frames refused', () => blocked.length > 10);
    expect(page.url()).toBe(`${api.url}/ui/builds/${ids.ux_choice}/options`);
    const { ran, asked: outside, made, violations } = watched.incidents;
    expect({ ran, outside, asked, made: [...made], violations: [...violations] }).toEqual({ ran: [], outside: [], asked: [], made: [], violations: [] });
    await context.close();
  });

  it('is nothing that a browser shows as a page when an answer of the API is opened by itself', async () => {
    const { context, watched } = await signedIn({ reporting: false });
    const page = await watched.page();
    const { body } = await api.ask('GET', `/api/coding_agent/status/${ids.running}`);
    const files = (body['artifacts'] as unknown as { url: string }[]).map(({ url }) => url);
    const answers = [
      `/api/coding_agent/status/${ids.running}`,
      `/api/coding_agent/${ids.running}/diff`,
      `/api/coding_agent/<svg onload=ran(1)>/diff`,
      ...files,
    ];
    // A download ends the navigation: that is as good as a text.
    for (const path of answers) await page.goto(api.url + path).catch(() => undefined);
    const { ran, asked: outside } = watched.incidents;
    expect({ ran, outside, asked }).toEqual({ ran: [], outside: [], asked: [] });
    await context.close();
  });
});

describe('the proof of the proof', () => {
  const payloads = (field: string) => PAYLOADS.map((_payload, number) => marker.bare(field, number)).filter((text) => !LEADS_AWAY.test(text));

  it('a component that escaped nothing would be seen: payloads run, ask and are found in the page', async () => {
    const { context, watched } = await signedIn({ reporting: true });
    const page = await watched.page();
    await watched.visit(page, '/ui/doctor', () => true);
    await page.evaluate(`${CARELESS}(${JSON.stringify(payloads('careless'))})`);
    await until('many of them', async () => (await watched.look(page), new Set(watched.incidents.ran).size > 15 && watched.incidents.violations.size > 10));
    expect(watched.incidents.made.size).toBeGreaterThan(60);
    expect(watched.incidents.asked.length).toBeGreaterThan(5);
    await context.close();
  });

  it('and even then the policy of the page would let nothing run and nobody be asked', async () => {
    const { context, watched } = await signedIn({ reporting: false });
    asked.length = 0;
    const page = await watched.page();
    await watched.visit(page, '/ui/doctor', () => true);
    await page.evaluate(`${CARELESS}(${JSON.stringify(payloads('policy'))})`);
    await until('violations', async () => (await watched.look(page), watched.incidents.violations.size > 10));
    expect({ ran: watched.incidents.ran, asked }).toEqual({ ran: [], asked: [] });
    await context.close();
  });
});

/** Fields with how many of their payloads are missing. */
function summary(missing: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const mark of missing) counts.set(mark.slice(5), (counts.get(mark.slice(5)) ?? 0) + 1);
  return [...counts].map(([field, count]) => `${field}: ${count}`);
}
