/** Where functions find the packages of their layers, and what must be loaded before any worker loads it. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { CloudLog } from '../types.ts';
import type { FunctionConfiguration } from './configuration.ts';

/**
 * Packages with native code that registers itself once per process: when the first thread that loaded it ends, the
 * others lose it, and two copies of it do not live together. So the main thread holds one copy for all.
 */
const NATIVE_PACKAGES = ['sharp'];

export interface LayerPackages {
  /** Folders with a `node_modules`, first match wins. */
  readonly roots: readonly string[];
  /** Folder for single packages, whatever the roots have. */
  readonly pinned: Readonly<Record<string, string>>;
}

/**
 * Finds the packages of a function's layers. Where a layer has none, because it was not installed or is for another
 * platform, the project's own copies stand in for it.
 */
export function createLayerResolver(projectDirectory: string, log: CloudLog): (configuration: FunctionConfiguration) => LayerPackages {
  const held = new Map<string, string>();
  return ({ layers }) => {
    if (layers.length === 0) return { roots: [], pinned: {} };
    const roots = [...layers.map((layer) => join(layer, 'nodejs')).filter((root) => existsSync(join(root, 'node_modules'))), projectDirectory];
    const pinned = NATIVE_PACKAGES.flatMap((name) => {
      const root = held.get(name) ?? hold(name, roots, projectDirectory, log);
      if (root === undefined) return [];
      held.set(name, root);
      return [[name, root] as const];
    });
    return { roots, pinned: Object.fromEntries(pinned) };
  };
}

/** Loads a native package in this thread; the project's copy when it is the layer's version, as the cloud itself may use it. */
function hold(name: string, roots: readonly string[], projectDirectory: string, log: CloudLog): string | undefined {
  const having = roots.filter((root) => versionIn(root, name) !== undefined);
  const [first] = having;
  if (first === undefined) return undefined;
  const order = versionIn(first, name) === versionIn(projectDirectory, name) ? [projectDirectory] : having;
  for (const root of order) {
    try {
      createRequire(join(root, 'anchor.js'))(name);
      return root;
    } catch (error) {
      log.info(`${name} of a layer cannot be loaded on this machine`, { root, reason: String(error).split('\n')[0] ?? '' });
    }
  }
  return undefined;
}

function versionIn(root: string, name: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as { version?: string }).version;
  } catch {
    return undefined;
  }
}
