/** `mw test --s3`: builds the server when it is missing. No *.test.ts, so that the usual run leaves it out. */
import { ensureVersitygw } from '../harness/versitygw.js';
import { describeS3 } from './s3-suite.js';

// A build of the server takes minutes on a slow machine.
describeS3(ensureVersitygw, 600_000);
