import { InvalidBrandKit, InvalidBrief, type FieldProblem } from '../errors.ts';
import { briefKeys } from '../keys.ts';
import type { Choice, DocumentForm } from '../source/form.ts';
import { nearestWord } from '../source/nearest.ts';
import { fieldsOf, isFields, type Fields } from '../source/paths.ts';
import { checked } from '../source/problems.ts';
import { readSource, type SourceFormat } from '../source/read.ts';
import { BrandKit } from './brand-kit-schema.ts';
import { KitName, type Brief, type KitPin } from './schema.ts';

const colourChoice: Choice = {
  expected: 'a colour as #rrggbb in quotes, or { colour, name, role }',
  meant: (value) => (typeof value === 'string' ? 0 : isFields(value) ? 1 : undefined),
};

const kitForm: DocumentForm<typeof BrandKit> = {
  noun: 'brand kit',
  schema: BrandKit,
  shortest: 'a name and a version',
  wayOuts: {
    '': 'write at least a name and a version',
    name: 'add a line such as name: Voltaire Motors',
    version: 'add a line such as version: 1, and count it up with every change',
  },
  choices: { 'colours[]': colourChoice },
  Invalid: InvalidBrandKit,
};

/**
 * Reads a brand kit and applies its defaults.
 *
 * @throws InvalidBrandKit naming every field that is wrong, all at once, with lines where the source has them
 * @example parseBrandKit('name: Voltaire Motors\nversion: 1\n', 'yaml').colours // []
 */
export function parseBrandKit(text: string, format: SourceFormat): BrandKit {
  const source = readSource(text, format, kitForm);
  const kit = checked(kitForm, source.value, source.lineOf, []);
  return source.body === '' ? kit : { ...kit, description: [kit.description ?? '', source.body].filter((part) => part !== '').join('\n\n') };
}

/** A kit as it was found: which object, and which bytes. */
export interface KitBytes {
  readonly name: string;
  readonly file: string;
  readonly sha256: string;
  /** Version of the object in S3, where its bucket keeps versions. */
  readonly objectVersion: string | undefined;
}

/** The names that a kit's file may have, in its folder below `brands/`. */
export const kitFileNames = ['kit.yaml', 'kit.yml', 'kit.json', 'kit.md'] as const;

/** The kit that a key of the briefs bucket holds, or undefined when it is no kit's. */
export function kitNameOfKey(key: string): string | undefined {
  const [prefix, name, file, ...more] = key.split('/');
  const isKit = `${prefix ?? ''}/` === briefKeys.brandsPrefix && kitFileNames.some((known) => known === file) && more.length === 0;
  return isKit && KitName.safeParse(name).success ? name : undefined;
}

/** What to say of a kit that is not there, with the nearest of those that are. */
export function unknownKit(name: string, known: readonly string[]): FieldProblem {
  const near = nearestWord(name, known);
  const some = known.length === 0 ? 'there is none yet' : `known are ${known.slice(0, 20).join(', ')}`;
  const wayOut = near === undefined ? `${some}; upload a kit to ${briefKeys.brandsPrefix}${name}/kit.yaml in the briefs bucket` : `did you mean ${JSON.stringify(near)}?`;
  return { field: 'brand.kit', message: `Expected the name of a brand kit for brand.kit but received ${JSON.stringify(name)}; ${wayOut}` };
}

/** The problems of a kit, as those of a brief that names it. */
export function kitProblems(file: string, problems: readonly FieldProblem[]): FieldProblem[] {
  return problems.map(({ message, line }) => ({ field: 'brand.kit', message: `In the brand kit ${file}${line === undefined ? '' : `, line ${String(line)}`}: ${message}` }));
}

/**
 * The document of a brief together with its kit. What the brief writes wins over the kit, field by field, in
 * `grade` and `inspection` too; `do`, `dont` and `banned` add to the kit's, because a brief tightens a brand's
 * rules and does not lift them. Colours and typefaces replace the kit's.
 *
 * @param brief the same document, read
 * @throws InvalidBrief when the brief asks for another version, or for other bytes
 */
export function withKit(written: unknown, brief: Brief, kit: BrandKit, found: KitBytes): Fields {
  const document = fieldsOf(written);
  const own = fieldsOf(document['brand']);
  const { version, description: _description, galley: _galley, $schema: _$schema, colours, grade, approvers, inspection, ...brand } = kit;
  const problems = pinProblems(brief.brand.kit, version, found);
  if (problems.length > 0) throw new InvalidBrief(problems);
  const ownLimits = fieldsOf(own['inspection']);
  // A limit that the brief repeats is the kit's all the same, as in a brief that was accepted before.
  const kitLimits = Object.entries(inspection ?? {}).flatMap(([name, value]) => (ownLimits[name] === undefined || ownLimits[name] === value ? [name] : []));
  const pin: KitPin = { name: found.name, version, file: found.file, sha256: found.sha256, ...(found.objectVersion === undefined ? {} : { objectVersion: found.objectVersion }), ...(kitLimits.length === 0 ? {} : { limits: kitLimits }) };
  const both = (list: 'do' | 'dont' | 'banned'): string[] => [...new Set([...kit[list], ...brief.brand[list]])];
  const nobody = brief.review.approvers.length === 0 && approvers.length > 0;
  const { approvers: _none, ...rest } = document;
  return {
    ...(nobody ? { ...rest, review: { ...fieldsOf(document['review']), approvers } } : document),
    brand: { ...brand, colours: colours.map(({ colour }) => colour), ...own, do: both('do'), dont: both('dont'), banned: both('banned'), ...(inspection === undefined ? {} : { inspection: { ...inspection, ...ownLimits } }), kit: pin },
    grade: over(grade, fieldsOf(document['grade'])),
  };
}

function pinProblems(pin: KitPin | undefined, version: number, { name, sha256 }: KitBytes): FieldProblem[] {
  if (pin?.version !== undefined && pin.version !== version) {
    return [{ field: 'brand.kit.version', message: `Expected version ${String(pin.version)} of the brand kit ${name} for brand.kit.version but the bucket has version ${String(version)}; write version: ${String(version)}, or leave it out to take the present one` }];
  }
  if (pin?.sha256 !== undefined && pin.sha256 !== sha256) {
    return [{ field: 'brand.kit.sha256', message: `Expected the brand kit ${name} with SHA-256 ${pin.sha256} for brand.kit.sha256 but the bucket has other bytes, ${sha256}; leave it out to take the present kit` }];
  }
  return [];
}

/** Groups of independent fields; any other value is replaced as a whole. */
const groups = new Set(['correct', 'balance', 'shadows', 'midtones', 'highlights']);

function over(base: Fields, own: Fields): Fields {
  const merged = Object.entries(own).map(([name, value]) => [name, groups.has(name) && isFields(value) ? over(fieldsOf(base[name]), value) : value]);
  return { ...base, ...(Object.fromEntries(merged) as Fields) };
}
