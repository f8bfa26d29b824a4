/** `node dist/test/journeys/screens.js`: a picture of every page, light, dark and on a phone, into docs/screens/. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../config.js';
import { failedPage, pagesOf, type Shown } from './pages.js';
import { doneScene, failedScene, pastScenes, waitingScenes } from './scenes.js';
import { Journey } from './stage.js';

const FOLDER = join(projectRoot, 'docs/screens');
const LOOKS = [
  { look: 'light', colorScheme: 'light', viewport: { width: 1280, height: 860 } },
  { look: 'dark', colorScheme: 'dark', viewport: { width: 1280, height: 860 } },
  { look: 'phone', colorScheme: 'light', viewport: { width: 390, height: 844 } },
] as const;

/** Builds at every point of their life; the pages that show them. */
async function fill(journey: Journey): Promise<Shown[]> {
  const [done, failed] = await Promise.all([doneScene(journey), failedScene(journey)]);
  await pastScenes(journey, done);
  return [...pagesOf({ done, ...(await waitingScenes(journey)) }), failedPage(failed)];
}

const journey = await Journey.start();
try {
  const pages = await fill(journey);
  mkdirSync(FOLDER, { recursive: true });
  for (const { look, ...options } of LOOKS) {
    const visitor = await journey.signedIn(options);
    for (const shown of pages) {
      await visitor.show(shown);
      await visitor.page.screenshot({ path: join(FOLDER, `${shown.name}-${look}.png`), animations: 'disabled' });
    }
    if (visitor.complaints.length > 0) throw new Error(`the pages complained: ${visitor.complaints.join('; ')}`);
  }
  process.stdout.write(`Pictures of ${pages.length} pages are in docs/screens.\n`);
} finally {
  await journey.stop();
}
