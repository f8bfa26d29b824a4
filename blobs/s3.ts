/** Blobs as objects of an S3 bucket, Amazon's or any other server's that speaks its protocol. Objects appear whole or not at all. */
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type * as Sdk from '@aws-sdk/client-s3';
import { MillwrightError } from '../contracts/failures.js';
import { checkedKey, type BlobInfo, type BlobStore, type ByteRange } from './port.js';
import type { S3Address } from './s3-address.js';
import { dropOld, newSpool } from './spool.js';

export interface S3Options extends S3Address {
  /** Null: what the SDK finds by itself (the role of the machine, its configuration files). */
  credentials: { accessKeyId: string; secretAccessKey: string } | null;
  /** Where the address names none. */
  defaultRegion: string | null;
  /** A folder of this host for what arrives. */
  incoming: string;
}

// Every server has it, and where a region means nothing it is taken for any.
const REGION = 'us-east-1';
// A server that has not taken a connection, or moved a byte, by then is away.
const CONNECT_MS = 5_000;
const IDLE_MS = 30_000;
// With the first: a server that restarts is back by the third.
const ATTEMPTS = 3;
// One upload holds two of these in memory; ten thousand of them make 80 GB, far more than an upload may have.
const PART_BYTES = 8 * 1024 * 1024;
const PARTS_AT_ONCE = 2;

/** The SDK, loaded, and its connection to the server. */
interface Opened {
  sdk: typeof Sdk;
  client: Sdk.S3Client;
}

/** Nothing is asked of the server before the first call. Calls reject with UNAVAILABLE when it does not answer or refuses us. */
export function createS3Blobs(options: S3Options): BlobStore {
  return new S3Blobs(options);
}

class S3Blobs implements BlobStore {
  #opened: Promise<Opened> | null = null;

  constructor(private readonly options: S3Options) {}

  spool: BlobStore['spool'] = () => newSpool(this.options.incoming);

  async put(key: string, content: Uint8Array): Promise<void> {
    await this.#call(({ sdk, client }) => client.send(new sdk.PutObjectCommand({ ...this.#object(key), Body: content, ContentLength: content.length })));
  }

  async take(key: string, file: string): Promise<void> {
    const { Upload } = await import('@aws-sdk/lib-storage');
    await this.#call(({ client }) =>
      new Upload({ client, params: { ...this.#object(key), Body: createReadStream(file) }, partSize: PART_BYTES, queueSize: PARTS_AT_ONCE }).done(),
    );
    await rm(file, { force: true });
  }

  async read(key: string): Promise<Buffer | null> {
    const found = await this.#get(key);
    // A connection that breaks in the middle is the server's, like one that is refused.
    return found?.Body ? Buffer.from(await this.#call(() => found.Body!.transformToByteArray())) : null;
  }

  async open(key: string, range?: ByteRange): Promise<Readable | null> {
    return ((await this.#get(key, range))?.Body as Readable | undefined) ?? null;
  }

  async delete(key: string): Promise<void> {
    await this.#call(({ sdk, client }) => client.send(new sdk.DeleteObjectCommand(this.#object(key)))).catch(nullWhenMissing);
  }

  async *list(): AsyncIterable<BlobInfo> {
    const { bucket, prefix } = this.options;
    let token: string | undefined;
    do {
      const page = await this.#call(({ sdk, client }) =>
        client.send(new sdk.ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token })),
      );
      for (const { Key: name = '', Size: bytes = 0, LastModified: modifiedAt } of page.Contents ?? []) {
        // What others keep below a longer prefix is not ours.
        const key = name.slice(prefix.length);
        if (modifiedAt && key !== '' && !key.includes('/')) yield { key, bytes, modifiedAt };
      }
      token = page.NextContinuationToken;
    } while (token !== undefined);
  }

  async dropOldSpools(before: Date): Promise<number> {
    return (await dropOld(this.options.incoming, before)) + (await this.#dropOldParts(before));
  }

  /** Parts of uploads whose process died cost money until somebody gives them up. */
  async #dropOldParts(before: Date): Promise<number> {
    const { bucket, prefix } = this.options;
    const { Uploads: uploads = [] } = await this.#call(({ sdk, client }) =>
      client.send(new sdk.ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix })),
    );
    const old = uploads.filter(({ Initiated: begun }) => begun !== undefined && begun < before);
    for (const { Key, UploadId } of old)
      await this.#call(({ sdk, client }) => client.send(new sdk.AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }))).catch(nullWhenMissing);
    return old.length;
  }

  async #get(key: string, range?: ByteRange): Promise<Sdk.GetObjectCommandOutput | null> {
    const Range = range && `bytes=${range.start}-${range.end}`;
    return this.#call(({ sdk, client }) => client.send(new sdk.GetObjectCommand({ ...this.#object(key), Range }))).catch(nullWhenMissing);
  }

  #object(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.options.bucket, Key: this.options.prefix + checkedKey(key) };
  }

  async #call<T>(work: (opened: Opened) => Promise<T>): Promise<T> {
    this.#opened ??= openClient(this.options);
    const opened = await this.#opened;
    try {
      return await work(opened);
    } catch (error) {
      throw isMissing(error) ? error : this.#away(error);
    }
  }

  #away(cause: unknown): MillwrightError {
    const { bucket, endpoint } = this.options;
    const why = cause instanceof Error ? `${cause.name}: ${cause.message}`.slice(0, 300) : String(cause);
    const where = `the bucket ${bucket}${endpoint === null ? '' : ` at ${endpoint}`}`;
    const detail = `The store of large files (${where}) failed: ${why}. Is it up, is the bucket there, and may our key use it? See BLOB_URL and AWS_ACCESS_KEY_ID.`;
    return new MillwrightError('UNAVAILABLE', detail, { cause, retryAfterSeconds: ATTEMPTS });
  }
}

/** The SDK is large: only who keeps blobs in S3 loads it. */
async function openClient({ endpoint, region, defaultRegion, credentials }: S3Options): Promise<Opened> {
  const sdk = await import('@aws-sdk/client-s3');
  const client = new sdk.S3Client({
    region: region ?? defaultRegion ?? REGION,
    // Host names of buckets are a thing of Amazon's own; paths work everywhere.
    ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
    ...(credentials ? { credentials } : {}),
    maxAttempts: ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: IDLE_MS },
    // The SDK's newest checksums are trailers that other servers do not know.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  return { sdk, client };
}

/** A missing bucket is not a missing blob: that is a mistake of the settings. */
function isMissing(error: unknown): boolean {
  return ['NoSuchKey', 'NotFound', 'NoSuchUpload'].includes((error as Error | null)?.name ?? '');
}

function nullWhenMissing(error: unknown): null {
  if (isMissing(error)) return null;
  throw error;
}
