/** The models that may be asked: `models.json`, with the operator's own file merged over it. Read by config.ts. */
import { readFileSync } from 'node:fs';
import { mergeModels, modelsFileSchema, modelsProblems, variablesOf, type ModelsFile } from './schemas/models.js';

/** Reads and merges both files. `variables` are the names of environment variables they mention; `problems` are whole sentences for a person; then `file` holds what could be read. */
export function readModels(shipped: string, own: string | null): { file: ModelsFile; variables: string[]; problems: string[] } {
  const problems: string[] = [];
  const base = parseModels(shipped, 'models.json', problems);
  const file = own === null ? base : mergeModels(base, parseModels(own, 'MW_MODELS_FILE', problems));
  return { file, variables: variablesOf(file), problems: [...problems, ...modelsProblems(file).map((problem) => `MW_MODELS_FILE: ${problem}`)] };
}

function parseModels(path: string, name: string, problems: string[]): ModelsFile {
  const empty = { providers: {}, models: {}, chains: {} };
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    problems.push(`${name}: ${path} is no JSON file that can be read (${(error as Error).message.slice(0, 200)})`);
    return empty;
  }
  const parsed = modelsFileSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  problems.push(...parsed.error.issues.map((issue) => `${name}: ${issue.path.join('.') || path}: ${issue.message}`));
  return empty;
}
