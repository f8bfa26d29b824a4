import { expect } from '@jest/globals';
import { DEVELOPERS_QUESTION } from '../tools/scripted-llm/scripts/journeys.js';
import type { Journey } from './stage.js';
import type { Visitor } from './visitor.js';

/**
 * Without a mouse: submits, edits and approves a plan, chooses one of three designs, answers a question, stops the build at
 * work, and rejects another one's plan. Somebody else sees each of it as it happens.
 */
export async function keyboardJourney(journey: Journey): Promise<void> {
  const [me, other] = await Promise.all([journey.signedIn(), journey.signedIn()]);
  const unwanted = await journey.create('A page that nobody needs');
  await me.open('');
  const id = await submit(me);
  await other.open(`/builds/${id}`);
  await other.page.getByRole('link', { name: 'Review the plan' }).waitFor();
  await editPlan(me);
  // The approval and its confirmation.
  await me.press('a');
  await me.dialogHasFocus();
  await journey.seenElsewhere('a plan approved by a key', () => me.press('Enter'), other.page.getByRole('link', { name: 'Review the plan' }), 'detached');
  await keepsFocus(me);
  await chooseDesign(journey, me, other);
  await keepsFocus(me);
  await answer(journey, me, other);
  await stop(journey, me, other);
  await reject(journey, me, other, unwanted);
  expect((await journey.status(id)).tasks.map((task) => task.id)).toEqual(['page', 'notes', 'counter']);
  expect(other.neverReloaded).toBe(true);
  expect([...me.complaints, ...other.complaints]).toEqual([]);
  await Promise.all([me.leave(), other.leave()]);
}

/** After a decision its buttons are gone; the focus is where one goes on. */
async function keepsFocus({ page }: Visitor): Promise<void> {
  await page.locator(':focus').first().waitFor({ state: 'attached' });
}

async function submit(me: Visitor): Promise<string> {
  await me.goBy('n', '/new');
  await me.tabTo(me.page.getByRole('radio', { name: /^API/ }));
  await me.press('ArrowDown');
  expect(await me.page.getByRole('radio', { name: /^Website/ }).isChecked()).toBe(true);
  await me.tabTo(me.page.getByLabel('What should it do?'));
  await me.type('A page that says "Fresh bread", slowly; ask me while you write it');
  await me.press('Control+Enter');
  await me.button(/Approve and start/).waitFor();
  return /int-code-\w+/.exec(me.page.url())?.[0] ?? '';
}

async function editPlan(me: Visitor): Promise<void> {
  const { page } = me;
  await me.tabTo(me.button('Edit', true));
  await me.press('Enter');
  await me.tabTo(page.getByRole('listitem', { name: 'Task counter', exact: true }).getByLabel('Goal'));
  await me.press('End');
  await me.type(' since Monday');
  await me.press('Alt+ArrowDown');
  await me.tabTo(me.button(/Save edits/));
  await me.press('Enter');
  await me.button('Edit', true).waitFor();
  await page
    .getByText(/since Monday/)
    .first()
    .waitFor();
}

async function chooseDesign(journey: Journey, me: Visitor, other: Visitor): Promise<void> {
  const { page } = me;
  await me.tabTo(page.getByRole('link', { name: 'Compare the designs' }));
  await me.press('Enter');
  await expect3Frames(me);
  await me.press('2');
  await me.button('Build design 2').waitFor();
  await me.press('a');
  await me.dialogHasFocus();
  await journey.seenElsewhere('a design chosen', () => me.press('Enter'), other.page.getByRole('link', { name: 'Compare the designs' }), 'detached');
}

/** Each design is shown as the live page that it is. */
async function expect3Frames(me: Visitor): Promise<void> {
  for (const title of ['Calm', 'Dense', 'Bold']) await me.page.frameLocator(`iframe[title*="${title}"]`).getByRole('heading', { name: 'The bakery' }).waitFor();
}

async function answer(journey: Journey, me: Visitor, other: Visitor): Promise<void> {
  await other.page.getByText(DEVELOPERS_QUESTION).first().waitFor();
  await me.tabTo(me.page.getByLabel('Your answer'));
  await me.type('Yes, and large.');
  await journey.seenElsewhere('a question answered', () => me.press('Control+Enter'), other.button('Send the answer'), 'detached');
}

async function stop(journey: Journey, me: Visitor, other: Visitor): Promise<void> {
  // What its command prints: it is at work.
  await me.page
    .getByText(/loaf \d/)
    .first()
    .waitFor();
  await me.tabTo(me.button(/^Stop/));
  await me.press('Enter');
  await me.dialogHasFocus();
  const ended = other.page.getByRole('region', { name: 'Why it was stopped' });
  // What is at work takes a second or two to end; that it was told to is seen at once.
  await journey.seenElsewhere('a stop', () => me.press('Enter'), other.page.getByText(/^Stopping/).or(ended));
  await ended.waitFor();
}

async function reject(journey: Journey, me: Visitor, other: Visitor, unwanted: string): Promise<void> {
  await journey.waitsFor(unwanted, 'plan');
  await other.open('/approvals');
  const item = other.page.getByRole('link', { name: /nobody needs/ });
  await item.waitFor();
  await me.goBy('a', '/approvals');
  await me.page.getByRole('link', { name: /nobody needs/ }).waitFor();
  // The oldest is open; the newest is the last.
  for (let pressed = 0; pressed < 20 && !me.page.url().includes(unwanted); pressed += 1) await me.press('j');
  await me.page.getByRole('heading', { name: /nobody needs/ }).waitFor();
  await me.button(/^Reject/).waitFor();
  await me.press('r');
  await me.dialogHasFocus();
  await me.type('Nobody needs it.');
  await journey.seenElsewhere('a rejection', () => me.press('Control+Enter'), item, 'detached');
  await journey.until('its end', unwanted, ({ status }) => status === 'stopped');
}
