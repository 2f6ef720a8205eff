import { missingReference, referenceProblem, referenceSizeProblems } from '../../core/brief/references.ts';
import type { Reference } from '../../core/brief/schema.ts';
import { NotFound, type FieldProblem } from '../../core/errors.ts';
import { pictureFacts } from '../../core/imaging/picture-facts.ts';
import { runKeys } from '../../core/keys.ts';
import { sha256 } from './hash.ts';
import type { Objects, Place } from './objects.ts';

/** A picture that a brief refers to: where it lies, and its bytes by their hash. */
export interface ReferenceFile extends Place {
  readonly sha256: string;
  readonly mediaType: string;
}

/** Looks at the pictures in the briefs bucket one after the other, so that one is in memory at a time. */
export async function readReferences(objects: Objects, briefsBucket: string, references: readonly Reference[]): Promise<{ readonly files: ReferenceFile[]; readonly problems: FieldProblem[] }> {
  const facts = await Promise.all(references.map(({ file }) => objects.head({ bucket: briefsBucket, key: file })));
  const missing = references.flatMap((reference, index) => (facts[index] === null ? [missingReference(reference, index)] : []));
  const tooLarge = referenceSizeProblems(references, facts.map((each) => each?.bytes ?? 0));
  if (missing.length + tooLarge.length > 0) return { files: [], problems: [...missing, ...tooLarge] };

  const files: ReferenceFile[] = [];
  const problems: FieldProblem[] = [];
  for (const [index, reference] of references.entries()) {
    const place: Place = { bucket: briefsBucket, key: reference.file, versionId: facts[index]?.versionId };
    const bytes = await readOrNull(objects, place);
    const hash = bytes === null ? '' : sha256(bytes);
    const problem = bytes === null ? missingReference(reference, index) : referenceProblem(reference, index, bytes, hash);
    if (problem !== null) problems.push(problem);
    else files.push({ ...place, sha256: hash, mediaType: pictureFacts(bytes ?? Buffer.alloc(0))?.mediaType ?? '' });
  }
  return { files, problems };
}

/** Keeps the pictures with the run, under their bytes; one that has changed since it was looked at is refused, and the upload is read again. */
export async function keepReferences(objects: Objects, assetsBucket: string, runId: string, files: readonly ReferenceFile[]): Promise<void> {
  for (const { mediaType, ...place } of files) {
    await objects.writeOnce(assetsBucket, runKeys.reference(runId, place.sha256), await objects.read(place), mediaType);
  }
}

async function readOrNull(objects: Objects, place: Place): Promise<Buffer | null> {
  try {
    return await objects.read(place);
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}
