import type { EncodingProfile } from '../../core/imaging/recipe.ts';
import { bestSpread } from './full-set.ts';
import { warm } from './jobs.ts';
import { fullSet } from './plan.ts';
import { type Chapter, megabytes, seconds } from './report.ts';
import { spreads } from './variants/bound.ts';
import type { Workshop } from './workshop.ts';

const files = [...fullSet];

/** How the thirty files' time and memory grow with the master. */
export async function growthChapter(shop: Workshop): Promise<Chapter> {
  const rows: string[][] = [];
  for (const megapixels of shop.quick ? [1, 8] : [1, 2, 4, 8]) {
    const [width, height] = [Math.round(Math.sqrt((megapixels * 1e6 * 16) / 9)), Math.round(Math.sqrt((megapixels * 1e6 * 9) / 16))];
    const master = await shop.resized(width, height, `${String(megapixels)} MP`);
    const references = await shop.references('engine', master);
    for (const encoding of (shop.quick ? ['fast'] : ['quality', 'fast']) satisfies EncodingProfile[]) {
      const rounds = await shop.calmRounds(1, async () => [
        await shop.run(`engine, ${master.label}, ${encoding}`, { variant: 'engine', master: master.file, encoding, files, turns: 2 }),
        await shop.run(`bound, ${master.label}, ${encoding}`, { variant: 'bound', master: master.file, encoding, files, turns: 1 + spreads.length, references }),
      ] as const);
      const [engine, bound] = rounds[0]!;
      const bare = bound.turns[bestSpread([bound])]!;
      const { wall, cpu } = warm(engine);
      rows.push([`${master.label} (${String(width)}x${String(height)})`, encoding, seconds(wall), seconds(cpu), megabytes(engine.turns[0]!.peak), seconds(bare.wall), seconds(bare.cpu), (wall / bare.wall).toFixed(2)]);
    }
  }
  return {
    title: 'Growth with the master',
    notes: ['The 4K photograph reduced, then the same thirty files of it. Below 4 megapixels some crops are enlarged, which takes longer than reducing.'],
    tables: [{ head: ['master', 'profile', 'wall', 'CPU', 'peak memory', 'bare encoders', 'their CPU', 'ratio'], rows }],
    measures: [],
  };
}
