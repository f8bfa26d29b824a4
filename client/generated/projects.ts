// Generated from the OpenAPI document by scripts/generate-client.mjs: change the routes and schemas, then run it again.
import { part } from '../path.js';
import type { Call, CallOptions, Page } from '../call.js';
import type { Document, DocumentText, NewProject, Project, ProjectDetail } from './types-projects.js';

export function projectsOperations(call: Call) {
  return {
    /** Your projects, newest first. `GET /projects` */
    listProjects(
      query: {
        page?: number;
        limit?: number;
        status?: string;
      } = {},
      options: CallOptions = {},
    ): Promise<Page<'projects', Project>> {
      return call.json({ method: 'GET', path: '/projects', query }, options);
    },

    /** Make a project: one repository for any number of builds. `POST /projects` */
    createProject(body: NewProject, options: CallOptions = {}): Promise<Project> {
      return call.json({ method: 'POST', path: '/projects', body, keyed: true }, options);
    },

    /** A project, where it serves and its latest builds. `GET /projects/{id}` */
    getProject(id: string, options: CallOptions = {}): Promise<ProjectDetail> {
      return call.json({ method: 'GET', path: `/projects/${part(id)}` }, options);
    },

    /** Delete a project for good: its repository, workspaces, documents and deployments with their data; its builds stay to be read. `DELETE /projects/{id}` */
    deleteProject(id: string, options: CallOptions = {}): Promise<void> {
      return call.nothing({ method: 'DELETE', path: `/projects/${part(id)}` }, options);
    },

    /** Requirements, specifications, designs and reports of a project, each linked to the gate it justifies, newest first. `GET /projects/{id}/documents` */
    listDocuments(
      id: string,
      query: {
        page?: number;
        limit?: number;
        status?: string;
        kind?: 'prd' | 'specification' | 'design' | 'report';
        gate?: string;
        build_id?: string;
        name?: string;
        /** `all`: older versions too. */
        versions?: 'latest' | 'all';
      } = {},
      options: CallOptions = {},
    ): Promise<Page<'documents', Document>> {
      return call.json({ method: 'GET', path: `/projects/${part(id)}/documents`, query }, options);
    },

    /** One version of a document with its text. `GET /projects/{id}/documents/{documentId}` */
    getDocument(id: string, documentId: string, options: CallOptions = {}): Promise<DocumentText> {
      return call.json({ method: 'GET', path: `/projects/${part(id)}/documents/${part(documentId)}` }, options);
    },

    /** One version of a document as a file. `GET /projects/{id}/documents/{documentId}/download` */
    downloadDocument(id: string, documentId: string, options: CallOptions = {}): Promise<Response> {
      return call.raw({ method: 'GET', path: `/projects/${part(id)}/documents/${part(documentId)}/download` }, options);
    },
  };
}
