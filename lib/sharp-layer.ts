import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

export type CpuArchitecture = 'arm64' | 'x64';

const Lock = z.looseObject({ packages: z.record(z.string(), z.looseObject({ version: z.string().optional(), dependencies: z.record(z.string(), z.string()).optional() })) });

/**
 * Makes the layer folder with `sharp` for Linux with glibc on the given processor, in the locked version.
 * Where that is this machine's own platform it is copied from `node_modules`; else npm installs it.
 * @returns the folder, with `nodejs/node_modules` inside, as Lambda wants it
 */
export function sharpLayerFolder(projectDir: string, architecture: CpuArchitecture): string {
  const { version, closure } = lockedSharp(projectDir);
  const folder = join(projectDir, '.build', 'layers', version, `sharp-${architecture}`);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.${String(process.pid)}`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(join(unfinished, 'nodejs'), { recursive: true });
  if (isThisMachine(projectDir, architecture)) copyInstalled(projectDir, unfinished, [...closure, ...platformPackages(architecture)]);
  else install(unfinished, version, architecture);
  // Another process may have been faster; its folder is the same.
  if (existsSync(folder)) rmSync(unfinished, { recursive: true });
  else renameSync(unfinished, folder);
  return folder;
}

function lockedSharp(projectDir: string): { readonly version: string; readonly closure: readonly string[] } {
  const { packages } = Lock.parse(JSON.parse(readFileSync(join(projectDir, 'package-lock.json'), 'utf8')));
  const sharp = packages['node_modules/sharp'];
  if (!sharp?.version) throw new Error('Expected sharp in package-lock.json but found none; run "npm install"');
  return { version: sharp.version, closure: ['sharp', ...Object.keys(sharp.dependencies ?? {})] };
}

function platformPackages(architecture: CpuArchitecture): readonly string[] {
  return [`@img/sharp-linux-${architecture}`, `@img/sharp-libvips-linux-${architecture}`];
}

function isThisMachine(projectDir: string, architecture: CpuArchitecture): boolean {
  return process.platform === 'linux' && process.arch === architecture && platformPackages(architecture).every((name) => existsSync(join(projectDir, 'node_modules', name)));
}

function copyInstalled(projectDir: string, folder: string, names: readonly string[]): void {
  for (const name of names) {
    cpSync(join(projectDir, 'node_modules', name), join(folder, 'nodejs', 'node_modules', name), { recursive: true, dereference: true });
  }
}

function install(folder: string, version: string, architecture: CpuArchitecture): void {
  const prefix = join(folder, 'nodejs');
  writeFileSync(join(prefix, 'package.json'), '{ "private": true }\n');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', '--os=linux', '--libc=glibc', `--cpu=${architecture}`, `sharp@${version}`], {
    cwd: prefix,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
