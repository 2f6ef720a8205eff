import { InvalidInput, type FieldProblem } from '../errors.ts';
import { parseCube } from '../imaging/grade/cube.ts';
import { pngSize } from '../imaging/png-size.ts';
import type { Brief } from './schema.ts';

/** A file of the brand that a brief names, and the field that names it. */
export interface BrandFileName {
  readonly field: 'grade.lut.file' | 'brand.watermark.file';
  readonly file: string;
}

/** The files that a brief needs besides itself. */
export function brandFilesOf({ grade, brand }: Pick<Brief, 'grade' | 'brand'>): BrandFileName[] {
  return [
    ...(grade.lut === undefined ? [] : [{ field: 'grade.lut.file', file: grade.lut.file } as const]),
    ...(brand.watermark === undefined ? [] : [{ field: 'brand.watermark.file', file: brand.watermark.file } as const]),
  ];
}

/** What is wrong with the bytes of such a file, as far as it shows without decoding a picture; null when nothing is. */
export function brandFileProblem({ field, file }: BrandFileName, bytes: Buffer): FieldProblem | null {
  if (field === 'brand.watermark.file') {
    if (!file.toLowerCase().endsWith('.png') || pngSize(bytes) !== null) return null;
    return { field, message: `Expected a PNG picture for ${field} but received ${String(bytes.length)} bytes of something else in ${file}; export the mark as PNG with transparency` };
  }
  try {
    parseCube(bytes.toString('utf8'), file);
    return null;
  } catch (error) {
    if (error instanceof InvalidInput) return { field, message: `${error.message}; export the look as a .cube file again` };
    throw error;
  }
}
