import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { PromptPreview } from '../../core/api.ts';
import { promptFile } from '../../bin/cli/prompt.ts';
import { sharesOf } from '../../bin/cli/templates.ts';

const example = (name: string): string => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));

async function shown(name: string, options: { readonly json?: boolean; readonly changes?: string } = {}): Promise<string> {
  const lines: string[] = [];
  await promptFile({ file: example(name), today: '2026-11-24', print: (line) => lines.push(line), ...options });
  return lines.join('\n');
}

describe('galley prompt without a Galley', () => {
  test('shows each slot with its origin, the size with its reason, and the price', async () => {
    const text = await shown('water-cycle.yaml');
    expect(text).toMatch(/Lighting {2}flat, shadowless light\n +↳ template:infographic@1\.0\.0:lighting/u);
    expect(text).toMatch(/Style +clean flat vector illustration, soft rounded shapes\n +↳ brief:style/u);
    expect(text).toContain('1792x1008 for 16:9');
    expect(text).toMatch(/at most \$0\.\d+ for a call of 3/u);
  });

  test('shows the instruction of an edit', async () => {
    expect(await shown('ceramic-mug.json', { changes: 'warmer light' })).toContain('Change only this: warmer light.');
  });

  test('prints the preview as JSON, and nothing else', async () => {
    expect(PromptPreview.parse(JSON.parse(await shown('five-lines.yaml', { json: true }))).operation).toBe('generate');
  });

  test('names every problem of a brief by field and line', async () => {
    await expect(shown('invalid/misspelt.yaml')).rejects.toThrow(/The brief has problems:\n {2}\S+ \(line \d+\): /u);
  });
});

test('shares are written as label=percent', () => {
  expect(sharesOf(['production=80', 'candidate=20'])).toEqual({ production: 80, candidate: 20 });
  expect(() => sharesOf(['production:80'])).toThrow('Expected shares as production=80 candidate=20 but received "production:80"');
});
