import { describe, expect, it } from '@jest/globals';
import { readSite } from '../../../activities/llm/template/website/site.js';
import { themeIn, THEMES } from '../../../activities/llm/template/website/themes.js';
import { ask, build, intentOf } from './drive.js';
import { folderOf, run, runNodeTests, startService, transpile, typeCheck } from './run-project.js';

const BAKERY = 'a landing page for my bakery with a menu, opening hours and contact';
const website = (words: string, more = {}) => intentOf(words, { project_type: 'website', ...more });

describe('a static site', () => {
  it('is read from the words', () => {
    const of = (words: string) => {
      const site = readSite(words, null);
      return site && `${site.name}: ${site.sections.map(({ id }) => id).join(' ')}${site.ignored.length > 0 ? ` without ${site.ignored.join(', ')}` : ''}`;
    };
    expect(of(BAKERY)).toBe('My bakery: menu hours contact');
    expect(of('a portfolio website called Ada & Co')).toBe('Ada & Co: work');
    expect(of('a website for a yoga studio')).toBe('Yoga studio: about contact');
    expect(of('a website with a blog and a newsletter form about tea')).toBe('Tea: about without forms that send something, a blog');
    for (const words of ['a react app', 'a mobile app for my bakery', 'a web app with a dashboard']) expect([words, of(words)]).toEqual([words, null]);
  });

  it('comes with three different looks, each one file without scripts or anything from elsewhere', async () => {
    const { options } = (await ask('ux_options', { intent: website(`${BAKERY} <script>alert(1)</script> "x'`) })) as {
      options: { title: string; html: string }[];
    };
    expect(options.map(({ title }) => title)).toEqual(['Calm', 'Cards', 'Bold']);
    expect(new Set(options.map(({ html }) => html)).size).toBe(3);
    for (const { html } of options) expect(html).not.toMatch(/<script|https?:|<link|<img/i);
    expect(options.map(({ html }) => themeIn(html).name)).toEqual(THEMES.map(({ name }) => name));
  });

  it.each([
    ['python', BAKERY],
    ['typescript', `${BAKERY}, in TypeScript`],
  ])('is built, tested and served in %s', async (language, words) => {
    const { files, plan } = await build(website(words));
    expect(plan.language).toBe(language);
    const folder = folderOf(files);
    if (language === 'python') expect(run('python3', ['-m', 'unittest', '-q'], folder.path)).toMatchObject({ status: 0 });
    else {
      expect(typeCheck(folder.path)).toEqual({ status: 0, output: '' });
      expect(runNodeTests(transpile(folder.path, files))).toMatchObject({ status: 0 });
    }
    if (language === 'python') {
      const service = await startService(['python3', '-m', 'app'], folder.path, folder.path);
      const page = await fetch(service.url);
      expect([page.status, page.headers.get('content-security-policy')]).toEqual([200, expect.stringContaining("script-src 'none'")]);
      expect(await page.text()).toContain('<h1>My bakery</h1>');
      expect(await service.stop()).toBe(0);
    }
    folder.remove();
  });

  it('follows the look that was chosen', async () => {
    const { options } = (await ask('ux_options', { intent: website(BAKERY) })) as { options: { html: string }[] };
    for (const [index, { name }] of THEMES.entries()) {
      const { files } = await build(website(BAKERY), { present: new Map([['docs/ux.html', options[index]?.html ?? '']]) });
      expect(files.get('site/index.html')).toContain(`<meta name="design" content="${name}">`);
    }
  });
});
