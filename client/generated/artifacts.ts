// Generated from the OpenAPI document by scripts/generate-client.mjs: change the routes and schemas, then run it again.
import { part } from '../path.js';
import type { Call, CallOptions, Page } from '../call.js';
import type { Artifact, Preview } from './types-artifacts.js';

export function artifactsOperations(call: Call) {
  return {
    /** Upload a file that builds can be given: its id goes into `artifacts.artifact_ids` or `artifacts.datasets` of an intent. `POST /artifacts/upload` */
    uploadArtifact(file: Blob, options: CallOptions = {}): Promise<Artifact> {
      return call.json({ method: 'POST', path: '/artifacts/upload', form: { file } }, options);
    },

    /** Your uploads and what your builds left, newest first. `GET /artifacts` */
    listArtifacts(
      query: {
        page?: number;
        limit?: number;
        status?: string;
        build_id?: string;
        gate?: string;
        name?: string;
        media_type?: string;
        source?: 'upload' | 'build';
      } = {},
      options: CallOptions = {},
    ): Promise<Page<'artifacts', Artifact>> {
      return call.json({ method: 'GET', path: '/artifacts', query }, options);
    },

    /** What justifies the gates of your builds: reports, coverage, SARIF, logs, screenshots; newest first. `GET /proof-artifacts` */
    listProofArtifacts(
      query: {
        page?: number;
        limit?: number;
        status?: string;
        /** A gate, `G6`; of one build, `int-code-7k2m9q/G6`; or one visit, the `id` of a gate in the list of a build. */
        gateId?: string;
        projectId?: string;
        buildId?: string;
      } = {},
      options: CallOptions = {},
    ): Promise<Page<'artifacts', Artifact>> {
      return call.json({ method: 'GET', path: '/proof-artifacts', query }, options);
    },

    /** What an artifact is, without what it holds. `GET /artifacts/{id}` */
    getArtifact(id: string, options: CallOptions = {}): Promise<Artifact> {
      return call.json({ method: 'GET', path: `/artifacts/${part(id)}` }, options);
    },

    /** Delete an artifact for good; the proof of a gate stays as long as its build is at work. `DELETE /artifacts/{id}` */
    deleteArtifact(id: string, options: CallOptions = {}): Promise<void> {
      return call.nothing({ method: 'DELETE', path: `/artifacts/${part(id)}` }, options);
    },

    /** The content of an artifact; a `Range` of bytes may be asked for. `GET /artifacts/{id}/download` */
    downloadArtifact(id: string, options: CallOptions = {}): Promise<Response> {
      return call.raw({ method: 'GET', path: `/artifacts/${part(id)}/download` }, options);
    },

    /** Make an address under which a frame of the page shows an HTML artifact, without script, origin or network. `POST /artifacts/{id}/preview` */
    previewArtifact(id: string, options: CallOptions = {}): Promise<Preview> {
      return call.json({ method: 'POST', path: `/artifacts/${part(id)}/preview` }, options);
    },

    /** The HTML of a preview, for a sandboxed frame; whoever knows the address sees it. `GET /previews/{code}` */
    showPreview(code: string, options: CallOptions = {}): Promise<string> {
      return call.text({ method: 'GET', path: `/previews/${part(code)}` }, options);
    },
  };
}
