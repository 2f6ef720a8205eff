import { parseDocument } from 'yaml';
import { EmailAddress } from '../address.ts';
import { InvalidBrief } from '../errors.ts';
import { presetNames } from '../imaging/presets.ts';
import { deliverableChoice } from '../source/deliverables.ts';
import type { Choice, DocumentForm } from '../source/form.ts';
import { isFields } from '../source/paths.ts';
import type { Lines } from '../source/paths.ts';
import { checked } from '../source/problems.ts';
import { readSource } from '../source/read.ts';
import type { Source, SourceFormat } from '../source/read.ts';
import type { BrandKit } from './brand-kit-schema.ts';
import { withKit, type KitBytes } from './brand-kit.ts';
import { ruleProblems } from './rules.ts';
import { Brand, Language, WrittenBrief, type Brief } from './schema.ts';

export type BriefFormat = SourceFormat;

const byExtension: Readonly<Record<string, BriefFormat>> = { yaml: 'yaml', yml: 'yaml', json: 'json', md: 'markdown', markdown: 'markdown' };
const byContentType: Readonly<Record<string, BriefFormat>> = {
  'application/yaml': 'yaml',
  'application/x-yaml': 'yaml',
  'text/yaml': 'yaml',
  'text/x-yaml': 'yaml',
  'application/json': 'json',
  'text/json': 'json',
  'text/markdown': 'markdown',
  'text/x-markdown': 'markdown',
};

/**
 * The format of a brief by its file name's extension, else by its content type.
 *
 * @throws InvalidBrief when neither names a format that Galley reads.
 */
export function briefFormatOf(source: { readonly fileName?: string; readonly contentType?: string }): BriefFormat {
  const extension = /\.([^./\\]+)$/u.exec(source.fileName ?? '')?.[1]?.toLowerCase() ?? '';
  const contentType = (source.contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const format = own(byExtension, extension) ?? own(byContentType, contentType);
  if (format !== undefined) return format;
  const received = source.fileName ?? (contentType === '' ? 'no content type' : contentType);
  throw new InvalidBrief([{ field: '', message: `Expected a brief as .yaml, .json or .md (application/yaml, application/json or text/markdown) but received ${JSON.stringify(received)}` }]);
}

const nameOrFields = (value: unknown): number | undefined => (typeof value === 'string' ? 0 : isFields(value) ? 1 : undefined);
const brandChoice: Choice = { expected: 'the name of a brand kit, of lower-case letters, digits and hyphens, or fields of the brand', meant: nameOrFields };
const kitChoice: Choice = { expected: 'the name of a brand kit, of lower-case letters, digits and hyphens, or its name and version', meant: nameOrFields };
const remindChoice: Choice = { expected: 'hours, or a list of up to five,', meant: (value) => (typeof value === 'number' ? 0 : Array.isArray(value) ? 1 : undefined) };
const wordOrFields = (value: unknown): number | undefined => (isFields(value) ? 1 : undefined);
const approvalChoice: Choice = { expected: 'one, all, sequence, roles, or { atLeast: 2 }', meant: wordOrFields };
const copySpaceChoice: Choice = { expected: 'left, right, top, bottom, or a box such as { x: 0, y: 0, width: 0.4, height: 1 }', meant: wordOrFields };

const briefForm: DocumentForm<typeof WrittenBrief> = {
  noun: 'brief',
  schema: WrittenBrief,
  shortest: 'a title and a concept with a subject',
  wayOuts: {
    '': 'write at least a title and a concept with a subject',
    title: 'add a line such as title: Spring menu hero',
    concept: 'add a concept with a subject, such as concept: { subject: a golden retriever, action: catching a red frisbee mid-air }',
    'concept.subject': 'say what the picture shows, such as subject: a golden retriever',
  },
  choices: { 'deliverables[]': deliverableChoice, brand: brandChoice, 'brand.kit': kitChoice, 'review.remindHours': remindChoice, 'review.approval': approvalChoice, copySpace: copySpaceChoice },
  Invalid: InvalidBrief,
};

export interface ParseOptions {
  /** Names that `deliverables` may use; the table of presets when absent. */
  readonly knownPresets?: readonly string[];
  /** The brand kit that the brief names, as it was found; without it, the kit's fields are not in the brief. */
  readonly kit?: { readonly kit: BrandKit; readonly found: KitBytes };
}

/**
 * Reads a brief, applies its defaults and writes its shorthands out. The body of a Markdown file is, or is
 * added to, its objective.
 *
 * @throws InvalidBrief naming every field that is wrong, all at once, with lines where the source has them.
 * @example parseBrief('title: Frisbee\nconcept:\n  subject: a golden retriever\n', 'yaml').aspect // "3:2"
 */
export function parseBrief(text: string, format: BriefFormat, options: ParseOptions = {}): Brief {
  return readBrief(text, format, options).brief;
}

/** As `parseBrief`, with the line of each field. */
export function readBrief(text: string, format: BriefFormat, { knownPresets = presetNames(), kit }: ParseOptions = {}): { readonly brief: Brief; readonly lineOf: Lines } {
  const source = readSource(text, format, briefForm);
  const value = withBody(source);
  const read = (document: unknown): Brief => writtenOut(checked(briefForm, document, source.lineOf, ruleProblems(document, knownPresets, source.lineOf)));
  const brief = read(value);
  return { brief: kit === undefined ? brief : read(withKit(value, brief, kit.kit, kit.found)), lineOf: source.lineOf };
}

/** Without what only editors and writers need: every field in the one place where the rest of Galley looks for it. */
function writtenOut({ $schema: _$schema, approvers, brand, review, ...rest }: WrittenBrief): Brief {
  return {
    ...rest,
    brand: typeof brand === 'string' ? Brand.parse({ kit: brand }) : brand,
    review: approvers === undefined ? review : { ...review, approvers },
  };
}

/** The owner's address, as far as it can be read even from a brief that is otherwise wrong. */
export function senderOf(text: string, format: BriefFormat): string | undefined {
  const front = frontOf(text, format);
  return address(fieldInDocument(front, 'owner')) ?? address(/^[\s{,]*["']?owner["']?\s*[:=]\s*["']?([^\s"',;}<>]+@[^\s"',;}<>]+)/mu.exec(front.slice(0, 1_000_000))?.[1]);
}

/** The language that a brief asks for, as far as it can be read even from one that is otherwise wrong. */
export function languageOf(text: string, format: BriefFormat): Language | undefined {
  const front = frontOf(text, format);
  const language = (value: unknown): Language | undefined => Language.safeParse(value).data;
  return language(fieldInDocument(front, 'language')) ?? language(/^[\s{,]*["']?language["']?\s*[:=]\s*["']?([a-z]{2})\b/mu.exec(front.slice(0, 1_000_000))?.[1]);
}

function frontOf(text: string, format: BriefFormat): string {
  return format === 'markdown' ? (/^---[ \t]*\r?\n([\s\S]*?)^---/mu.exec(text)?.[1] ?? text) : text;
}

function fieldInDocument(text: string, field: string): unknown {
  try {
    return parseDocument(text, { prettyErrors: false, logLevel: 'silent' }).get(field);
  } catch {
    // Too broken to read as a document; a pattern may still find a line.
    return undefined;
  }
}

function address(value: unknown): string | undefined {
  const parsed = EmailAddress.safeParse(typeof value === 'string' ? value.trim() : value);
  return parsed.success ? parsed.data : undefined;
}

function withBody(source: Source): unknown {
  const { value, body } = source;
  if (body === '' || typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const written = (value as { objective?: unknown }).objective;
  if (written !== undefined && written !== null && typeof written !== 'string') return value;
  return { ...value, objective: [written ?? '', body].filter((part) => part !== '').join('\n\n') };
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
