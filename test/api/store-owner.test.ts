import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { ArtifactSweeper } from '../../api/artifact-sweeper.js';
import { readMark, writeMark } from '../../blobs/mark.js';
import type { BlobStore } from '../../blobs/port.js';
import { insertUpload } from '../../db/queries/artifacts.js';
import { readInstallation } from '../../db/queries/installation.js';
import { freshDatabase, type TestDatabase } from '../harness/database.js';
import { temporaryBlobs } from '../harness/blobs.js';

// An hour and more from now, when no upload can be under way any more.
const later = () => Date.now() + 2 * 3_600_000;

let store: ReturnType<typeof temporaryBlobs>;
let databases: TestDatabase[];
beforeEach(() => {
  store = temporaryBlobs();
  databases = [];
});
afterEach(async () => {
  for (const database of databases) await database.drop();
  store.remove();
});

async function installation(blobs: BlobStore = store.blobs): Promise<{ database: TestDatabase; sweeper: ArtifactSweeper }> {
  const database = await freshDatabase({ poolSize: 3 });
  databases.push(database);
  return { database, sweeper: new ArtifactSweeper({ database: database.db, blobs, retentionDays: 30, log: pino({ level: 'silent' }) }) };
}

/** An upload of this database. */
async function upload({ database }: { database: TestDatabase }, id: string): Promise<void> {
  await store.blobs.put(id, Buffer.from(id));
  await insertUpload(database.db.orm, { id, name: id, mediaType: 'text/plain', bytes: id.length, sha256: id, userId: 'local', retentionDays: 30 });
}

const kept = async () => {
  const keys: string[] = [];
  for await (const { key } of store.blobs.list()) if (key.startsWith('art-')) keys.push(key);
  return keys.sort();
};

describe('the store of large files', () => {
  it('is marked as its first database’s, and swept by that one', async () => {
    const own = await installation();
    expect((await Promise.all([own.sweeper.runOnce(), own.sweeper.runOnce()])).map(({ foreign }) => foreign)).toEqual([null, null]);
    expect(await readMark(store.blobs)).toBe(await readInstallation(own.database.db.orm));
    await upload(own, 'art-known000');
    await store.blobs.put('art-orphan000', Buffer.from('x'));
    expect(await own.sweeper.runOnce(later())).toEqual({ expired: 0, orphans: 1, spools: 0, foreign: null });
    expect([await kept(), own.sweeper.health]).toEqual([['art-known000'], { ok: true }]);
  });

  it('loses nothing to an empty database, nor to another one, which say so', async () => {
    const own = await installation();
    await own.sweeper.runOnce();
    await upload(own, 'art-known000');
    const other = await installation();
    expect(await other.sweeper.runOnce(later())).toEqual({ expired: 0, orphans: 0, spools: 0, foreign: expect.stringContaining('another database') });
    expect(other.sweeper.health).toMatchObject({ ok: false, detail: expect.stringContaining('Nothing is removed') });
    // Nor what the other's rows say has expired: an artifact of a copied database may have the same id here.
    await upload(other, 'art-both0000');
    await other.database.sql(`update artifacts set expires_at = now() - interval '1 day'`);
    expect(await other.sweeper.runOnce(later())).toMatchObject({ expired: 0 });
    expect(await kept()).toEqual(['art-both0000', 'art-known000']);
    // The right database goes on.
    expect(await own.sweeper.runOnce(later())).toMatchObject({ orphans: 1, foreign: null });
  });

  it('without a mark belongs to whoever knows something in it, to nobody else', async () => {
    const [own, other] = [await installation(), await installation()];
    await upload(own, 'art-known000');
    await store.blobs.put('art-orphan000', Buffer.from('x'));
    expect(await other.sweeper.runOnce(later())).toMatchObject({ orphans: 0, foreign: expect.stringContaining('knows none') });
    expect([await kept(), await readMark(store.blobs)]).toEqual([['art-known000', 'art-orphan000'], null]);
    expect(await own.sweeper.runOnce(later())).toMatchObject({ orphans: 1, foreign: null });
    expect(await other.sweeper.runOnce(later())).toMatchObject({ foreign: expect.stringContaining('another database') });
  });

  it('is taken over when a person writes the mark of the database', async () => {
    const [own, other] = [await installation(), await installation()];
    await own.sweeper.runOnce();
    expect((await other.sweeper.runOnce()).foreign).not.toBeNull();
    await writeMark(store.blobs, await readInstallation(other.database.db.orm));
    expect((await other.sweeper.runOnce()).foreign).toBeNull();
    expect(other.sweeper.health).toEqual({ ok: true });
    expect((await own.sweeper.runOnce()).foreign).not.toBeNull();
  });
});
