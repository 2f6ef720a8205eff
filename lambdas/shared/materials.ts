import { kitProblems } from '../../core/brief/brand-kit.ts';
import { brandFilesOf } from '../../core/brief/brand-files.ts';
import type { BriefFormat } from '../../core/brief/parse.ts';
import { checkBrief } from '../../core/critique/check.ts';
import type { Finding } from '../../core/critique/finding.ts';
import type { Brief, Reference } from '../../core/brief/schema.ts';
import { InvalidBrief, InvalidInput, NotFound, type FieldProblem } from '../../core/errors.ts';
import { runKeys } from '../../core/keys.ts';
import { pinOf } from '../../core/prompt/template.ts';
import { keepBrandFiles, readBrandFiles, type BrandFile } from './brand-files.ts';
import { readKit, type FoundKit } from './brand-kits.ts';
import type { Objects } from './objects.ts';
import { keepReferences, readReferences, type ReferenceFile } from './reference-files.ts';
import { s3Templates } from './templates.ts';

/** A brief with everything it names: what is needed to make its picture, as it was at one moment. */
export interface CompleteBrief {
  /** With its kit's fields, and the bytes of the kit and of each reference pinned. */
  readonly brief: Brief;
  readonly kit: FoundKit | null;
  readonly brandFiles: readonly BrandFile[];
  readonly references: readonly ReferenceFile[];
  /** What the critique says of it, errors included. */
  readonly findings: readonly Finding[];
}

/** A brief with its kit's fields, for what starts nothing: the files that it names are not looked for. */
export interface BriefWithKit extends Pick<CompleteBrief, 'brief' | 'kit' | 'findings'> {
  /** As it was written, without its kit's fields. */
  readonly written: Brief;
}

/**
 * Reads a brief, and from the briefs bucket the kit that it names.
 *
 * @param today ISO date, for the critique
 * @throws InvalidBrief naming every field of the brief or its kit that is wrong
 */
export async function readBriefWithKit(objects: Objects, briefsBucket: string, text: string, format: BriefFormat, today: string): Promise<BriefWithKit> {
  const { brief: written, findings } = checkBrief(text, format, { today });
  if (written.brand.kit === undefined) return { brief: written, written, kit: null, findings };
  const kit = await readKit(objects, briefsBucket, written.brand.kit.name);
  return { ...checkBrief(text, format, { today, kit }), written, kit };
}

/**
 * Reads a brief, and from the briefs bucket all that it names, before anything is spent on it.
 *
 * @param today ISO date, for the critique
 * @throws InvalidBrief naming every field that is wrong, and every file that is not there or not what it should be
 */
export async function readCompleteBrief(objects: Objects, briefsBucket: string, text: string, format: BriefFormat, today: string): Promise<CompleteBrief> {
  const { brief, written, kit, findings } = await readBriefWithKit(objects, briefsBucket, text, format, today);
  const [brand, references] = [await readBrandFiles(objects, briefsBucket, brandFilesOf(brief)), await readReferences(objects, briefsBucket, brief.references)];
  const problems = [...(await templateProblems(objects, briefsBucket, brief)), ...fromKit(brand.problems, written, kit), ...references.problems];
  if (problems.length > 0) throw new InvalidBrief(problems);
  return { brief: { ...brief, references: pinned(brief.references, references.files) }, kit, brandFiles: brand.files, references: references.files, findings };
}

/** A template that the brief names must be there now; one that it does not name is there with Galley. */
async function templateProblems(objects: Objects, briefsBucket: string, brief: Brief): Promise<FieldProblem[]> {
  if (brief.template === undefined) return [];
  try {
    await s3Templates(objects, briefsBucket).choose(pinOf(brief), null);
    return [];
  } catch (error) {
    if (error instanceof InvalidInput || error instanceof NotFound) return [{ field: 'template', message: error.message }];
    throw error;
  }
}

/** Keeps it all with the run: what changes in the briefs bucket later does not change this picture. */
export async function keepMaterials(objects: Objects, assetsBucket: string, runId: string, { kit, brandFiles, references }: CompleteBrief): Promise<void> {
  await keepBrandFiles(objects, assetsBucket, runId, brandFiles);
  if (kit !== null) await objects.writeOnce(assetsBucket, runKeys.brandKit(runId, kit.found.sha256, fileNameOf(kit.found.file)), kit.bytes, 'text/plain; charset=utf-8');
  await keepReferences(objects, assetsBucket, runId, references);
}

/** A file that the kit names, and not the brief, is the kit's to mend. */
function fromKit(problems: readonly FieldProblem[], written: Brief, kit: FoundKit | null): FieldProblem[] {
  const own = brandFilesOf(written).map(({ field }) => field as string);
  return problems.flatMap((problem) => (kit === null || own.includes(problem.field) ? [problem] : kitProblems(kit.found.file, [problem])));
}

function pinned(references: readonly Reference[], files: readonly ReferenceFile[]): Reference[] {
  return references.map((reference, index) => ({ ...reference, sha256: files[index]?.sha256 ?? reference.sha256 }));
}

function fileNameOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}
