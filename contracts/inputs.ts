/** A file a person gave along with an intent, as the build's row holds it (`builds.artifacts.inputs`): shared by the API that resolves it and the activities that use it. */
export interface BuildInputFile {
  /** Of the artifact. */
  id: string;
  kind: 'document' | 'dataset';
  /** In the project's repository: a file, or the folder that a ZIP becomes. */
  path: string;
  media_type: string;
  bytes: number;
  sha256: string;
  /** The beginning of a text; null when it is none. */
  excerpt: string | null;
}

// A repository takes these into its history and every sandbox into its memory.
export const INPUT_BYTES_MAX = 10 * 1024 * 1024;
export const INPUTS_BYTES_MAX = 20 * 1024 * 1024;
// What prompts carry of one text, and of all together: about 2,000 and 6,000 tokens. The rest is a read_file call away.
export const INPUT_EXCERPT_CHARS = 8_000;
export const INPUTS_EXCERPT_CHARS = 24_000;

/** The inputs of a build's row, which is JSON of any shape. */
export function inputsOf(artifacts: Record<string, unknown>): BuildInputFile[] {
  return Array.isArray(artifacts['inputs']) ? (artifacts['inputs'] as BuildInputFile[]) : [];
}
