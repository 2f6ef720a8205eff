import type { FieldProblem } from '../errors.ts';
import { pictureFacts } from '../imaging/picture-facts.ts';
import type { Reference } from './schema.ts';

/** Of the image model: one input picture, in bytes (under 50 MB). */
export const largestReferenceBytes = 50_000_000;

/** All references of a brief, in bytes: a function holds them at once, and their upload beside them. */
export const mostReferenceBytes = 150_000_000;

/** What is wrong with the sizes of the pictures, before any is read. @param bytes of each reference, in order */
export function referenceSizeProblems(references: readonly Reference[], bytes: readonly number[]): FieldProblem[] {
  const tooLarge = references.flatMap(({ file }, index): FieldProblem[] => {
    const size = bytes[index] ?? 0;
    return size < largestReferenceBytes ? [] : [{ field: fieldOf(index), message: `Expected a picture under ${String(largestReferenceBytes)} bytes for ${fieldOf(index)} but ${file} has ${String(size)}; scale it down, the model sees no more of it` }];
  });
  const sum = bytes.reduce((total, size) => total + size, 0);
  if (tooLarge.length > 0 || sum <= mostReferenceBytes) return tooLarge;
  return [{ field: 'references', message: `Expected at most ${String(mostReferenceBytes)} bytes in all for references but received ${String(sum)}; scale the pictures down` }];
}

/** What is wrong with the bytes of a reference; null when nothing is. */
export function referenceProblem(reference: Reference, index: number, bytes: Buffer, sha256: string): FieldProblem | null {
  const { file, sha256: wanted } = reference;
  if (pictureFacts(bytes) === null) return { field: fieldOf(index), message: `Expected a PNG, JPEG or WebP picture for ${fieldOf(index)} but received ${String(bytes.byteLength)} bytes of something else in ${file}; export the picture again` };
  if (wanted === undefined || wanted === sha256) return null;
  return { field: `references[${String(index)}].sha256`, message: `Expected ${file} with SHA-256 ${wanted} for references[${String(index)}].sha256 but the bucket has other bytes, ${sha256}; leave it out to take the present picture` };
}

export function missingReference({ file }: Reference, index: number): FieldProblem {
  return { field: fieldOf(index), message: `Expected the file ${file} in the briefs bucket for ${fieldOf(index)} but there is none; upload it, or correct the name` };
}

function fieldOf(index: number): string {
  return `references[${String(index)}].file`;
}
