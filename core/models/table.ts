import { z } from 'zod';
import data from './models.json' with { type: 'json' };

/** The dated table of models, prices and limits. Prices move: they are read here and nowhere written in code. */

/** From the cheapest to the dearest. */
export const Quality = z.enum(['low', 'medium', 'high', 'xhigh', 'max']);
export type Quality = z.infer<typeof Quality>;
const Pair = z.tuple([z.number().int().positive(), z.number().int().positive()]);
const PerQuality = z.strictObject({ low: z.number().positive(), medium: z.number().positive(), high: z.number().positive() });

const Support = z.enum(['yes', 'preview', 'no']).nullable();
const Source = z.enum(['types', 'snapshot', 'model-page', 'other-sites', 'none']);

/** A null is a figure that no source gives. */
const Model = z.strictObject({
  name: z.string(),
  /** What is called, dated where the API has a dated name. */
  snapshot: z.string(),
  released: z.iso.date().nullable(),
  retires: z.iso.date().nullable(),
  successor: z.string().nullable(),
  /** `any`: every size within `sizes.any`; `standard`: the three fixed ones. */
  sizes: z.enum(['any', 'standard']),
  qualities: z.array(Quality).min(1),
  formats: z.array(z.enum(['png', 'jpeg', 'webp'])).min(1),
  backgrounds: z.strictObject({ opaque: Support, transparent: Support }),
  promptChars: z.number().int().positive(),
  /** Pictures that one call may ask for. */
  images: z.strictObject({ least: z.number().int().positive(), most: z.number().int().positive() }),
  /** How many unfinished pictures a stream may show. */
  partialImages: z.number().int().nonnegative().nullable(),
  edits: z.strictObject({ mostImages: z.number().int().positive(), mostBytesPerImage: z.number().int().positive(), mostMaskBytes: z.number().int().positive() }).nullable(),
  markup: z.boolean().nullable(),
  /** Values that `input_fidelity` takes; empty where it must be left out. */
  inputFidelity: z.array(z.enum(['low', 'high'])).nullable(),
  usdPerMillionTokens: z.strictObject({ textIn: z.number(), imageIn: z.number(), imageOut: z.number() }).nullable(),
  cachedTextInUsd: z.number().nullable(),
  limitsByTier: z.array(z.strictObject({ tier: z.number().int().positive(), tokensPerMinute: z.number().int().positive(), imagesPerMinute: z.number().int().positive() })).nullable(),
  sources: z.strictObject({ capabilities: Source, lifecycle: Source, prices: Source }),
});
export type ModelRow = z.infer<typeof Model>;

const Table = z.strictObject({
  asOf: z.iso.date(),
  source: z.string(),
  sources: z.record(Source, z.strictObject({ text: z.string(), read: z.iso.date() })),
  image: z.array(Model).min(1),
  retired: z.array(z.strictObject({ name: z.string(), on: z.iso.date(), successor: z.string() })),
  lifecycle: z.strictObject({ note: z.string(), warnDays: z.number().int().positive() }),
  batch: z.strictObject({ note: z.string(), priceFactor: z.number().positive(), withinHours: z.number().positive() }),
  sizes: z.strictObject({
    any: z.strictObject({
      multipleOf: z.number().int().positive(),
      minPixels: z.number().int().positive(),
      maxPixels: z.number().int().positive(),
      maxLongSide: z.number().int().positive(),
      minRatio: z.number().positive(),
      maxRatio: z.number().positive(),
      preferred: z.array(Pair),
      targetPixels: z.number().int().positive(),
    }),
    standard: z.array(Pair).min(1),
  }),
  outputTokens: z.object({ note: z.string() }).catchall(PerQuality),
  inputImageTokens: z.strictObject({ note: z.string(), perImage: z.number().int().positive() }),
  vision: z.array(z.strictObject({ name: z.string(), usdPerMillionTokens: z.strictObject({ input: z.number(), output: z.number() }) })),
  visionCall: z.strictObject({ note: z.string(), inputTokens: z.number().int(), outputTokens: z.number().int(), ownQuestion: z.strictObject({ inputTokens: z.number().int(), outputTokens: z.number().int() }) }),
});

export const table = Table.parse(data);

/** Output tokens of one picture at the sizes with a published price. */
export const outputAnchors: readonly { readonly size: string; readonly pixels: number; readonly tokens: z.infer<typeof PerQuality> }[] = Object.entries(table.outputTokens).flatMap(
  ([size, tokens]) => {
    if (typeof tokens === 'string') return [];
    const [width = 0, height = 0] = size.split('x').map(Number);
    return [{ size, pixels: width * height, tokens }];
  },
);
