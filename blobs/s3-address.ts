/** What `s3://bucket/prefix?endpoint=https://host:port&region=name` says. */

export interface S3Address {
  bucket: string;
  /** Empty, or what all our keys begin with, `/` at its end included. */
  prefix: string;
  /** Any S3-compatible server; null: the one of Amazon. */
  endpoint: string | null;
  region: string | null;
}

// What S3 takes as the name of a bucket.
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const PARAMETERS = ['endpoint', 'region'];

/** Throws an Error that says what is wrong with it and what is right. */
export function parseS3Url(url: string): S3Address {
  const { hostname: bucket, pathname, searchParams, username, password } = new URL(url);
  if (username !== '' || password !== '') throw wrong('keys do not belong into it: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY');
  if (!BUCKET.test(bucket)) throw wrong(`${JSON.stringify(bucket)} is no name of a bucket`);
  const strange = [...searchParams.keys()].find((name) => !PARAMETERS.includes(name));
  if (strange !== undefined) throw wrong(`${JSON.stringify(strange)} is no parameter of it; there are ${PARAMETERS.join(' and ')}`);
  const endpoint = searchParams.get('endpoint');
  if (endpoint !== null && !/^https?:\/\/[^/]+\/?$/.test(endpoint)) throw wrong('the endpoint must be http(s)://host or http(s)://host:port');
  const prefix = decodeURIComponent(pathname).replaceAll(/^\/+|\/+$/g, '');
  return { bucket, prefix: prefix === '' ? '' : `${prefix}/`, endpoint, region: searchParams.get('region') };
}

function wrong(why: string): Error {
  return new Error(
    `BLOB_URL: ${why}. It looks like s3://bucket/prefix?endpoint=https://host:9000, or s3://bucket/prefix?region=eu-central-1 for Amazon's own.`,
  );
}
