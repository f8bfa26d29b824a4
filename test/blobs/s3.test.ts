import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openBlobs } from '../../blobs/index.js';
import { findVersitygw } from '../harness/versitygw.js';
import { describeS3 } from './s3-suite.js';

describe('an S3 server that does not answer', () => {
  it('is named, with what to look at', async () => {
    // Nothing listens at port 1.
    const settings = { BLOB_URL: 's3://files?endpoint=http://127.0.0.1:1', MW_HOME: join(tmpdir(), 'no-home'), AWS_REGION: null };
    const blobs = openBlobs({ ...settings, AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret' });
    const failure = await blobs.read('art-000000000001').catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'UNAVAILABLE', detail: expect.stringMatching(/bucket files at http:\/\/127.0.0.1:1.*BLOB_URL/) });
    expect(JSON.stringify(failure)).not.toContain('secret');
  });
});

const program = findVersitygw();
if (program) describeS3(() => Promise.resolve(program), 60_000);
else process.stderr.write('There is no versitygw here, so S3 is tested by its address only; with a server: mw test --s3\n');
