import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';

/**
 * Puts the script that asks for the review before everything else that the page loads. As a script of the page itself
 * it would be bundled with the rest, and wait for it.
 */
function askFirst(): Plugin {
  return {
    name: 'ask-first',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle, path }) => {
        const early = Object.values(bundle ?? {}).find((file) => file.type === 'chunk' && file.isEntry && file.name === 'early');
        if (!early || !path.endsWith('review.html')) return [];
        return [{ tag: 'script', attrs: { type: 'module', async: true, src: `/${early.fileName}` }, injectTo: 'head' }];
      },
    },
  };
}

/** Two pages, served by the site function: the studio and the review page. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), askFirst()],
  build: {
    outDir: fileURLToPath(new URL('../.build/web', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    // A data: URL in a stylesheet would need a wider content security policy.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: {
        studio: fileURLToPath(new URL('studio.html', import.meta.url)),
        review: fileURLToPath(new URL('review.html', import.meta.url)),
        early: fileURLToPath(new URL('src/review/early.ts', import.meta.url)),
      },
    },
  },
});
