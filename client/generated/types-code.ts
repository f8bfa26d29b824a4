// Generated from the OpenAPI document by scripts/generate-client.mjs: change the routes and schemas, then run it again.

export interface AnswerToParse {
  /** What the model answered, as it stands; at most 4 MB */
  text: string;
  /** The project: given, the edits are applied to it and the outcome is answered */
  files?: Array<{
    path: string;
    content: string;
  }>;
  /** `length` when the model was stopped at its limit: a cut answer is refused */
  finish_reason?: string;
}

export interface NewWorkspace {
  template: 'react-vite' | 'nestjs' | 'nextjs' | 'express' | 'python' | 'go' | 'java' | 'csharp';
  /** the template's name when left out; the project is called so in its manifest */
  name?: string;
  /** one of your projects that it belongs to */
  project_id?: string;
}

export interface ParsedAnswer {
  /** in the order they apply; empty when there is any problem */
  edits: Array<{
    kind: 'write' | 'replace' | 'patch' | 'delete';
    path: string;
    /** where in the answer it begins, from 1 */
    line: number;
    /** how the path was found when the answer names none */
    inferred: string | null;
    content?: string;
    executable?: boolean;
    replacements?: Array<{
      search: string;
      replace: string;
      count?: number;
      all?: boolean;
    }>;
    hunks?: Array<{
      old_start: number | null;
      anchors: string[];
      /** each begins with a blank, + or - */
      lines: string[];
    }>;
    move_to?: string;
  }>;
  /** why the answer is refused as a whole, in words for the model */
  problems: Array<{
    code: string;
    message: string;
    line?: number;
    path?: string;
  }>;
  reasoning: string | null;
  /** with `files`: all edits were applied, or none */
  applied?: boolean;
  changes?: Array<{
    path: string;
    change: 'created' | 'modified' | 'deleted' | 'renamed';
    from?: string;
    added: number;
    removed: number;
    /** what had to be overlooked to make the edit fit */
    repaired: string[];
  }>;
  /** with `files`: the project afterwards, unchanged when the answer is refused */
  files?: Array<{
    path: string;
    content: string;
  }>;
}

export interface Workspace {
  id: string;
  name: string;
  template: string;
  language: string;
  project_id: string | null;
  status: 'creating' | 'ready' | 'failed';
  branch: 'main';
  /** the newest commit; null while it is created */
  commit: string | null;
  file_count: number;
  bytes: number;
  url: string;
  created_at: string;
  updated_at: string;
  /** by path; at most 500 */
  files: Array<{
    path: string;
    bytes: number;
    executable: boolean;
    /** git id of the content */
    oid: string;
  }>;
}

export interface WorkspaceCommitRequest {
  message: string;
  author?: string;
}

export interface WorkspaceFile {
  path: string;
  bytes: number;
  executable: boolean;
  /** git id of the content */
  oid: string;
  content: string;
  commit: string | null;
}

export interface WorkspaceJob {
  job_id: string;
  workspace_id: string;
  kind: string;
  /** `failed`: it could not be carried out, see `failure`; checks that find something are `done` */
  state: 'queued' | 'running' | 'done' | 'failed';
  /** of checks: the verdict */
  status: 'passed' | 'failed' | 'unavailable' | null;
  status_url: string;
  /** what was checked, or what came out */
  commit: string | null;
  summary?: string;
  checks?: Array<{
    name: string;
    outcome: 'passed' | 'failed' | 'unavailable' | 'skipped';
    required: boolean;
    findings: Array<{
      file: string | null;
      line: number | null;
      rule: string;
      message: string;
    }>;
    output: string;
    durationMs: number;
    [key: string]: unknown;
  }>;
  tests?: {
    total: number;
    failed: number;
    skipped: number;
    [key: string]: unknown;
  } | null;
  /** percent of lines */
  coverage?: number | null;
  changed?: Array<{
    path: string;
    change: 'created' | 'modified' | 'deleted';
    added: number;
    removed: number;
    /** why it does not parse */
    problem?: string;
  }>;
  changed_total?: number;
  committed?: boolean;
  failure: {
    code: string;
    title: string;
    detail: string;
    errors?: Array<{
      pointer: string;
      detail: string;
    }>;
  } | null;
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
}

/** All of it is applied, or nothing; what changed is one commit. */
export interface WorkspaceWrite {
  files?: Array<{
    path: string;
    /** the whole text; the file is made or replaced */
    content?: string;
    executable?: boolean;
    /** places to change; each `search` stands in the file exactly once, unless `all` is set */
    replacements?: Array<{
      search: string;
      replace: string;
      all?: boolean;
    }>;
    delete?: true;
  }>;
  /** a model's text with edits in it, in any form `/code-generation/parse` reads; applied after `files` */
  answer?: string;
  /** the commit's message */
  message?: string;
}
