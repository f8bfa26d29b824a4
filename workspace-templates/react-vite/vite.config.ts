import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// By number: where there is no network, names do not resolve.
const host = '127.0.0.1';

export default defineConfig({
  plugins: [react()],
  server: { host },
  test: { api: { host }, environment: 'jsdom', include: ['test/**/*.test.tsx'] },
});
