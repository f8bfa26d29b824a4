// Generated from the OpenAPI document by scripts/generate-client.mjs: change the routes and schemas, then run it again.
import { part } from '../path.js';
import type { Call, CallOptions, Page } from '../call.js';
import type { NewProject, Project, ProjectDetail } from './types-projects.js';

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
  };
}
