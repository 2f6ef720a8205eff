/** Finds a function's handler in its task root, with the module resolution that Lambda gives it. */
import { existsSync } from 'node:fs';
import { createRequire, isBuiltin, registerHooks } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import type { WorkerSetup } from './protocol.ts';

export type Handler = (event: unknown, context: unknown) => unknown;

/** A handler that cannot be loaded, with the error type that Lambda reports for it. */
export class HandlerProblem extends Error {
  override readonly name = 'HandlerProblem';
  readonly type: string;

  /** @param type for example `Runtime.HandlerNotFound` */
  constructor(type: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.type = type;
  }
}

/** Packages that Lambda's Node.js runtimes ship. */
const RUNTIME_PACKAGES = /^@(?:aws-sdk|smithy|aws)\//;

/**
 * Loads the handler named in the setup.
 * @throws HandlerProblem `Runtime.ImportModuleError`, `Runtime.HandlerNotFound`, `Runtime.MalformedHandlerName` or
 *   `Runtime.UserCodeSyntaxError`; whatever the module throws while it loads passes through.
 */
export async function loadHandler(setup: WorkerSetup): Promise<Handler> {
  installResolution(setup);
  const match = /^(.*?)([^/.]+)\.(.+)$/.exec(setup.handler);
  const [, folder, module, exportPath] = match ?? [];
  if (module === undefined || exportPath === undefined || setup.handler.includes('..')) {
    throw new HandlerProblem('Runtime.MalformedHandlerName', `Expected file.export for the handler but received "${setup.handler}"`);
  }
  const namespace = await importModule(join(setup.taskRoot, folder ?? '', module), setup);
  const found = exportPath.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], namespace);
  if (typeof found !== 'function') {
    throw new HandlerProblem('Runtime.HandlerNotFound', `${setup.handler} is undefined or not exported`);
  }
  if (found.length >= 3) {
    throw new HandlerProblem(
      'Runtime.CallbackHandlerDeprecated',
      `Expected an async handler for ${setup.handler} but received one with a callback, which Node.js 24 on Lambda no longer runs`,
    );
  }
  return found as Handler;
}

async function importModule(base: string, setup: WorkerSetup): Promise<unknown> {
  const file = ['.js', '.mjs', '.cjs'].map((extension) => base + extension).find((candidate) => existsSync(candidate));
  if (file === undefined) {
    throw new HandlerProblem('Runtime.ImportModuleError', `Error: Cannot find module '${relative(setup.taskRoot, base)}'`);
  }
  try {
    if (file.endsWith('.cjs') || (file.endsWith('.js') && !hasPackage(file, setup.taskRoot))) {
      return createRequire(file)(file) as unknown;
    }
    const namespace = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
    return { ...(namespace['default'] as object | undefined), ...namespace };
  } catch (error) {
    const { code, name, message } = error as NodeJS.ErrnoException;
    if (code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND') {
      throw new HandlerProblem('Runtime.ImportModuleError', `Error: ${message}`, { cause: error });
    }
    if (name === 'SyntaxError') throw new HandlerProblem('Runtime.UserCodeSyntaxError', `SyntaxError: ${message}`, { cause: error });
    throw error;
  }
}

/**
 * In Lambda nothing lies above the task root: a `package.json` or a `node_modules` of the folder that the asset happens
 * to be in must not change what the code means.
 */
function installResolution(setup: WorkerSetup): void {
  registerHooks({
    resolve(specifier, context, nextResolve) {
      if (!isBarePackage(specifier) || !isInside(context.parentURL, setup.taskRoot)) return nextResolve(specifier, context);
      const parent = fileURLToPath(context.parentURL);
      for (const folder of foldersUpTo(dirname(parent), setup.taskRoot)) {
        if (existsSync(join(folder, 'node_modules', packageName(specifier)))) return nextResolve(specifier, context);
      }
      const roots = RUNTIME_PACKAGES.test(specifier) ? [...setup.layerRoots, setup.runtimeRoot] : setup.layerRoots;
      const root = setup.pinnedPackages[packageName(specifier)] ?? roots.find((candidate) => existsSync(join(candidate, 'node_modules', packageName(specifier))));
      if (root === undefined) {
        throw Object.assign(new Error(`Cannot find module '${specifier}'\nRequire stack:\n- ${parent}`), { code: 'MODULE_NOT_FOUND' });
      }
      const anchor = join(root, 'anchor.js');
      if (context.conditions.includes('import')) return nextResolve(specifier, { ...context, parentURL: pathToFileURL(anchor).href });
      return { url: pathToFileURL(createRequire(anchor).resolve(specifier)).href, shortCircuit: true };
    },
    load(url, context, nextLoad) {
      const plain = url.endsWith('.js') && isInside(url, setup.taskRoot) && !hasPackage(fileURLToPath(url), setup.taskRoot);
      return nextLoad(url, plain ? { ...context, format: 'commonjs' } : context);
    },
  });
}

function isBarePackage(specifier: string): boolean {
  return !isBuiltin(specifier) && !/^(?:\.|\/|#|[a-z]+:)/.test(specifier);
}

function packageName(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

function isInside(url: string | undefined, folder: string): url is string {
  return url !== undefined && url.startsWith('file:') && fileURLToPath(url).startsWith(folder + sep);
}

function hasPackage(file: string, taskRoot: string): boolean {
  return foldersUpTo(dirname(file), taskRoot).some((folder) => existsSync(join(folder, 'package.json')));
}

function foldersUpTo(folder: string, taskRoot: string): string[] {
  const folders = [folder];
  for (let at = folder; at !== taskRoot && at.startsWith(taskRoot + sep); ) {
    at = dirname(at);
    folders.push(at);
  }
  return folders;
}
