import { defineConfig, type Plugin } from 'vite';

/** Named icons become one import each: the package's index would make every build read six thousand files. */
function singleIcons(): Plugin {
  const importOf = /import\s*\{([^}]+)\}\s*from\s*'@tabler\/icons-react';/g;
  return {
    name: 'single-icons',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('/web/src/') || !code.includes('@tabler/icons-react')) return null;
      const lines = (_: string, names: string): string =>
        names
          .split(',')
          .map((name) => name.trim())
          .filter((name) => name !== '' && !name.startsWith('type '))
          .map((name) => `import ${name} from '@tabler/icons-react/dist/esm/icons/${name}.mjs';`)
          .join(' ');
      return { code: code.replace(importOf, lines), map: null };
    },
  };
}

// scripts/build.mjs names the folder it is written to; `base` is where the API serves it.
export default defineConfig({
  root: import.meta.dirname,
  base: '/ui/',
  plugins: [singleIcons()],
  build: {
    target: 'es2023',
    modulePreload: { polyfill: false },
    // One style sheet, fetched at the start: one that failed to come would be missing until the page is loaded anew.
    cssCodeSplit: false,
    // Everything is a file of its own: the page's policy allows no data: scripts.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 900,
  },
});
