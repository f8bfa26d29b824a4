import { afterAll } from '@jest/globals';
import { temporaryBlobs } from '../harness/blobs.js';
import { describeBlobStore } from './contract.js';

const store = temporaryBlobs();
afterAll(() => store.remove());

describeBlobStore('a folder', () => store.blobs);
