/** Every page of the web app, for the tests and pictures that visit them all. */
import type { Visitor } from './visitor.js';

export interface Shown {
  name: string;
  /** Below /ui. */
  path: string;
  /** What is done there before one looks. */
  prepare?: (visitor: Visitor) => Promise<void>;
}

/** Builds at points where their pages differ. */
export interface Scenes {
  /** Ran to its end. */
  done: string;
  /** Waits for its plan. */
  planned: string;
  /** Waits for one of three designs. */
  designs: string;
  /** Waits for an answer. */
  asked: string;
}

export function pagesOf({ done, planned, designs, asked }: Scenes): Shown[] {
  const tabs = ['activity', 'files', 'checks', 'journal', 'timeline'];
  return [
    { name: 'builds', path: '?view=any' },
    { name: 'new-build', path: '/new' },
    { name: 'next-version', path: `/new?project=${projectOf(done)}`, prepare: seeProject },
    { name: 'plan-waiting', path: `/builds/${planned}/plan` },
    { name: 'plan-edit', path: `/builds/${planned}/plan`, prepare: openEditor },
    { name: 'plan', path: `/builds/${done}/plan` },
    { name: 'options', path: `/builds/${designs}/options`, prepare: seeDesigns },
    { name: 'question', path: `/builds/${asked}` },
    { name: 'build', path: `/builds/${done}` },
    ...tabs.map((tab) => ({ name: `build-${tab}`, path: `/builds/${done}?tab=${tab}` })),
    { name: 'approvals', path: '/approvals' },
    { name: 'projects', path: '/projects' },
    { name: 'project', path: `/projects/${projectOf(done)}` },
    { name: 'deployments', path: '/deployments' },
    { name: 'deployments-output', path: '/deployments', prepare: openOutput },
    { name: 'chat', path: '/chat' },
    { name: 'notifications', path: '/notifications' },
    { name: 'learning', path: '/learning' },
    { name: 'artifacts', path: '/artifacts' },
    { name: 'settings', path: '/settings' },
    { name: 'doctor', path: '/doctor' },
  ];
}

function projectOf(build: string): string {
  return build.replace('int-code-', 'proj-');
}

/** The failed build's page: it takes longest to come about. */
export function failedPage(failed: string): Shown {
  return { name: 'failed', path: `/builds/${failed}` };
}

/** Which project it is, and what its latest build was asked for. */
async function seeProject({ page }: Visitor): Promise<void> {
  await page.getByRole('group', { name: 'Project' }).getByRole('link').waitFor();
  await page.getByRole('button', { name: 'Clear the form' }).waitFor();
}

async function openEditor(visitor: Visitor): Promise<void> {
  await visitor.button('Edit', true).click();
  await visitor.page.getByLabel('Title', { exact: true }).waitFor();
}

/** What a service that runs prints; each says at least where it listens, or that it printed nothing. */
async function openOutput(visitor: Visitor): Promise<void> {
  await visitor.page.getByRole('button', { name: 'Output', exact: true }).first().click();
  await visitor.page
    .getByRole('region', { name: /^Output of/ })
    .getByText(/^(live|it serves no longer)$/)
    .waitFor();
}

/** All three, each loaded. */
async function seeDesigns({ page }: Visitor): Promise<void> {
  await page.locator('iframe').nth(2).waitFor();
  for (const frame of page.frames()) await frame.waitForLoadState();
}
