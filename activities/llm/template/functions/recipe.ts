/** A small well-known function the template model can write: what it is called for, its code in each language, and examples that become tests. */
export type ValueType = 'integer' | 'number' | 'text' | 'boolean' | 'numbers' | 'texts';

export interface FunctionRecipe {
  /** snake_case; TypeScript gets camelCase. */
  name: string;
  /** Words that ask for it. */
  matches: RegExp;
  /** A sentence about the result: "Return the n-th Fibonacci number, counted from 0." */
  summary: string;
  parameters: { name: string; type: ValueType }[];
  result: ValueType;
  /** What is refused, as a sentence; null when everything is accepted. Python raises ValueError, TypeScript throws RangeError. */
  refuses: string | null;
  /** The bodies, indented by one level. `source` text; imports of Python stand apart. */
  python: { imports?: string; body: string };
  typescript: { body: string };
  examples: { given: unknown[]; result: unknown }[];
  /** Arguments that must be refused. */
  refused: unknown[][];
}
