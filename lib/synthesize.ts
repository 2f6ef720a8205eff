import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { cp, mkdir, readFile, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface SynthesizeOptions {
  readonly projectDir: string;
  /** Where the cloud assembly goes. */
  readonly outDir: string;
  readonly context: Readonly<Record<string, string>>;
  readonly onProgress?: (text: string) => void;
}

/** All that the assembly is made of. */
const sources = ['bin/app.ts', 'core', 'lambdas', 'lib', 'statemachines', 'templates', 'web', 'package-lock.json'];
const assembliesKept = 3;
const run = promisify(execFile);

/**
 * Writes the cloud assembly that `cdk synth` would write, in a process of its own. Sources that have been
 * synthesized before are not synthesized again.
 * @throws Error with what the CDK app printed, when it fails
 */
export async function synthesize({ projectDir, outDir, context, onProgress = () => undefined }: SynthesizeOptions): Promise<void> {
  const hash = await hashOf(projectDir, context);
  const marker = join(outDir, 'galley-sources.sha256');
  if ((await readFile(marker, 'utf8').catch(() => '')) === hash) {
    onProgress('unchanged');
    return;
  }
  const assembly = await assemblyFor(projectDir, hash, context, onProgress);
  await rm(outDir, { recursive: true, force: true });
  await cp(assembly, outDir, { recursive: true });
  await writeFile(marker, hash);
}

async function assemblyFor(projectDir: string, hash: string, context: SynthesizeOptions['context'], onProgress: (text: string) => void): Promise<string> {
  const assemblies = join(projectDir, '.build', 'assemblies');
  const assembly = join(assemblies, hash.slice(0, 16));
  if (await isThere(assembly)) {
    await utimes(assembly, new Date(), new Date());
    return assembly;
  }
  onProgress('bundling the functions and synthesizing');
  const work = join(projectDir, '.build', `work-${randomBytes(6).toString('hex')}`);
  const unfinished = join(work, 'cdk.out');
  await mkdir(work, { recursive: true });
  try {
    await run(process.execPath, [join(projectDir, 'bin', 'app.ts')], {
      cwd: projectDir,
      env: { ...process.env, NODE_ENV: 'production', GALLEY_BUILD_DIR: work, CDK_OUTDIR: unfinished, CDK_CONTEXT_JSON: JSON.stringify(context) },
      maxBuffer: 16 * 1024 * 1024,
    }).catch((error: unknown) => {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      throw new Error(`Expected the CDK app to synthesize but it failed:\n${stderr}${stdout}`, { cause: error });
    });
    await mkdir(assemblies, { recursive: true });
    // Whoever is first wins; both wrote the same.
    if (!(await isThere(assembly))) await rename(unfinished, assembly);
    await forgetOldest(assemblies);
    return assembly;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function forgetOldest(assemblies: string): Promise<void> {
  const folders = await Promise.all((await readdir(assemblies)).map(async (name) => ({ path: join(assemblies, name), age: (await stat(join(assemblies, name))).mtimeMs })));
  const old = folders.sort((one, other) => other.age - one.age).slice(assembliesKept);
  await Promise.all(old.map(({ path }) => rm(path, { recursive: true, force: true })));
}

async function hashOf(projectDir: string, context: SynthesizeOptions['context']): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(Object.entries(context).sort()));
  for (const source of sources) {
    for (const path of await filesUnder(join(projectDir, source))) {
      hash.update(`\0${path.slice(projectDir.length)}\0`).update(await readFile(path));
    }
  }
  return hash.digest('hex');
}

async function filesUnder(path: string): Promise<readonly string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
