import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { functions } from './functions.ts';

/** Folder of one function's bundle. */
export function bundleFolder(buildDir: string, name: string): string {
  return join(buildDir, 'lambdas', name);
}

/**
 * Builds every function in one call, and puts the pages beside the function that serves them. CommonJS,
 * because `require` finds the layer's `sharp` through NODE_PATH and `import` does not.
 */
export async function bundleFunctions(projectDir: string, buildDir: string): Promise<void> {
  const web = join(buildDir, 'web');
  if (!existsSync(web)) throw new Error(`Expected the built pages in ${web} but found none; buildWeb() makes them`);
  const outdir = join(buildDir, 'lambdas');
  rmSync(outdir, { recursive: true, force: true });
  await build({
    absWorkingDir: projectDir,
    entryPoints: Object.keys(functions).map((name) => ({ in: `lambdas/${name}/handler.ts`, out: `${name}/index` })),
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    external: ['sharp'],
    minify: true,
    keepNames: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
  cpSync(web, join(bundleFolder(buildDir, 'site'), 'web'), { recursive: true });
}

/** Builds the pages into the folder `web` of the build. */
export async function buildWeb(projectDir: string, buildDir: string): Promise<void> {
  const { build: buildPages } = await import('vite');
  await buildPages({ root: join(projectDir, 'web'), configFile: join(projectDir, 'web', 'vite.config.ts'), logLevel: 'warn', build: { outDir: join(buildDir, 'web') } });
}
