import type { BrandKit } from '../../core/brief/brand-kit-schema.ts';
import { kitNameOfKey, kitProblems, parseBrandKit, unknownKit, type KitBytes } from '../../core/brief/brand-kit.ts';
import { briefFormatOf } from '../../core/brief/parse.ts';
import { InvalidBrandKit, InvalidBrief, NotFound, type FieldProblem } from '../../core/errors.ts';
import { briefKeys } from '../../core/keys.ts';
import { sha256 } from './hash.ts';
import type { Objects } from './objects.ts';
import { utf8Text } from './text.ts';

/** A brand kit of the briefs bucket, read. */
export interface FoundKit {
  readonly kit: BrandKit;
  readonly found: KitBytes;
  readonly bytes: Buffer;
}

/** A kit's file as it is: the kit, or what is wrong with it. */
export interface KitReading {
  readonly found: KitBytes;
  readonly bytes: Buffer;
  readonly kit: BrandKit | null;
  readonly problems: readonly FieldProblem[];
}

/** What people write by hand is a page; the pictures of a brand are files of their own. */
const largestKitBytes = 1_000_000;

/**
 * The kit of that name.
 * @throws InvalidBrief naming the nearest kits when there is none, or the kit's own fields when it is not valid
 */
export async function readKit(objects: Objects, briefsBucket: string, name: string): Promise<FoundKit> {
  const files = (await objects.keys(briefsBucket, `${briefKeys.brandsPrefix}${name}/kit.`)).filter((key) => kitNameOfKey(key) === name);
  const [file, other] = files;
  if (other !== undefined) throw new InvalidBrief([severalFiles(name, files)]);
  const reading = file === undefined ? null : await readKitFile(objects, briefsBucket, name, file);
  if (file === undefined || reading === null) throw new InvalidBrief([unknownKit(name, [...(await kitFiles(objects, briefsBucket)).keys()])]);
  const { kit, found, bytes, problems } = reading;
  if (kit === null) throw new InvalidBrief(kitProblems(file, problems));
  return { kit, found, bytes };
}

/** The files of all kits, by the name of the kit; a folder below `brands/` without a kit is none. */
export async function kitFiles(objects: Objects, briefsBucket: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const files = new Map<string, string[]>();
  for (const key of await objects.keys(briefsBucket, briefKeys.brandsPrefix)) {
    const name = kitNameOfKey(key);
    if (name !== undefined) files.set(name, [...(files.get(name) ?? []), key]);
  }
  return files;
}

/** What to say where a kit has several files, of which none is the right one. */
export function severalFiles(name: string, files: readonly string[]): FieldProblem {
  return { field: 'brand.kit', message: `Expected one file of the brand kit ${name} for brand.kit but received ${files.join(' and ')}; remove all but one` };
}

/** Reads one kit, the version of the object that is there now; null when it has gone meanwhile. */
export async function readKitFile(objects: Objects, briefsBucket: string, name: string, file: string): Promise<KitReading | null> {
  const facts = await objects.head({ bucket: briefsBucket, key: file });
  if (facts === null) return null;
  const of = (bytes: Buffer) => ({ bytes, found: { name, file, sha256: sha256(bytes), objectVersion: facts.versionId } });
  if (facts.bytes > largestKitBytes) {
    return { ...of(Buffer.alloc(0)), kit: null, problems: [{ field: '', message: `Expected a brand kit of at most ${String(largestKitBytes)} bytes but received ${String(facts.bytes)}; keep pictures in files of their own beside it` }] };
  }
  try {
    const bytes = await objects.read({ bucket: briefsBucket, key: file, versionId: facts.versionId });
    return { ...of(bytes), ...parsed(bytes, file) };
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

function parsed(bytes: Buffer, file: string): Pick<KitReading, 'kit' | 'problems'> {
  const text = utf8Text(bytes);
  if (text === null) return { kit: null, problems: [{ field: '', message: 'Expected a brand kit as UTF-8 text but received other bytes; save the file as UTF-8' }] };
  try {
    return { kit: parseBrandKit(text, briefFormatOf({ fileName: file })), problems: [] };
  } catch (error) {
    if (error instanceof InvalidBrandKit) return { kit: null, problems: error.problems };
    throw error;
  }
}
