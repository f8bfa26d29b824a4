import type { Scenes } from './pages.js';
import type { Journey } from './stage.js';

/** Builds that wait for a plan, a choice and an answer, made side by side. */
export async function waitingScenes(journey: Journey): Promise<Omit<Scenes, 'done'>> {
  const [planned, designs, asked] = await Promise.all([
    journey.create('A page with the opening hours of a bakery; ask me which words'),
    journey.create('A page for a bakery: what there is today, to reserve', { project_type: 'website' }),
    journey.create('A page with the daily bread; ask me while you write it'),
  ]);
  await Promise.all([journey.waitsFor(planned, 'plan'), approved(journey, designs, 'ux_choice'), approved(journey, asked, 'question')]);
  return { planned, designs, asked };
}

async function approved(journey: Journey, id: string, next: string): Promise<void> {
  await journey.waitsFor(id, 'plan');
  await journey.decide(id, 'approve');
  await journey.waitsFor(id, next);
}

/** A build that was deployed to staging twice and to production once, and has ended: a rollback is possible. */
export async function doneScene(journey: Journey): Promise<string> {
  const done = await journey.create('a REST API for tasks in Python');
  await approved(journey, done, 'deploy');
  for (const environment of ['staging', 'staging', 'production']) {
    const { deployments } = await journey.waitsFor(done, 'deploy');
    await journey.decide(done, 'deploy', { environment });
    await journey.until(environment, done, (now) => now.deployments.length > deployments.length && now.status !== 'deploying');
  }
  await journey.until('the end', done, ({ status }) => status === 'completed');
  return done;
}

/** A build that a person gave up after its tests had failed again and again. */
export async function failedScene(journey: Journey): Promise<string> {
  const failed = await journey.create('a REST API for invoices that never works in Python');
  await approved(journey, failed, 'question');
  await journey.decide(failed, 'reject', { reason: 'We will write this one by hand.' });
  await journey.until('the failure', failed, ({ status }) => status === 'failed');
  return failed;
}

/** A build that was stopped, and words in the chat. */
export async function pastScenes(journey: Journey, done: string): Promise<void> {
  const stopped = await journey.create('a REST API for invoices with a PDF export in Python');
  await journey.waitsFor(stopped, 'plan');
  await journey.decide(stopped, 'stop', { reason: 'not needed any more' });
  for (const text of [`how far is ${done}`, `what did ${done} cost`]) await journey.ask('POST', '/chat', { message: text }).catch(() => undefined);
}
