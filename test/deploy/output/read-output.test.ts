/** What one reading leaves to the next, whoever reads it: a private key that is cut between two of them stays hidden. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readOutput, type OutputDeps, type ReadingEnd } from '../../../activities/deploy/output/read-output.js';
import type { OutputPiece } from '../../../activities/deploy/port.js';
import { noFailpoint } from '../../../activities/failpoint.js';
import { newBuild } from '../../harness/builds.js';
import { freshDatabase, type TestDatabase } from '../../harness/database.js';

const KEY = ['-----BEGIN PRIVATE KEY-----', 'M'.repeat(64), 'I'.repeat(64), 'tail==', '-----END PRIVATE KEY-----'];

describe('readings of a log, one after the other', () => {
  let database: TestDatabase;
  let buildId: string;
  beforeAll(async () => {
    database = await freshDatabase();
    ({ buildId } = await newBuild(database.db));
  });
  afterAll(() => database.drop());

  let number = 0;
  async function deployed(): Promise<string> {
    const id = `${buildId}-staging-${(number += 1)}`;
    await database.sql(
      `insert into deployments (id, build_id, project_id, environment, generation, status) select $1, id, project_id, 'staging', 1, 'live' from builds where id = $2`,
      [id, buildId],
    );
    return id;
  }
  const piece = (text: string, index: number): OutputPiece => ({
    source: 'stdout',
    at: `2026-11-21T04:00:00.${String(index + 1).padStart(9, '0')}Z`,
    bytes: Buffer.from(text),
    endsLine: true,
  });
  /** Reads all that an engine has of a container, as a worker does that knows nothing but the rows. */
  function read(deploymentId: string, log: string[], containerId = 'one'): Promise<ReadingEnd> {
    const pieces = log.map(piece);
    const target: OutputDeps['target'] = {
      // eslint-disable-next-line @typescript-eslint/require-await
      async *readOutput() {
        yield pieces;
      },
    };
    return readOutput({ db: database.db, target, failpoint: noFailpoint }, { deploymentId, containerId }, { follow: false });
  }
  const texts = async (id: string) =>
    (await database.sql<{ text: string }>('select text from deployment_output_lines where deployment_id = $1 order by seq', [id])).map(({ text }) => text);

  it('hide a private key wherever one ends and the next begins', async () => {
    const log = ['before', ...KEY, 'after'];
    for (let cut = 1; cut < log.length; cut += 1) {
      const id = await deployed();
      expect(await read(id, log.slice(0, cut))).toBe('ended');
      expect(await read(id, log)).toBe('ended');
      expect(await texts(id)).toEqual(['before', ...KEY.map(() => '[secret]'), 'after']);
    }
  });

  it('hide nothing of another container because the one before ended in the middle of a key', async () => {
    const id = await deployed();
    await read(id, ['before', ...KEY.slice(0, 2)]);
    await read(id, ['the second listens'], 'two');
    expect((await texts(id)).at(-1)).toBe('the second listens');
  });

  it('hide the rest of a key whose beginning the engine has forgotten', async () => {
    const id = await deployed();
    await read(id, [...KEY.slice(2), 'after']);
    expect(await texts(id)).toEqual(['[secret]', '[secret]', '[secret]', 'after']);
  });
});
