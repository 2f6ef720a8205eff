import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { synthesize } from '../../lib/synthesize.ts';
import { hostArchitecture, projectDir } from './support/stacks.ts';

const root = mkdtempSync(join(tmpdir(), 'galley-synthesize-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Synthesizes the project itself, and returns what was told meanwhile. */
async function synthesizeInto(outDir: string): Promise<string[]> {
  const told: string[] = [];
  await synthesize({ projectDir, outDir, context: { architecture: hostArchitecture }, onProgress: (text) => told.push(text) });
  return told;
}

describe('synthesize', { timeout: 240_000 }, () => {
  test('writes the assembly of the real bundles, without a finding of cdk-nag', async () => {
    const outDir = join(root, 'first');
    await synthesizeInto(outDir);
    for (const file of ['manifest.json', 'GalleyStateful.template.json', 'GalleyStateless.template.json', 'GalleyStateless.assets.json']) expect(existsSync(join(outDir, file)), file).toBe(true);
  });

  test('sources that have not changed are not synthesized again', async () => {
    expect(await synthesizeInto(join(root, 'first'))).toEqual(['unchanged']);
    expect(await synthesizeInto(join(root, 'second'))).toEqual([]);
  });

  test('a context that the app refuses is told with what the app said', async () => {
    await expect(synthesize({ projectDir, outDir: join(root, 'third'), context: { architecture: 'sparc' } })).rejects.toThrow('Expected arm64 or x64 for the context value architecture');
    expect(existsSync(join(root, 'third'))).toBe(false);
  });
});
