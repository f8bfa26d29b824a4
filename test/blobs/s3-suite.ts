/** The S3 adapter on a real server: the contract of every store, and what only a server can do to us. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, CreateMultipartUploadCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openBlobs } from '../../blobs/index.js';
import type { BlobStore } from '../../blobs/port.js';
import { startVersitygw, type S3Server } from '../harness/versitygw.js';
import { describeBlobStore } from './contract.js';

const BUCKET = 'files-of-tests';

/** `program`: how the server is come by, before the first test. */
export function describeS3(program: () => Promise<string>, timeoutMs: number): void {
  let server: S3Server;
  let client: S3Client;
  const home = mkdtempSync(join(tmpdir(), 's3-blobs-'));

  beforeAll(async () => {
    server = await startVersitygw(await program());
    client = new S3Client({ endpoint: server.endpoint, region: 'us-east-1', credentials: server.credentials, forcePathStyle: true });
    await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  }, timeoutMs);
  afterAll(async () => {
    client?.destroy();
    await server?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  const open = (path = '/prefix', secret?: string): BlobStore =>
    openBlobs({
      BLOB_URL: `s3://${BUCKET}${path}?endpoint=${server.endpoint}`,
      MW_HOME: home,
      AWS_ACCESS_KEY_ID: server.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: secret ?? server.credentials.secretAccessKey,
      AWS_REGION: null,
    });
  const keys = async (blobs: BlobStore) => {
    const found: string[] = [];
    for await (const { key } of blobs.list()) found.push(key);
    return found.toSorted();
  };

  describeBlobStore('an S3 bucket', () => open());

  describe('an S3 bucket', () => {
    it('may be shared: what others keep beside our prefix, or deeper, is not ours', async () => {
      const [ours, other] = [open('/shared'), open('/shared-too')];
      await ours.put('art-000000000001', Buffer.from('ours'));
      await other.put('art-000000000002', Buffer.from('not ours'));
      await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'shared/deeper/art-000000000003', Body: 'not ours' }));
      expect([await keys(ours), await keys(other)]).toEqual([['art-000000000001'], ['art-000000000002']]);
      expect(await ours.read('art-000000000002')).toBeNull();
    });

    it('is listed whole, a thousand and one after the other', async () => {
      const blobs = open('/many');
      const names = Array.from({ length: 1_005 }, (_, index) => `art-many-${String(index).padStart(6, '0')}`);
      for (let from = 0; from < names.length; from += 50) await Promise.all(names.slice(from, from + 50).map((name) => blobs.put(name, Buffer.from('x'))));
      expect(await keys(blobs)).toEqual(names);
    });

    it('loses parts of uploads whose process died, and none of one that may be under way', async () => {
      const blobs = open('/parts');
      await client.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key: `parts/art-${randomBytes(6).toString('hex')}` }));
      expect(await blobs.dropOldSpools(new Date(Date.now() - 3_600_000))).toBe(0);
      expect(await blobs.dropOldSpools(new Date(Date.now() + 60_000))).toBe(1);
      expect(await blobs.dropOldSpools(new Date(Date.now() + 60_000))).toBe(0);
    });

    it('that refuses us or is not there is named, with what to look at', async () => {
      const away = (blobs: BlobStore) =>
        expect(blobs.read('art-000000000001')).rejects.toMatchObject({ code: 'UNAVAILABLE', detail: expect.stringMatching(/BLOB_URL/) });
      await away(open('/prefix', 'wrong'));
      await away(
        openBlobs({
          BLOB_URL: `s3://no-such-bucket?endpoint=${server.endpoint}`,
          MW_HOME: home,
          AWS_ACCESS_KEY_ID: 'tests',
          AWS_SECRET_ACCESS_KEY: server.credentials.secretAccessKey,
          AWS_REGION: null,
        }),
      );
    });
  });
}
