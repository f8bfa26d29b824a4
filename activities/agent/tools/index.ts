import { z } from 'zod';
import type { ToolSpec } from '../../llm/port.js';
import { askHuman } from './ask-human.js';
import { deleteFile } from './delete-file.js';
import { editFile } from './edit-file.js';
import { finish } from './finish.js';
import { listFiles } from './list-files.js';
import { note } from './note.js';
import { readFile } from './read-file.js';
import { runChecks } from './run-checks.js';
import { runCommand } from './run-command.js';
import type { Tool } from './tool.js';
import { writeFile } from './write-file.js';

const TOOLS: readonly Tool[] = [listFiles, readFile, writeFile, editFile, deleteFile, runCommand, runChecks, note, askHuman, finish];
const BY_NAME = new Map(TOOLS.map((tool) => [tool.name, tool]));
const SPECS = new Map(TOOLS.map((tool) => [tool.name, specOf(tool)]));

export function findTool(name: string, allowed: readonly string[]): Tool | null {
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
