import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectAccessible } from './accessibility.js';
import { awayJourney } from './away.js';
import { buildJourney } from './build.js';
import { rollBackJourney } from './deployments.js';
import { keyboardJourney } from './keyboard.js';
import { pagesOf, type Scenes } from './pages.js';
import { planJourney } from './plan.js';
import { waitingScenes } from './scenes.js';
import { BUILD_MS, Journey } from './stage.js';

// Some builds one after the other, on a busy machine.
const JOURNEY_MS = 3 * BUILD_MS;

// One stack for all: to start it takes as long as a journey. What a journey leaves, another one goes on with; without it, it is made.
let journey: Journey;
let isUp = false;
let done: string | undefined;
let first: { id: string; words: string } | undefined;
let scenes: Scenes | undefined;
beforeAll(async () => {
  journey = await Journey.start();
  isUp = true;
}, BUILD_MS);
afterAll(async () => {
  // What did not start has said why.
  if (!isUp) return;
  process.stdout.write(journey.lagLine);
  await journey.stop();
}, 120_000);

describe('a person with a browser', () => {
  it(
    'says what they want, approves the plan, watches through a killed API, deploys, and deploys on by chat; another browser sees it all',
    async () => {
      done = await journey.told(() => buildJourney(journey));
    },
    JOURNEY_MS,
  );

  it(
    'goes on to a page whose code the killed API could not give',
    async () => {
      await journey.told(() => awayJourney(journey));
    },
    JOURNEY_MS,
  );

  it(
    'answers the planner, edits the plan, and opens what the edited plan became; another browser sees each of it without a reload',
    async () => {
      first = await journey.told(() => planJourney(journey));
    },
    JOURNEY_MS,
  );

  it(
    'deploys a second version, rolls it back on the deployments page, and is served the first one again',
    async () => {
      await journey.told(async () => rollBackJourney(journey, first ?? (await planJourney(journey))));
    },
    JOURNEY_MS,
  );

  it(
    'submits, edits, approves, chooses a design, answers, stops and rejects by the keyboard alone',
    async () => {
      await journey.told(() => keyboardJourney(journey));
    },
    JOURNEY_MS,
  );

  it.each(['light', 'dark'] as const)(
    'finds nothing on any page that keeps people who use a screen reader or the keyboard out (%s)',
    async (colorScheme) => {
      scenes ??= { done: done ?? (await buildJourney(journey)), ...(await waitingScenes(journey)) };
      const pages = pagesOf(scenes);
      await journey.told(() => expectAccessible(journey, pages, colorScheme));
    },
    JOURNEY_MS,
  );
});

it('tells a page that was loaded again from one that was not', async () => {
  const visitor = await journey.signedIn();
  await visitor.open('');
  expect(visitor.neverReloaded).toBe(true);
  await visitor.page.reload();
  expect(visitor.neverReloaded).toBe(false);
});
