import { z } from 'zod';
import type { ToolSpec } from '../../llm/port.js';
import { applyAnswer } from './apply-answer.js';
import { applyPatch } from './apply-patch.js';
import { askHuman } from './ask-human.js';
import { deleteFile } from './delete-file.js';
import { editFile } from './edit-file.js';
import { findSymbol } from './find-symbol.js';
import { finish } from './finish.js';
import { listFiles } from './list-files.js';
import { note } from './note.js';
import { readFile } from './read-file.js';
import { runChecks } from './run-checks.js';
import { runCommand } from './run-command.js';
import { searchCode } from './search-code.js';
import type { Tool } from './tool.js';
import { writeFile } from './write-file.js';

const TOOLS: readonly Tool[] = [
  listFiles,
  readFile,
  searchCode,
  findSymbol,
  writeFile,
  editFile,
  applyPatch,
  deleteFile,
  runCommand,
  runChecks,
  note,
  askHuman,
  finish,
];
const BY_NAME = new Map(TOOLS.map((tool) => [tool.name, tool]));
const SPECS = new Map(TOOLS.map((tool) => [tool.name, specOf(tool)]));

/** The tools there are, for checking role files. */
export const toolNames: readonly string[] = [...BY_NAME.keys()];

export function findTool(name: string, allowed: readonly string[]): Tool | null {
  // A text answer becomes this call by itself (text-answer.ts), for a role that may write; no model is told of it.
  if (name === applyAnswer.name) return allowed.includes('write_file') || allowed.includes('edit_file') ? applyAnswer : null;
  return allowed.includes(name) ? (BY_NAME.get(name) ?? null) : null;
}

/** What the model is told of the tools a role has. */
export function toolSpecs(allowed: readonly string[]): ToolSpec[] {
  return allowed.map((name) => SPECS.get(name)).filter((spec) => spec !== undefined);
}

function specOf(tool: Tool): ToolSpec {
  const { $schema: _schema, ...parameters } = z.toJSONSchema(tool.schema, { io: 'input' });
  return { name: tool.name, description: tool.description, parameters };
}
