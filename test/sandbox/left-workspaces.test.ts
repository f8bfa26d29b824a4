import { expect, it } from '@jest/globals';
import { docker, testEngine } from './engine.js';

it('a workspace that an engine has forgotten is removed, and one in use is not', async () => {
  const engine = await testEngine();
  const filters = JSON.stringify({ label: [`millwright.instance=${engine.instance}`, 'millwright.purpose=workspace'] });
  const names = async () => ((await docker.listVolumes({ filters })).Volumes ?? []).map(({ Name }) => Name);
  const sandbox = await engine.open();
  const used = await names();
  expect(used).toHaveLength(1);
  const Labels = { 'millwright.instance': engine.instance, 'millwright.purpose': 'workspace' };
  const { name: forgotten } = await docker.createVolume({ Labels });
  expect(await names()).toContain(forgotten);
  await engine.driver.reap(() => false);
  expect(await names()).toEqual(used);
  await sandbox.dispose();
  expect(await names()).toEqual([]);
  await engine.close();
}, 300_000);
