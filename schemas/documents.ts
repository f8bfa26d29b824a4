import { z } from 'zod';
import { listQuery, projectParams } from './requests.js';
import { listSchema } from './responses.js';
import { text } from './text.js';

/** Documents of a project and the proof of gates: queries and answers. */

const time = z.string().meta({ format: 'date-time' });
const gate = z.string().regex(/^G\d$/, 'must be a gate, G0 to G9');
// contracts/documents.ts holds the same words; test/api/documents.test.ts compares them.
export const DOCUMENT_KINDS = ['prd', 'specification', 'design', 'report'] as const;

export const documentsQuery = listQuery.extend({
  kind: z.enum(DOCUMENT_KINDS).optional(),
  gate: gate.optional(),
  build_id: text({ min: 1, max: 60 }).optional(),
  name: text({ min: 1, max: 400 }).optional(),
  versions: z.enum(['latest', 'all']).default('latest').meta({ description: '`all`: older versions too.' }),
});
export const documentParams = projectParams.extend({
  documentId: z.string().meta({ description: 'Document id: one version of one document', example: 'doc-5f0c1a2b3c4d5e6f7081' }),
});

const document = z
  .object({
    id: z.string(),
    project_id: z.string(),
    build_id: z.string().meta({ description: 'The build that wrote this version.' }),
    gate: z.string().nullable().meta({ description: 'The gate it justifies.' }),
    kind: z.enum(DOCUMENT_KINDS),
    name: z.string(),
    title: z.string(),
    version: z.int(),
    latest_version: z.int(),
    author: z.string(),
    media_type: z.string(),
    bytes: z.int(),
    sha256: z.string(),
    created_at: time,
    url: z.string(),
    download_url: z.string(),
  })
  .meta({ id: 'Document' });
export const documentsSchema = listSchema('documents', document);
export const documentSchema = document.extend({ content: z.string() }).meta({ id: 'DocumentText' });

export const proofQuery = listQuery.extend({
  gateId: z
    .string()
    .regex(/^(int-code-[0-9a-z]{3,32}\/)?G\d(\/\d{1,9})?$/, 'must be a gate (G6), one of a build (int-code-7k2m9q/G6) or one visit of it, as its `id` says')
    .optional()
    .meta({ description: 'A gate, `G6`; of one build, `int-code-7k2m9q/G6`; or one visit, the `id` of a gate in the list of a build.', example: 'G6' }),
  projectId: text({ min: 1, max: 100 }).optional(),
  buildId: text({ min: 1, max: 60 }).optional(),
});
