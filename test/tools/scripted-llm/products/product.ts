/** A small service with its tests, as files of two tasks. It needs nothing but the language's standard library. */
export interface Product {
  language: 'python' | 'typescript';
  store: Record<string, string>;
  /** The file of `store` that the broken versions replace. */
  storeModule: string;
  /** Versions that fail the store's own tests, to be tried one after the other before the right one. */
  brokenStores: [string, string];
  service: Record<string, string>;
  /** The command people run the tests with. */
  runTests: string;
}
