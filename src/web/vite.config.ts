import { defineConfig } from 'vite';

const page = new URL('./page/', import.meta.url).pathname;
const output = new URL('../../dist/web/', import.meta.url).pathname;

export default defineConfig({
  root: page,
  build: {
    outDir: output,
    emptyOutDir: true,
    // Everything is a file of ours: the page's content policy lets nothing be inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
  },
});
