// Generated from the OpenAPI document by scripts/generate-client.mjs: change the routes and schemas, then run it again.
import { part } from '../path.js';
import type { Call, CallOptions, Page } from '../call.js';
import type {
  AnswerToParse,
  NewWorkspace,
  ParsedAnswer,
  Workspace,
  WorkspaceCommitRequest,
  WorkspaceFile,
  WorkspaceJob,
  WorkspaceWrite,
} from './types-code.js';

export function codeOperations(call: Call) {
  return {
    /** Read the edits out of a model's text, and apply them to the given files, all or none. `POST /code-generation/parse` */
    parseModelAnswer(body: AnswerToParse, options: CallOptions = {}): Promise<ParsedAnswer> {
      return call.json({ method: 'POST', path: '/code-generation/parse', body }, options);
    },

    /** Make a workspace from a template: a git repository of its own whose files, checks and commits are driven from here. `POST /code-generation/workspaces` */
    createWorkspace(
      body: NewWorkspace,
      query: {
        wait?: number;
      } = {},
      options: CallOptions = {},
    ): Promise<Workspace> {
      return call.json({ method: 'POST', path: '/code-generation/workspaces', body, query, keyed: true }, options);
    },

    /** Your workspaces, newest first. `GET /code-generation/workspaces` */
    listWorkspaces(
      query: {
        page?: number;
        limit?: number;
        status?: string;
      } = {},
      options: CallOptions = {},
    ): Promise<
      Page<
        'workspaces',
        {
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
        }
      >
    > {
      return call.json({ method: 'GET', path: '/code-generation/workspaces', query }, options);
    },

    /** A workspace with the names of its files. `GET /code-generation/workspaces/{id}` */
    getWorkspace(id: string, options: CallOptions = {}): Promise<Workspace> {
      return call.json({ method: 'GET', path: `/code-generation/workspaces/${part(id)}` }, options);
    },

    /** Delete a workspace and its repository for good. `DELETE /code-generation/workspaces/{id}` */
    deleteWorkspace(id: string, options: CallOptions = {}): Promise<void> {
      return call.nothing({ method: 'DELETE', path: `/code-generation/workspaces/${part(id)}` }, options);
    },

    /** The files of a workspace, or one of them with its text. `GET /code-generation/workspaces/{id}/files` */
    readWorkspaceFiles(
      id: string,
      query: {
        page?: number;
        limit?: number;
        /** answers this one file with its text */
        path?: string;
      } = {},
      options: CallOptions = {},
    ): Promise<
      | {
          items: Array<{
            path: string;
            bytes: number;
            executable: boolean;
            /** git id of the content */
            oid: string;
          }>;
          total: number;
          page: number;
          files: Array<{
            path: string;
            bytes: number;
            executable: boolean;
            /** git id of the content */
            oid: string;
          }>;
        }
      | WorkspaceFile
    > {
      return call.json({ method: 'GET', path: `/code-generation/workspaces/${part(id)}/files`, query }, options);
    },

    /** Write, edit and delete files: all of it or nothing, in one commit. `PUT /code-generation/workspaces/{id}/files` */
    putWorkspaceFiles(
      id: string,
      body: WorkspaceWrite,
      query: {
        wait?: number;
      } = {},
      options: CallOptions = {},
    ): Promise<WorkspaceJob> {
      return call.json({ method: 'PUT', path: `/code-generation/workspaces/${part(id)}/files`, body, query, keyed: true }, options);
    },

    /** Write, edit and delete files: all of it or nothing, in one commit. `POST /code-generation/workspaces/{id}/files` */
    writeWorkspaceFiles(
      id: string,
      body: WorkspaceWrite,
      query: {
        wait?: number;
      } = {},
      options: CallOptions = {},
    ): Promise<WorkspaceJob> {
      return call.json({ method: 'POST', path: `/code-generation/workspaces/${part(id)}/files`, body, query, keyed: true }, options);
    },

    /** Install what the manifests ask for, from package registries only: on a clean checkout of the newest commit, in a fresh container. `POST /code-generation/workspaces/{id}/install` */
    installWorkspace(
      id: string,
      body: Record<string, never> = {},
      query: {
        wait?: number;
      } = {},
      options: CallOptions = {},
    ): Promise<WorkspaceJob> {
      return call.json({ method: 'POST', path: `/code-generation/workspaces/${part(id)}/install`, body, query, keyed: true }, options);
    },

    /** Build it, or check its types: on a clean checkout of the newest commit, in a fresh container. `POST /code-generation/workspaces/{id}/build` */
    buildWorkspace(
      id: string,
      body: Record<string, never> = {},
      query: {
        wait?: number;
      } = {},
      options: CallOptions = {},
    ): Promise<WorkspaceJob> {
      return call.json({ method: 'POST', path: `/code-generation/workspaces/${part(id)}/build`, body, query, keyed: true }, options);
    },

    /** Run its tests and measure coverage: on a clean checkout of the newest commit, in a fresh container. `POST /code-generation/workspaces/{id}/test` */
    testWorkspace(
      id: string,
      body: Record<string, never> = {},
      query: {
        wait?: number;
      } = {},
      options: CallOptions = {},
    ): Promise<WorkspaceJob> {
      return call.json({ method: 'POST', path: `/code-generation/workspaces/${part(id)}/test`, body, query, keyed: true }, options);
    },

    /** Lint it and look at its format: on a clean checkout of the newest commit, in a fresh container. `POST /code-generation/workspaces/{id}/lint` */
    lintWorkspace(
      id: string,
      body: Record<string, never> = {},
      query: {
        wait?: number;
      } = {},
      options: CallOptions = {},
    ): Promise<WorkspaceJob> {
      return call.json({ method: 'POST', path: `/code-generation/workspaces/${part(id)}/lint`, body, query, keyed: true }, options);
    },

    /** Look for unsafe code, secrets and dependencies with known holes: on a clean checkout of the newest commit, in a fresh container. `POST /code-generation/workspaces/{id}/security-scan` */
    scanWorkspace(
      id: string,
      body: Record<string, never> = {},
      query: {
        wait?: number;
      } = {},
      options: CallOptions = {},
    ): Promise<WorkspaceJob> {
      return call.json({ method: 'POST', path: `/code-generation/workspaces/${part(id)}/security-scan`, body, query, keyed: true }, options);
    },

    /** Run every check there is: on a clean checkout of the newest commit, in a fresh container. `POST /code-generation/workspaces/{id}/validate` */
    validateWorkspace(
      id: string,
      body: Record<string, never> = {},
      query: {
        wait?: number;
      } = {},
      options: CallOptions = {},
    ): Promise<WorkspaceJob> {
      return call.json({ method: 'POST', path: `/code-generation/workspaces/${part(id)}/validate`, body, query, keyed: true }, options);
    },

    /** How a job of a workspace stands, and what came of it. `GET /code-generation/workspaces/{id}/jobs/{job}` */
    getWorkspaceJob(id: string, job: string, options: CallOptions = {}): Promise<WorkspaceJob> {
      return call.json({ method: 'GET', path: `/code-generation/workspaces/${part(id)}/jobs/${part(job)}` }, options);
    },

    /** Make sure of the repository: a workspace has one from its beginning, so this only tells where it is. `POST /code-generation/workspaces/{id}/git/init` */
    initWorkspaceGit(
      id: string,
      body: Record<string, never> = {},
      options: CallOptions = {},
    ): Promise<{
      initialized: true;
      branch: string;
      commit: string;
      commits: number;
    }> {
      return call.json({ method: 'POST', path: `/code-generation/workspaces/${part(id)}/git/init`, body }, options);
    },

    /** Put a commit with your words on top of what was written; each write is a commit already, and without new ones nothing is done. `POST /code-generation/workspaces/{id}/git/commit` */
    commitWorkspace(
      id: string,
      body: WorkspaceCommitRequest,
      query: {
        wait?: number;
      } = {},
      options: CallOptions = {},
    ): Promise<WorkspaceJob> {
      return call.json({ method: 'POST', path: `/code-generation/workspaces/${part(id)}/git/commit`, body, query, keyed: true }, options);
    },

    /** The commits of a workspace, newest first. `GET /code-generation/workspaces/{id}/git/history` */
    getWorkspaceHistory(
      id: string,
      query: {
        page?: number;
        limit?: number;
        status?: string;
      } = {},
      options: CallOptions = {},
    ): Promise<
      Page<
        'commits',
        {
          number: number;
          commit: string;
          parent: string | null;
          kind: 'template' | 'write' | 'commit';
          message: string;
          author: string;
          /** paths that differ from the parent */
          changed: number;
          at: string;
        }
      >
    > {
      return call.json({ method: 'GET', path: `/code-generation/workspaces/${part(id)}/git/history`, query }, options);
    },
  };
}
