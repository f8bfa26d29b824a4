import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(globalIgnores(['dist']), {
  files: ['**/*.{ts,tsx}'],
  plugins: { 'react-hooks': reactHooks },
  extends: [js.configs.recommended, tseslint.configs.recommended],
  rules: reactHooks.configs.recommended.rules,
});
