import { InvalidInput, type FieldProblem } from '../errors.ts';
import { parseCube } from '../imaging/grade/cube.ts';
import { pictureFacts } from '../imaging/picture-facts.ts';
import { pngSize } from '../imaging/png-size.ts';
import type { BrandKit } from './brand-kit-schema.ts';
import type { Brand, Brief } from './schema.ts';

/** A file of the brand that a brief names, and the field that names it. */
export interface BrandFileName {
  readonly field: 'grade.lut.file' | 'brand.watermark.file' | 'brand.logo';
  readonly file: string;
}

/** The files of the brand that a brief needs besides itself, its kit's among them. */
export function brandFilesOf({ grade, brand }: Pick<Brief, 'grade'> & { readonly brand: Pick<Brand, 'watermark' | 'logo'> }): BrandFileName[] {
  return [
    ...(grade.lut === undefined ? [] : [{ field: 'grade.lut.file', file: grade.lut.file } as const]),
    ...(brand.watermark === undefined ? [] : [{ field: 'brand.watermark.file', file: brand.watermark.file } as const]),
    ...(brand.logo === undefined ? [] : [{ field: 'brand.logo', file: brand.logo } as const]),
  ];
}

/** The files that a brand kit names. */
export function filesOfKit({ grade, watermark, logo }: Pick<BrandKit, 'grade' | 'watermark' | 'logo'>): BrandFileName[] {
  return brandFilesOf({ grade, brand: { watermark, logo } });
}

/** What is wrong with the bytes of such a file, as far as it shows without decoding a picture; null when nothing is. */
export function brandFileProblem({ field, file }: BrandFileName, bytes: Buffer): FieldProblem | null {
  if (field !== 'grade.lut.file') {
    const expected = expectedPicture(file, bytes);
    if (expected === null) return null;
    return { field, message: `Expected ${expected} for ${field} but received ${String(bytes.length)} bytes of something else in ${file}; export it again in the format that its name says` };
  }
  try {
    parseCube(bytes.toString('utf8'), file);
    return null;
  } catch (error) {
    if (error instanceof InvalidInput) return { field, message: `${error.message}; export the look as a .cube file again` };
    throw error;
  }
}

/** What the bytes should be by the file's name, unless they are. */
function expectedPicture(file: string, bytes: Buffer): string | null {
  const name = file.toLowerCase();
  if (name.endsWith('.png')) return pngSize(bytes) === null ? 'a PNG picture' : null;
  if (name.endsWith('.webp')) return pictureFacts(bytes)?.mediaType === 'image/webp' ? null : 'a WebP picture';
  return /<svg[\s>]/u.test(bytes.toString('utf8', 0, 4096)) ? null : 'an SVG drawing';
}
