import { expect } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { PLANNERS_QUESTION } from '../tools/scripted-llm/scripts/journeys.js';
import type { Journey, Status } from './stage.js';
import type { Visitor } from './visitor.js';

const WORDS = 'Good morning, all';
const TITLE = 'The shop greets';
const CRITERION = 'Everybody is greeted';

/**
 * Answers what the planner asks, edits the plan on its page (title, requirements; removes, rewords, adds, reorders), approves, deploys, and opens
 * what runs: it is the edited plan. Somebody else sees each of it as it happens. Gives the build and the words it serves.
 */
export async function planJourney(journey: Journey): Promise<{ id: string; words: string }> {
  const [me, other] = await Promise.all([journey.signedIn(), journey.signedIn()]);
  await other.open('');
  await me.open('/new');
  await me.page.getByLabel('What should it do?').fill('A page that greets; ask me which words');
  // Its plan has three tasks; nobody else is to add one.
  await me.page.getByRole('switch', { name: /^Documents/ }).focus();
  await me.press('Space');
  await journey.seenElsewhere('a new build', () => me.button(/Make the plan/).click(), other.page.getByRole('link', { name: /A page that greets/ }));
  await me.page.getByLabel(PLANNERS_QUESTION).fill('Good morning');
  const id = /int-code-\w+/.exec(me.page.url())?.[0] ?? '';

  await other.open(`/builds/${id}/plan`);
  await other.page.getByLabel(PLANNERS_QUESTION).waitFor();
  await journey.seenElsewhere('an answer to the planner', () => me.button(/Plan again/).click(), other.page.getByText('says "Good morning"'));
  await editPlan(me);
  const place = await centreOf(me.button(/Save edits/));
  await journey.seenElsewhere('an edited plan', () => me.button(/Save edits/).click(), other.page.getByText(`says "${WORDS}"`));
  await me.button('Edit', true).waitFor();
  // Where one has just pressed, nothing stands now that ends the build.
  const under = await me.page.evaluate<string>(`document.elementFromPoint(${place.join(', ')})?.closest('button')?.textContent ?? ''`);
  expect(under).not.toMatch(/Reject/);
  await me.page.getByText('then edited by you').waitFor();
  // Who edits a plan's title names the build; the page says what changed, and no more.
  for (const { page } of [me, other]) await page.getByRole('heading', { level: 1, name: TITLE }).waitFor();
  await me.page.getByText(/^Your edits, version \d+: /).waitFor();
  await other.button('Show the changes').click();
  await other.page.getByText(`+ ${CRITERION}`).waitFor();
  const decide = other.page.getByRole('group', { name: 'Decide' });
  await journey.seenElsewhere('the approval of an edited plan', () => me.button(/Approve and start/).click(), decide, 'detached');

  await me.button(/Deploy to staging/).waitFor();
  const { tasks } = await journey.status(id);
  expect(tasksOf(tasks)).toEqual(['page: done', 'task-3: done', 'notes: done']);
  await me.button(/Deploy to staging/).click();
  const served = await me.follow(me.linkTo(await journey.liveUrl(id)));
  await served.getByRole('heading', { name: WORDS }).waitFor();
  expect(other.neverReloaded).toBe(true);
  expect([...me.complaints, ...other.complaints]).toEqual([]);
  await Promise.all([me.leave(), other.leave()]);
  return { id, words: WORDS };
}

/** As one does with a mouse: it gets another title and one more requirement, one task goes, one says something else, one is new and comes before the last. */
async function editPlan(me: Visitor): Promise<void> {
  const { page } = me;
  const goalOf = (id: string) => page.getByRole('listitem', { name: `Task ${id}`, exact: true }).getByLabel('Goal');
  await me.button('Edit', true).click();
  await page.getByLabel('Title', { exact: true }).fill(TITLE);
  await me.button('Add a requirement').click();
  await page
    .getByLabel(/^Requirement \d+$/)
    .last()
    .fill(CRITERION);
  await me.button('Remove counter').click();
  await goalOf('page').fill(`Serve a page that says "${WORDS}"`);
  await me.button('Add a task').click();
  await goalOf('task-3').fill('Say who opens the shop');
  await me.button('Move task-3 up').click();
}

async function centreOf(button: Locator): Promise<[x: number, y: number]> {
  const box = await button.boundingBox();
  if (!box) throw new Error('the button is not to be seen');
  return [box.x + box.width / 2, box.y + box.height / 2];
}

function tasksOf(tasks: Status['tasks']): string[] {
  return tasks.map(({ id, status }) => `${id}: ${status}`);
}
