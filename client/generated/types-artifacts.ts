// Generated from the OpenAPI document by scripts/generate-client.mjs: change the routes and schemas, then run it again.

export interface Artifact {
  id: string;
  name: string;
  gate: string | null;
  media_type: string;
  bytes: number;
  sha256: string;
  status: string;
  created_at: string;
  url: string;
  source: 'upload' | 'build';
  build_id: string | null;
  expires_at: string | null;
  download_url: string;
}

export interface Preview {
  /** A path that shows the artifact without token or cookie, for an hour; only in a frame, only without script */
  url: string;
  expires_at: string;
}
