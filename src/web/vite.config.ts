import { existsSync } from 'node:fs';
import { defineConfig } from 'vite';
import { buildWidget } from './build-widget.ts';

const root = new URL('./', import.meta.url).pathname;
const output = new URL('../../dist/web/', import.meta.url).pathname;

/** The pages with code of their own, each an HTML file that stands here; the server says at which address. */
const pages = ['index.html', 'asesor.html', 'widget.html'];

export default defineConfig({
  root,
  plugins: [buildWidget(root)],
  build: {
    outDir: output,
    emptyOutDir: true,
    // Everything is a file of ours: the page's content policy lets nothing be inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    rolldownOptions: { input: pages.map((page) => `${root}${page}`).filter((page) => existsSync(page)) },
  },
});
