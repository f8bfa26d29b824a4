import { source } from '../source.js';

/** `src/store.ts`. */
export const TYPESCRIPT_STORE = source`
/** Keeps all objects in one JSON file that is replaced as a whole, so a crash never leaves half a file. */

import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { ENTITIES, emptyValue, type Entity, type Item, type Values } from './models.ts';
import type { Problem } from './validation.ts';

const FILE_NAME = 'data.json';

/** The data file can't be used; the message says what to do. */
export class StoreError extends Error {}

/** A change breaks a rule between objects. */
export class Conflict extends Error {
  readonly problems: Problem[];

  constructor(message: string, problems: Problem[]) {
    super(message);
    this.problems = problems;
  }
}

/** A change points at an object that is not there. */
export class UnknownReference extends Conflict {}

interface Table {
  nextId: number;
  items: Map<number, Item>;
}

/** All objects by entity and id. Each call is done when it returns, so requests never see half a change. */
export class Store {
  readonly #directory: string;
  readonly #file: string;
  #tables = new Map<string, Table>(
    ENTITIES.map((entity) => [entity.path, { nextId: 1, items: new Map() }]),
  );
  #seen = '';

  /** Throws StoreError when the directory or the file in it can't be used. */
  constructor(directory: string) {
    this.#directory = directory;
    this.#file = join(directory, FILE_NAME);
    try {
      mkdirSync(directory, { recursive: true });
      accessSync(directory, constants.W_OK);
    } catch (error) {
      throw new StoreError(
        \`The data directory \${directory} can't be written: \${text(error)}. Set DATA_DIR to another one.\`,
      );
    }
    this.#refresh();
  }

  /** Every object of an entity, oldest first. Callers must not change them. */
  all(entity: Entity): Item[] {
    this.#refresh();
    return [...this.#table(entity.path).items.values()];
  }

  get(entity: Entity, id: number): Item | undefined {
    this.#refresh();
    return this.#table(entity.path).items.get(id);
  }

  /** Stores a new object and answers it with its id and times. */
  create(entity: Entity, values: Values): Item {
    this.#refresh();
    this.#checkRelations(entity, values, 0);
    const table = this.#table(entity.path);
    const now = new Date().toISOString();
    const item: Item = { id: table.nextId, ...values, created_at: now, updated_at: now };
    this.#save(entity, new Map(table.items).set(item.id, item), table.nextId + 1);
    return item;
  }

  /** Changes the given fields of an object; undefined when there is no such object. */
  update(entity: Entity, id: number, values: Values): Item | undefined {
    this.#refresh();
    const table = this.#table(entity.path);
    const old = table.items.get(id);
    if (!old) return undefined;
    this.#checkRelations(entity, values, id);
    const item: Item = { ...old, ...values, updated_at: new Date().toISOString() };
    this.#save(entity, new Map(table.items).set(id, item), table.nextId);
    return item;
  }

  /** Removes an object; false when there is no such object. */
  delete(entity: Entity, id: number): boolean {
    this.#refresh();
    const table = this.#table(entity.path);
    if (!table.items.has(id)) return false;
    this.#checkUnused(entity, id);
    const items = new Map(table.items);
    items.delete(id);
    this.#save(entity, items, table.nextId);
    return true;
  }

  #table(path: string): Table {
    const table = this.#tables.get(path);
    if (!table) throw new Error(\`there is no table \${path}\`);
    return table;
  }

  #checkRelations(entity: Entity, values: Values, ownId: number): void {
    for (const field of entity.fields) {
      const value = values[field.name] ?? null;
      if (value === null) continue;
      if (
        field.references !== undefined &&
        !this.#table(field.references).items.has(Number(value))
      ) {
        const message = \`there is no object \${String(value)} in \${field.references}\`;
        throw new UnknownReference('A referenced object does not exist', [
          { field: field.name, message },
        ]);
      }
      if (!field.unique) continue;
      for (const item of this.#table(entity.path).items.values()) {
        if (item.id === ownId || JSON.stringify(item[field.name]) !== JSON.stringify(value))
          continue;
        throw new Conflict('A value that must be unique is taken', [
          { field: field.name, message: \`another \${entity.name} has this value already\` },
        ]);
      }
    }
  }

  #checkUnused(entity: Entity, id: number): void {
    for (const other of ENTITIES) {
      for (const field of other.fields) {
        if (field.references !== entity.path) continue;
        for (const item of this.#table(other.path).items.values()) {
          if (item[field.name] !== id || (other === entity && item.id === id)) continue;
          throw new Conflict('The object is still in use', [
            { field: field.name, message: \`\${other.path} \${item.id} still refers to it\` },
          ]);
        }
      }
    }
  }

  /** Reads the file when it changed since the last look: another process may have replaced it. */
  #refresh(): void {
    const seen = fingerprint(this.#file);
    if (seen === '' || seen === this.#seen) return;
    try {
      this.#tables = parse(JSON.parse(readFileSync(this.#file, 'utf8')));
    } catch (error) {
      throw new StoreError(
        \`The data file \${this.#file} is damaged (\${text(error)}). Restore it from a backup, or move it away to start empty.\`,
      );
    }
    this.#seen = seen;
  }

  #save(entity: Entity, items: Map<number, Item>, nextId: number): void {
    const tables = new Map(this.#tables).set(entity.path, { nextId, items });
    const collections = Object.fromEntries(
      [...tables].map(([path, table]) => [
        path,
        { next_id: table.nextId, items: [...table.items.values()] },
      ]),
    );
    const temporary = join(this.#directory, \`.data-\${process.pid}.tmp\`);
    try {
      const handle = openSync(temporary, 'w', 0o600);
      try {
        writeFileSync(handle, JSON.stringify({ version: 1, collections }));
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
      renameSync(temporary, this.#file);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
    this.#seen = fingerprint(this.#file);
    this.#tables = tables;
  }
}

/** What tells one version of a file from the next; empty when there is no file. */
function fingerprint(file: string): string {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stat ? \`\${stat.ino}-\${stat.mtimeNs}-\${stat.size}\` : '';
}

/** The tables of a data file. Fields that were added since it was written get their default. */
function parse(content: {
  collections: Record<string, { next_id: number; items: Item[] }>;
}): Map<string, Table> {
  const tables = new Map<string, Table>();
  for (const entity of ENTITIES) {
    const stored = Object.hasOwn(content.collections, entity.path)
      ? content.collections[entity.path]
      : undefined;
    const empty: Values = Object.fromEntries(
      entity.fields.map((field) => [field.name, emptyValue(field)]),
    );
    const items = new Map<number, Item>();
    for (const item of stored?.items ?? []) {
      if (!Number.isInteger(item.id)) throw new Error(\`an id in \${entity.path} is not a number\`);
      items.set(item.id, { ...empty, ...item });
    }
    tables.set(entity.path, {
      nextId: Math.max(stored?.next_id ?? 1, ...[...items.keys()].map((id) => id + 1)),
      items,
    });
  }
  return tables;
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
`;
