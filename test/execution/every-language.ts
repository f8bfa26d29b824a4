/** `mw test --executions`: every language with every k, and without a program at all. Some minutes on two cores. */
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { expectBroken, expectWrong, startBroken, startWrong, TONGUES } from './cell.js';
import { openSandboxes, type Sandboxes } from './sandboxes.js';
import type { ExecutionStage } from './stage.js';

// Images that are not there are built, which takes minutes.
const IMAGES_MS = 15 * 60_000;
// All are started at once and wait for each other: whoever is looked at first may wait for many.
const CELL_MS = 15 * 60_000;
const WRONG = [0, 1, 2, 3, 4, 5] as const;

let sandboxes: Sandboxes;
let stage: ExecutionStage;
const started = new Map<string, string>();
const startedAs = (key: string): string => {
  const id = started.get(key);
  if (id === undefined) throw new Error(`${key} was not started`);
  return id;
};
beforeAll(async () => {
  sandboxes = await openSandboxes(TONGUES.map(({ image }) => image));
  stage = await sandboxes.open();
  for (const tongue of TONGUES) {
    for (const k of WRONG) started.set(`${tongue.name}/${k}`, await startWrong(stage, tongue, k));
    started.set(`${tongue.name}/broken`, await startBroken(stage, tongue));
  }
}, IMAGES_MS);
afterAll(() => sandboxes.close());

describe.each(TONGUES)('/execute in $name', (tongue) => {
  it.each(WRONG)('with a model that is wrong %i times', (k) => expectWrong(stage, tongue, k, startedAs(`${tongue.name}/${k}`)), CELL_MS);

  it('with a model that never writes a program', () => expectBroken(stage, tongue, startedAs(`${tongue.name}/broken`)), CELL_MS);
});
