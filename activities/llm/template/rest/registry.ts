import { PYTHON_REST } from '../python/index.js';
import type { Language } from '../spec.js';
import { TYPESCRIPT_REST } from '../typescript/index.js';
import type { RestKit } from './kit.js';

/** The languages a REST service can be written in. */
export const REST_KITS: Record<Language, RestKit> = { python: PYTHON_REST, typescript: TYPESCRIPT_REST };
