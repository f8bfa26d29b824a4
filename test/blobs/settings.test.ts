import { describe, expect, it } from '@jest/globals';
import { openBlobs } from '../../blobs/index.js';
import { parseS3Url } from '../../blobs/s3-address.js';
import { describe as shown, parseConfig } from '../../config.js';

const settings = { MW_HOME: '/nowhere', AWS_ACCESS_KEY_ID: null, AWS_SECRET_ACCESS_KEY: null, AWS_REGION: null };

describe('BLOB_URL', () => {
  it('names a bucket, what its keys begin with, and a server', () => {
    expect(parseS3Url('s3://files')).toEqual({ bucket: 'files', prefix: '', endpoint: null, region: null });
    expect(parseS3Url('s3://my.files/a/b/?endpoint=http://127.0.0.1:7070&region=eu-central-1')).toEqual({
      bucket: 'my.files',
      prefix: 'a/b/',
      endpoint: 'http://127.0.0.1:7070',
      region: 'eu-central-1',
    });
  });

  it.each([
    ['s3://AB', /no name of a bucket/],
    ['s3://key:secret@files', /AWS_SECRET_ACCESS_KEY/],
    ['s3://files?endpiont=http://x', /"endpiont" is no parameter/],
    ['s3://files?endpoint=127.0.0.1:7070', /http\(s\):\/\/host/],
    ['s3://files?endpoint=http://x/path', /http\(s\):\/\/host/],
  ])('is refused when it is wrong: %s', (url, why) => {
    expect(() => openBlobs({ ...settings, BLOB_URL: url })).toThrow(why);
  });

  it('may be a folder or nothing, and no other kind of address', () => {
    for (const BLOB_URL of [null, 'file:///nowhere/blobs', 's3://files']) expect(openBlobs({ ...settings, BLOB_URL })).toHaveProperty('spool');
    expect(() => openBlobs({ ...settings, BLOB_URL: 'ftp://host/files' })).toThrow(/no blob store for ftp:/);
  });

  it('and the keys of the bucket are not shown to anybody', () => {
    const env = { BLOB_URL: 's3://files', AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'not-to-be-seen', AWS_REGION: 'eu-central-1' };
    const text = JSON.stringify(shown(parseConfig(env)));
    expect(text).not.toMatch(/AKIDEXAMPLE|not-to-be-seen|s3:/);
    expect(text).toContain('"AWS_REGION":"eu-central-1"');
  });
});
