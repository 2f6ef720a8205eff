import { z } from 'zod';
import type { Deliverable } from '../brief/schema.ts';
import { InvalidInput } from '../errors.ts';
import table from './presets.json' with { type: 'json' };

export const ImageFormat = z.enum(['jpeg', 'webp', 'avif', 'png']);
export type ImageFormat = z.infer<typeof ImageFormat>;

export const Preset = z.strictObject({
  width: z.number().int().positive(),
  /** Pixels, or null where the master's own aspect ratio is kept. */
  height: z.number().int().positive().nullable(),
  formats: z.array(ImageFormat).min(1),
  maxBytes: z.number().int().positive().nullable(),
  metadata: z.enum(['internal', 'public']),
  /** Dots per inch written into the file; null for the screen. */
  dpi: z.number().int().positive().nullable(),
  source: z.string().min(1),
  asOf: z.iso.date(),
});
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
  readonly metadata: 'internal' | 'public';
  readonly dpi: number | null;
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

function planOf(deliverable: Deliverable): PlannedRendition {
  if ('preset' in deliverable) {
    const { width, height, formats, maxBytes, metadata, dpi } = presetOf(deliverable.preset);
    return { name: deliverable.preset, preset: deliverable.preset, width, height, formats, maxBytes, metadata, dpi };
  }
  const { name, width, height, formats, maxBytes, metadata } = deliverable;
  return { name, preset: null, width, height, formats: [...new Set(formats)], maxBytes: maxBytes ?? null, metadata, dpi: null };
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
