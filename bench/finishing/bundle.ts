import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Modules of CommonJS in the bundle ask for `require`, which modules of ECMAScript do not have. */
const banner = 'import { createRequire as requireOf } from "node:module"; const require = requireOf(import.meta.url);';

/**
 * The worker in the form in which functions are deployed: bundled and minified, sharp beside it. Node reads one
 * file instead of stripping the types of sixty, which counts where a process lives for half a second.
 *
 * @returns the program's path
 */
export async function bundledWorker(folder: string): Promise<string> {
  await symlink(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(folder, 'node_modules'));
  await build({
    entryPoints: [fileURLToPath(new URL('./worker.ts', import.meta.url))],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // A process loads its own variant alone, as the sources do.
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minify: true,
    external: ['sharp', 'jimp'],
    banner: { js: banner },
    logLevel: 'error',
  });
  return join(folder, 'worker.mjs');
}
