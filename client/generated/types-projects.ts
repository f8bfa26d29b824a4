// Generated from the OpenAPI document by scripts/generate-client.mjs: change the routes and schemas, then run it again.

export interface Document {
  id: string;
  project_id: string;
  /** The build that wrote this version. */
  build_id: string;
  /** The gate it justifies. */
  gate: string | null;
  kind: 'prd' | 'specification' | 'design' | 'report';
  name: string;
  title: string;
  version: number;
  latest_version: number;
  author: string;
  media_type: string;
  bytes: number;
  sha256: string;
  created_at: string;
  url: string;
  download_url: string;
}

export interface DocumentText {
  id: string;
  project_id: string;
  /** The build that wrote this version. */
  build_id: string;
  /** The gate it justifies. */
  gate: string | null;
  kind: 'prd' | 'specification' | 'design' | 'report';
  name: string;
  title: string;
  version: number;
  latest_version: number;
  author: string;
  media_type: string;
  bytes: number;
  sha256: string;
  created_at: string;
  url: string;
  download_url: string;
  content: string;
}

export interface NewProject {
  name: string;
}

export interface Project {
  id: string;
  name: string;
  created_at: string;
}

export interface ProjectDetail {
  id: string;
  name: string;
  created_at: string;
  environments: Array<{
    name: 'staging' | 'production';
    url: string | null;
    /** Of a live deployment: why its address does not answer just now, and what to do; null when it does, or where that is not known. */
    problem: string | null;
    active_deployment_id: string | null;
    previous_deployment_id: string | null;
  }>;
  builds: Array<{
    id: string;
    title: string;
    status: 'planning' | 'designing' | 'coding' | 'testing' | 'documenting' | 'ready' | 'deploying' | 'completed' | 'failed' | 'stopped' | 'awaiting_review';
    created_at: string;
  }>;
}
