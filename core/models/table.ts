import { z } from 'zod';
import data from './models.json' with { type: 'json' };

/** The dated table of models, prices and limits. Prices move: they are read here and nowhere written in code. */

const Quality = z.enum(['low', 'medium', 'high', 'xhigh', 'max']);
const Pair = z.tuple([z.number().int().positive(), z.number().int().positive()]);
const PerQuality = z.strictObject({ low: z.number().positive(), medium: z.number().positive(), high: z.number().positive() });

const Model = z.strictObject({
  name: z.string(),
  snapshot: z.string(),
  sizes: z.enum(['any', 'standard']),
  qualities: z.array(Quality).min(1),
  markup: z.boolean(),
  // Types of the openai package: up to 16 pictures for every GPT Image model.
  inputPictures: z.number().int().nonnegative().default(16),
  usdPerMillionTokens: z.strictObject({ textIn: z.number(), imageIn: z.number(), imageOut: z.number() }).nullable(),
  retires: z.iso.date().nullable(),
});

const Table = z.strictObject({
  asOf: z.iso.date(),
  source: z.string(),
  image: z.array(Model).min(1),
  retired: z.array(z.strictObject({ name: z.string(), on: z.iso.date() })),
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
  visionCall: z.strictObject({ note: z.string(), inputTokens: z.number().int(), outputTokens: z.number().int() }),
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
