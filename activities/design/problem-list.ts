// More problems of one file than that help no model; it mends the first ones and hears of the others.
const PROBLEMS_MAX = 12;

/** What is wrong with one file, each with the place: goes back to the model and into notes for people. */
export class ProblemList {
  readonly #problems: string[] = [];
  #more = 0;

  add(place: string, what: string): void {
    if (this.#problems.length < PROBLEMS_MAX) this.#problems.push(`${place === '' ? '(top)' : place.slice(0, 200)}: ${what.slice(0, 300)}`);
    else this.#more += 1;
  }

  get isFull(): boolean {
    return this.#problems.length >= PROBLEMS_MAX;
  }

  list(): string[] {
    return this.#more > 0 ? [...this.#problems, `and ${this.#more} more`] : [...this.#problems];
  }
}

export type Json = Record<string, unknown>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A JSON pointer one step further. */
export function below(pointer: string, step: string | number): string {
  return `${pointer}/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** What a local reference (`#/components/schemas/Task`) points at; undefined when it leads nowhere. */
export function resolveLocal(root: unknown, reference: string): unknown {
  let found: unknown = root;
  for (const step of reference.replace(/^#\/?/, '').split('/').filter(Boolean)) {
    const key = decoded(step);
    const at: unknown = found;
    found = isObject(at) && Object.hasOwn(at, key) ? at[key] : Array.isArray(at) && /^\d+$/.test(key) ? (at as unknown[])[Number(key)] : undefined;
  }
  return found;
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return step;
  }
}
