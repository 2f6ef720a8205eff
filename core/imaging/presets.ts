import { z } from 'zod';
import { InvalidInput } from '../errors.ts';
import { type Point, Region } from '../geometry.ts';
import table from './presets.json' with { type: 'json' };
import { type CropStrategy, type Deliverable, ImageFormat, MetadataProfile, PrintSize } from './recipe.ts';

const shared = {
  formats: z.array(ImageFormat).min(1),
  /** Upper limit of one file, in bytes, or null for none. */
  maxBytes: z.number().int().positive().nullable(),
  metadata: MetadataProfile,
  safeArea: Region.optional(),
  /** Where the figures come from, and when they were looked up. */
  source: z.string().min(1),
  asOf: z.iso.date(),
};
/** A size that a channel asks for, in pixels or on paper. */
export const Preset = z.union([
  z.strictObject({ width: z.number().int().positive(), /** Null where the master's own aspect ratio is kept. */ height: z.number().int().positive().nullable(), ...shared }),
  z.strictObject({ print: PrintSize, ...shared }),
]);
export type Preset = z.infer<typeof Preset>;

/** One deliverable of a brief with every number known: a crop of the master in one or more formats. */
export interface PlannedRendition {
  /** Stem of its files' names, unique in the plan. */
  readonly name: string;
  readonly preset: string | null;
  readonly width: number;
  readonly height: number | null;
  readonly formats: readonly ImageFormat[];
  /** Upper limit of each file, in bytes. */
  readonly maxBytes: number | null;
  readonly metadata: MetadataProfile;
  /** Dots per inch written into the file; null for the screen. */
  readonly dpi: number | null;
  readonly crop: CropStrategy;
  readonly focus: Point | null;
  readonly safeArea: Region | null;
  readonly watermark: boolean;
}

const presets: ReadonlyMap<string, Preset> = new Map(Object.entries(z.record(z.string(), Preset).parse(table)));

/** Names that a brief may write under `deliverables`, in the order of the table. */
export function presetNames(): readonly string[] {
  return [...presets.keys()];
}

/**
 * The preset of that name.
 *
 * @throws InvalidInput when there is none, with the nearest names.
 */
export function presetOf(name: string): Preset {
  const preset = presets.get(name);
  if (preset === undefined) {
    throw new InvalidInput(
      `Expected a preset (such as ${nearestPresets(name).join(', ')}) for deliverables but received ${JSON.stringify(name)}; ` +
        'a size of your own is written as { name, width, height }',
    );
  }
  return preset;
}

/** The `count` presets whose names are most like `name`, the nearest first. */
export function nearestPresets(name: string, count = 3): readonly string[] {
  const wanted = name.toLowerCase();
  return presetNames()
    .map((candidate) => ({ candidate, distance: unlikeness(wanted, candidate) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

/**
 * Turns the deliverables of a brief into a plan. A preset named twice is planned once.
 *
 * @throws InvalidInput for an unknown preset, and for two deliverables that would write the same file.
 */
export function resolveDeliverables(deliverables: readonly Deliverable[]): PlannedRendition[] {
  const planned = new Map<string, PlannedRendition>();
  for (const deliverable of deliverables) {
    const rendition = planOf(deliverable);
    const earlier = planned.get(rendition.name);
    if (earlier !== undefined && (earlier.preset === null || rendition.preset === null)) {
      throw new InvalidInput(`Expected a name of its own for each of the deliverables but received "${rendition.name}" twice; rename one of them`);
    }
    planned.set(rendition.name, rendition);
  }
  return [...planned.values()];
}

type Sized = { readonly print: PrintSize } | { readonly width: number; readonly height?: number | null | undefined };

function planOf(deliverable: Deliverable): PlannedRendition {
  const preset = 'preset' in deliverable ? presetOf(deliverable.preset) : null;
  const name = 'preset' in deliverable ? deliverable.preset : deliverable.name;
  const size = pixelsOf(preset ?? (deliverable as Sized));
  const { formats, maxBytes, metadata, crop, focus, safeArea, watermark }: Adjustments = deliverable;
  const planned = {
    name,
    preset: preset === null ? null : name,
    ...size,
    formats: [...new Set(formats ?? preset?.formats ?? (size.dpi === null ? screenFormats : printFormats))],
    maxBytes: maxBytes ?? preset?.maxBytes ?? null,
    metadata: metadata ?? preset?.metadata ?? (size.dpi === null ? 'public' : 'internal'),
    crop: crop ?? 'smart',
    focus: focus ?? null,
    safeArea: safeArea ?? preset?.safeArea ?? null,
    watermark: watermark ?? true,
  };
  refuseImpossible(planned);
  return planned;
}

type Adjustments = Partial<Omit<Extract<Deliverable, { name: string }>, 'width' | 'height' | 'print'> & { preset: string }>;

const screenFormats: readonly ImageFormat[] = ['jpeg', 'webp'];
const printFormats: readonly ImageFormat[] = ['jpeg'];
const millimetresPerInch = 25.4;

function pixelsOf(size: Sized): { width: number; height: number | null; dpi: number | null } {
  if (!('print' in size)) return { width: size.width, height: size.height ?? null, dpi: null };
  const { width, height, dpi, bleed } = size.print;
  const toPixels = (length: number): number => Math.round(((length + 2 * bleed) / millimetresPerInch) * dpi);
  return { width: toPixels(width), height: toPixels(height), dpi };
}

/** What one rendition may measure: a sheet of A2 at 300 dpi, and what a worker's memory holds. */
export const mostPixels = 40_000_000;
const longestSide: Readonly<Record<ImageFormat, number>> = { jpeg: 65_000, png: 65_000, webp: 16_383, avif: 16_384 };
/**
 * Refuses a size that no worker's memory or no file of one of the formats can hold.
 *
 * @throws InvalidInput naming the deliverable
 */
export function refuseSize({ name, formats }: Pick<PlannedRendition, 'name' | 'formats'>, width: number, height: number): void {
  if (width * height > mostPixels) {
    throw new InvalidInput(`Expected at most ${String(mostPixels)} pixels for deliverable ${name} but received ${String(width)}x${String(height)}; lower its resolution or size`);
  }
  const tooLong = formats.find((format) => Math.max(width, height) > longestSide[format]);
  if (tooLong !== undefined) {
    throw new InvalidInput(`Expected at most ${String(longestSide[tooLong])} pixels a side for deliverable ${name} in ${tooLong} but received ${String(width)}x${String(height)}; choose another format or size`);
  }
}

/** Profile and marking alone take about this much; no picture fits beside them into less. */
export const leastBudget = 4_000;

function refuseImpossible(planned: PlannedRendition): void {
  const { name, maxBytes } = planned;
  refuseSize(planned, planned.width, planned.height ?? 1);
  if (maxBytes !== null && maxBytes < leastBudget) {
    throw new InvalidInput(`Expected maxBytes of at least ${String(leastBudget)} for deliverable ${name} but received ${String(maxBytes)}; profile and metadata alone take that much`);
  }
}

/** Dice distance of letter pairs: a wrong separator or a missing word still lands near the right name. */
function unlikeness(a: string, b: string): number {
  const pairsOf = (text: string): string[] => Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2));
  const left = pairsOf(a);
  const right = pairsOf(b);
  const rest = [...right];
  const common = left.filter((pair) => {
    const at = rest.indexOf(pair);
    if (at < 0) return false;
    rest.splice(at, 1);
    return true;
  }).length;
  return 1 - (2 * common) / Math.max(1, left.length + right.length);
}
