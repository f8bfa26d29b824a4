import { expect, it } from '@jest/globals';
import { reasonIn } from '../../embedded/temporal-binary.js';

it('of a failed download the reason is told, not the stack and the version below it', () => {
  const stack = "    at fetch (node:internal/deps/undici/undici:1:2)\n    at async main (file:///a.js:1:1) {\n  code: 'X'\n}\n\nNode.js v20.19.2";
  expect(reasonIn(`node a.js failed (exit code 1): file:///a.js:1\n  throw error;\n\nTypeError: fetch failed\n${stack}`)).toBe('fetch failed');
  expect(reasonIn(`Error [ERR_ODD]: connection refused\n${stack}`)).toBe('connection refused');
  expect(reasonIn('the download left no file')).toBe('the download left no file');
});
