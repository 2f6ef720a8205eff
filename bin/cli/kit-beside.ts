import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { kitFileNames, kitProblems, parseBrandKit } from '../../core/brief/brand-kit.ts';
import { briefFormatOf, parseBrief, type ParseOptions } from '../../core/brief/parse.ts';
import type { Brief } from '../../core/brief/schema.ts';
import { InvalidBrandKit, InvalidBrief } from '../../core/errors.ts';
import { briefKeys } from '../../core/keys.ts';
import { briefContentTypes } from './brief-file.ts';

/**
 * The brand kit that a brief names, where it lies beside the brief as `submit` would upload it; none where it is not
 * there: it may be in the bucket.
 *
 * @throws InvalidBrief for what is wrong with the brief or its kit
 */
export async function kitBeside(file: string, text: string): Promise<Pick<ParseOptions, 'kit'>> {
  const { brand } = parseBrief(text, briefFormatOf({ fileName: basename(file) }));
  if (brand.kit === undefined) return {};
  for (const fileName of kitFileNames) {
    const key = `${briefKeys.brandsPrefix}${brand.kit.name}/${fileName}`;
    const bytes = await readFile(join(dirname(file), key)).catch(() => null);
    if (bytes === null) continue;
    try {
      return { kit: { kit: parseBrandKit(bytes.toString('utf8'), briefFormatOf({ fileName })), found: { name: brand.kit.name, file: key, sha256: createHash('sha256').update(bytes).digest('hex'), objectVersion: undefined } } };
    } catch (error) {
      if (error instanceof InvalidBrandKit) throw new InvalidBrief(kitProblems(key, error.problems));
      throw error;
    }
  }
  return {};
}

/**
 * A brief as the API is asked about it: where its kit lies beside it, with the kit's fields written out, because the API
 * knows the kits of its bucket alone; else as it is.
 *
 * @throws InvalidBrief for what is wrong with the brief or its kit
 */
export async function bodyWithKit(file: string, text: string): Promise<{ readonly text: string; readonly type: string }> {
  const format = briefFormatOf({ fileName: basename(file) });
  const { kit } = await kitBeside(file, text);
  if (kit === undefined) return { text, type: briefContentTypes[format] };
  const { brand: { kit: _pin, ...brand }, ...brief } = parseBrief(text, format, { kit });
  return { text: JSON.stringify({ ...brief, brand } satisfies Brief), type: briefContentTypes.json };
}
