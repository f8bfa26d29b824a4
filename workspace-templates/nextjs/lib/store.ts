export interface Item {
  id: number;
  name: string;
}

const NAME_LENGTH_MAX = 200;

/** Items in memory, in the order they came. */
export class Store {
  readonly #items = new Map<number, Item>();
  #nextId = 1;

  add(name: string): Item {
    const item = { id: this.#nextId, name };
    this.#nextId += 1;
    this.#items.set(item.id, item);
    return item;
  }

  all(): Item[] {
    return [...this.#items.values()];
  }
}

/** The name in a request's body; null when it is none. */
export function nameOf(body: unknown): string | null {
  const name = typeof body === 'object' && body !== null && 'name' in body ? body.name : null;
  const text = typeof name === 'string' ? name.trim() : '';
  return text.length >= 1 && text.length <= NAME_LENGTH_MAX ? text : null;
}

/** The one store of this process. */
export const store = new Store();
