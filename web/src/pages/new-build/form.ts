/** The form of a new build: what a person typed, as an intent and back from the API's refusals; pure. */
import type { Intent } from '../../../../client/index.js';

export interface UploadedFile {
  id: string;
  name: string;
  bytes: number;
  /** Documents are read by the agents, data is worked with. */
  use: 'document' | 'data';
}

/** A file that is uploaded: what tables and records come in is data, the rest is read. */
export function uploadedFile({ id, name, bytes }: Pick<UploadedFile, 'id' | 'name' | 'bytes'>): UploadedFile {
  return { id, name, bytes, use: /\.(csv|tsv|jsonl?|parquet|xml)$/i.test(name) ? 'data' : 'document' };
}

export interface Form {
  type: NonNullable<Intent['project_type']>;
  description: string;
  title: string;
  domain: string;
  deadline: string;
  stack: string[];
  compliance: string[];
  repo: string;
  files: UploadedFile[];
  tests: boolean;
  docs: boolean;
  deployment: boolean;
  review: boolean;
  candidates: number;
  preference: NonNullable<Intent['llm_preference']>;
  /** Dollars; null leaves it to the default. */
  budget: number | null;
}

export const EMPTY_FORM: Form = {
  type: 'api',
  description: '',
  title: '',
  domain: '',
  deadline: '',
  stack: [],
  compliance: [],
  repo: '',
  files: [],
  tests: true,
  docs: true,
  deployment: true,
  review: false,
  candidates: 1,
  preference: 'balanced',
  budget: null,
};

/** What is asked of a project's latest build, for the next one to begin with. */
export interface LatestBuild {
  type: Form['type'];
  description: string;
  /** By its name; null where that is not known. */
  language: string | null;
}

/** The form of a project's next version, before anybody typed: what its latest build was asked for, to be changed. */
export function nextVersion({ type, description, language }: LatestBuild): Partial<Form> {
  return { type, description, stack: language === null ? [] : [language] };
}

/** What is sent: only what was filled in. `project`: the one whose next version it is; its code is what it begins with. */
export function intentOf(form: Form, project: string | null = null): Intent {
  const { type, description, tests, docs, deployment, review, candidates, preference, budget } = form;
  const constraints = {
    ...(form.deadline.trim() ? { deadline: form.deadline.trim() } : {}),
    ...(form.stack.length > 0 ? { stack: form.stack } : {}),
    ...(form.compliance.length > 0 ? { compliance: form.compliance } : {}),
  };
  const artifacts = {
    ...(form.repo.trim() && project === null ? { repo: form.repo.trim() } : {}),
    ...idsOf(form.files, 'document', 'artifact_ids'),
    ...idsOf(form.files, 'data', 'datasets'),
  };
  return {
    project_type: type,
    description: description.trim(),
    ...(project === null ? {} : { project_id: project }),
    ...(form.title.trim() ? { title: form.title.trim() } : {}),
    ...(form.domain.trim() ? { domain: form.domain.trim() } : {}),
    ...(Object.keys(constraints).length > 0 ? { constraints } : {}),
    ...(Object.keys(artifacts).length > 0 ? { artifacts } : {}),
    options: { tests, docs, deployment, review, ...(candidates > 1 ? { candidates } : {}) },
    llm_preference: preference,
    ...(budget === null ? {} : { budget_usd: budget }),
  };
}

function idsOf(files: readonly UploadedFile[], use: UploadedFile['use'], name: 'artifact_ids' | 'datasets') {
  const ids = files.filter((file) => file.use === use).map(({ id }) => id);
  return ids.length > 0 ? { [name]: ids } : {};
}

/** Names of the fields as the page marks them (`data-field`). */
export type Field =
  | 'project'
  | 'type'
  | 'description'
  | 'title'
  | 'domain'
  | 'deadline'
  | 'stack'
  | 'compliance'
  | 'repo'
  | 'files'
  | 'options'
  | 'candidates'
  | 'preference'
  | 'budget';

const FIELDS: [RegExp, Field][] = [
  [/^\/project_id/, 'project'],
  [/^\/project_type/, 'type'],
  [/^\/description/, 'description'],
  [/^\/title/, 'title'],
  [/^\/domain/, 'domain'],
  [/^\/constraints\/deadline/, 'deadline'],
  [/^\/constraints\/stack/, 'stack'],
  [/^\/constraints\/compliance/, 'compliance'],
  [/^\/artifacts\/repo/, 'repo'],
  [/^\/artifacts\/(artifact_ids|datasets)/, 'files'],
  [/^\/options\/candidates/, 'candidates'],
  [/^\/options/, 'options'],
  [/^\/llm_preference/, 'preference'],
  [/^\/budget_usd/, 'budget'],
];

/** What the fields are called on the page. */
export const FIELD_LABELS: Readonly<Record<Field, string>> = {
  project: 'Project',
  type: 'What is it?',
  description: 'What should it do?',
  title: 'Title',
  domain: 'Domain',
  deadline: 'Deadline',
  stack: 'Stack',
  compliance: 'Compliance',
  repo: 'Repository',
  files: 'Files',
  options: 'How it is done',
  candidates: 'Attempts side by side',
  preference: 'Models',
  budget: 'Budget',
};

/** The API's complaints at the fields they are about; `rest` is about none of them. */
export function problemsByField(pointers: ReadonlyMap<string, string>): { fields: Partial<Record<Field, string>>; rest: string[] } {
  const fields: Partial<Record<Field, string>> = {};
  const rest: string[] = [];
  for (const [pointer, detail] of pointers) {
    const field = FIELDS.find(([pattern]) => pattern.test(pointer))?.[1];
    if (!field) rest.push(`${pointer}: ${detail}`);
    else fields[field] = [fields[field], detail].filter(Boolean).join(' ');
  }
  return { fields, rest };
}

/** What a draft that was kept holds; the empty form where it does not fit. */
export function formFrom(kept: unknown): Form {
  if (typeof kept !== 'object' || kept === null) return EMPTY_FORM;
  const form: Record<string, unknown> = { ...EMPTY_FORM };
  for (const [name, value] of Object.entries(kept)) {
    if (!(name in EMPTY_FORM)) continue;
    const standard: unknown = EMPTY_FORM[name as keyof Form];
    const fits =
      standard === null ? value === null || typeof value === 'number' : typeof value === typeof standard && Array.isArray(value) === Array.isArray(standard);
    if (fits) form[name] = value;
  }
  return form as unknown as Form;
}
