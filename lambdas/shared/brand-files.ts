import { type BrandFileName, brandFileProblem } from '../../core/brief/brand-files.ts';
import { NotFound, type FieldProblem } from '../../core/errors.ts';
import { briefKeys, runKeys } from '../../core/keys.ts';
import type { Objects } from './objects.ts';

/** A file of the brand, read. */
export interface BrandFile extends BrandFileName {
  readonly bytes: Buffer;
}

/** The files, from the briefs bucket, and the field of each that is not there or not what it should be. */
export async function readBrandFiles(objects: Objects, briefsBucket: string, names: readonly BrandFileName[]): Promise<{ readonly files: BrandFile[]; readonly problems: FieldProblem[] }> {
  const read = await Promise.all(names.map((name) => readOne(objects, briefsBucket, name)));
  return { files: read.filter((each): each is BrandFile => 'bytes' in each), problems: read.filter((each): each is FieldProblem => 'message' in each) };
}

async function readOne(objects: Objects, bucket: string, name: BrandFileName): Promise<BrandFile | FieldProblem> {
  const { field, file } = name;
  if (!file.startsWith(briefKeys.brandsPrefix)) {
    return { field, message: `Expected a key that begins with ${briefKeys.brandsPrefix} for ${field} but received ${JSON.stringify(file)}; upload the file to ${briefKeys.brandsPrefix} in the briefs bucket` };
  }
  try {
    const bytes = await objects.read({ bucket, key: file });
    return brandFileProblem(name, bytes) ?? { ...name, bytes };
  } catch (error) {
    if (error instanceof NotFound) return { field, message: `Expected the file ${file} in the briefs bucket for ${field} but there is none; upload it, or correct the name` };
    throw error;
  }
}

const mediaTypes: Readonly<Record<BrandFileName['field'], string>> = { 'grade.lut.file': 'text/plain', 'brand.watermark.file': 'application/octet-stream', 'brand.logo': 'application/octet-stream' };

/** Keeps them with the run: what the brand changes later does not change this picture. The first copy stays. */
export async function keepBrandFiles(objects: Objects, assetsBucket: string, runId: string, files: readonly BrandFile[]): Promise<void> {
  await Promise.all(files.map(({ field, file, bytes }) => objects.writeOnce(assetsBucket, runKeys.brandFile(runId, file), bytes, mediaTypes[field])));
}
