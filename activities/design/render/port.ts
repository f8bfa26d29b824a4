/** Pictures of pages nobody trusts. The adapter beside this file runs a browser in a sandbox without a network. */

export interface PageToRender {
  html: string;
}

export interface RenderRequest {
  /** Unique name of this run: the container's name. */
  name: string;
  buildId: string;
  pages: PageToRender[];
  signal?: AbortSignal;
  onProgress?: (text: string) => void;
}

export interface Rendered {
  /** A PNG for each page; null for one that gave none. */
  shots: (Buffer | null)[];
  /** Why pictures are missing, for people; null when all are there. */
  problem: string | null;
}

export interface PageRenderer {
  /** Never throws for what a page or a missing browser does: pictures are a help, not a condition. Rejects when it is aborted. */
  render(request: RenderRequest): Promise<Rendered>;
}
