import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { BrandList } from '../../core/api.ts';
import { galleyPrints } from './support/command-line.ts';
import { galleyForThisFile } from './support/this-file.ts';

/** Briefs that are asked about before they are handed in: what they name lies beside them, and not in the bucket yet. */

const galley = galleyForThisFile();
const example = (name: string): string => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));

test.each(['brand-kit.yaml', 'reference-bottle.yaml'])('a running Galley shows the same prompt of %s as the command line does alone, and keeps nothing', async (name) => {
  const alone = await galleyPrints(galley, 'prompt', example(name), '--offline');
  const asked = await galleyPrints(galley, 'prompt', example(name));
  expect(alone).toContain(`${asked.trimEnd()}\n\nWith the templates that ship`);
  expect((await galley.api.get(BrandList, '/api/brands')).brands).toEqual([]);
});

test('a running Galley assesses a brief whose kit lies beside it, and accepts it with `check`', async () => {
  const file = example('brand-kit.yaml');
  expect(await galleyPrints(galley, 'assess', file)).toContain(`Assessed by the Galley at ${galley.endpoints.api}`);
  expect(await galleyPrints(galley, 'check', file)).not.toContain('Problems:');
});
