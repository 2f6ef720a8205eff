/** Where functions find the packages of their layers, and what must be loaded before any worker loads it. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { CloudLog } from '../types.ts';
import type { FunctionConfiguration } from './configuration.ts';

/**
 * Packages with native code that registers itself once per process: when the first thread that loaded it ends, the
 * others lose it. So the main thread holds them.
 */
const NATIVE_PACKAGES = ['sharp'];

/**
 * Folders with a `node_modules` for the packages of a function's layers. A layer built for another platform than this
 * machine's cannot run here; then the project's own copy stands in for it.
 */
export function createLayerResolver(projectDirectory: string, log: CloudLog): (configuration: FunctionConfiguration) => string[] {
  const usable = new Map<string, boolean>();
  const check = (root: string): boolean => {
    const known = usable.get(root);
    if (known !== undefined) return known;
    const result = holdNativePackages(root, log);
    usable.set(root, result);
    return result;
  };
  return (configuration) => {
    if (configuration.layers.length === 0) return [];
    const roots = configuration.layers.map((layer) => join(layer, 'nodejs')).filter((root) => existsSync(join(root, 'node_modules')));
    return [...roots, projectDirectory].filter(check);
  };
}

function holdNativePackages(root: string, log: CloudLog): boolean {
  for (const name of NATIVE_PACKAGES) {
    if (!existsSync(join(root, 'node_modules', name))) continue;
    try {
      createRequire(join(root, 'anchor.js'))(name);
    } catch (error) {
      log.info(`The layer's ${name} is for another platform; the project's own is used`, { root, reason: String(error).split('\n')[0] ?? '' });
      return false;
    }
  }
  return true;
}
