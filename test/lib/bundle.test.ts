import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleFolder, bundleFunctions } from '../../lib/bundle.ts';
import { functions } from '../../lib/functions.ts';
import type { FunctionName } from '../../lib/functions.ts';
import { sharpLayerFolder } from '../../lib/sharp-layer.ts';
import { hostArchitecture, projectDir } from './support/stacks.ts';

const names = Object.keys(functions) as FunctionName[];
const ofNode = new Set(builtinModules);
/** For signatures over several regions, which nothing here makes; the SDK looks for it and goes on without. */
const optional = '@aws-sdk/signature-v4-crt';
const root = mkdtempSync(join(tmpdir(), 'galley-bundle-'));
const first = join(root, 'first');
const bundleOf = (name: FunctionName, build = first): string => readFileSync(join(bundleFolder(build, name), 'index.js'), 'utf8');

beforeAll(async () => {
  for (const build of [first, join(root, 'second')]) {
    mkdirSync(join(build, 'web', 'assets'), { recursive: true });
    writeFileSync(join(build, 'web', 'studio.html'), '<!doctype html>');
    await bundleFunctions(projectDir, build);
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const hashOf = (build: string): string => {
  const hash = createHash('sha256');
  for (const path of readdirSync(build, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort()) {
    hash.update(path.slice(build.length)).update(readFileSync(path));
  }
  return hash.digest('hex');
};

describe('the bundles', () => {
  test('the same sources give the same bytes', () => {
    expect(hashOf(join(root, 'second'))).toBe(hashOf(first));
  });

  test('no bundle knows where it was built', () => {
    for (const name of names) expect(bundleOf(name), name).not.toContain(projectDir);
  });

  test('every function can be loaded by name, without this project’s packages around it', () => {
    const layer = join(sharpLayerFolder(projectDir, hostArchitecture), 'nodejs', 'node_modules');
    const script = `for (const path of process.argv.slice(1)) if (typeof require(path).handler !== 'function') throw new Error(path);`;
    const paths = names.map((name) => join(bundleFolder(first, name), 'index.js'));
    execFileSync(process.execPath, ['-e', script, ...paths], { cwd: root, env: { NODE_PATH: layer }, stdio: ['ignore', 'ignore', 'pipe'] });
  });

  test('the AWS SDK comes along: the runtime’s own moves by itself', () => {
    for (const name of names) {
      const required = [...bundleOf(name).matchAll(/\brequire\("([^"]+)"\)/g)].map(([, module]) => module!);
      const others = required.filter((module) => !module.startsWith('node:') && !ofNode.has(module) && module !== optional);
      expect([...new Set(others)], name).toEqual('sharp' in functions[name] ? ['sharp'] : []);
    }
  });

  test('error names survive minification', () => {
    expect(bundleOf('generate')).toContain('"ModerationBlocked"');
  });

  test('a bundle stays small enough to start fast', () => {
    for (const name of names) expect(statSync(join(bundleFolder(first, name), 'index.js')).size, name).toBeLessThan(5_000_000);
  });

  test('the pages lie beside the function that serves them, and beside no other', () => {
    expect(names.filter((name) => existsSync(join(bundleFolder(first, name), 'web')))).toEqual(['site']);
  });

  test('without the pages there is no bundle of them', async () => {
    await expect(bundleFunctions(projectDir, join(root, 'third'))).rejects.toThrow('Expected the built pages in');
  });
});

test('the layer carries sharp with its native library, in the locked version', () => {
  const layer = join(sharpLayerFolder(projectDir, hostArchitecture), 'nodejs', 'node_modules');
  const { version } = JSON.parse(readFileSync(join(projectDir, 'node_modules', 'sharp', 'package.json'), 'utf8')) as { version: string };
  const print = 'process.stdout.write(require("sharp").versions.sharp)';
  expect(execFileSync(process.execPath, ['-e', print], { cwd: root, env: { NODE_PATH: layer }, encoding: 'utf8' })).toBe(version);
});
