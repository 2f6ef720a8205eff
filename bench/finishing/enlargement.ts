import { decode } from '../../core/imaging/decode.ts';
import { type Pixels, pixelsOf, sharpOf } from '../../core/imaging/pixels.ts';
import { type Upscaler, enlarge } from '../../core/imaging/scale.ts';
import { large, readPhotograph } from '../../test/fixtures/photographs.ts';
import { type Chapter, mean, median } from './report.ts';
import type { Workshop } from './workshop.ts';

/** What somebody gets who asks sharp for a larger picture. */
const bySharp: Upscaler = (picture, width, height) => pixelsOf(sharpOf(picture).resize(width, height, { fit: 'fill', kernel: 'lanczos3' }));
const upscalers = { engine: enlarge, sharp: bySharp } as const;

/** Twice the size: how close to the picture that was reduced, how far shifted, how long. */
export async function enlargementChapter(shop: Workshop): Promise<Chapter> {
  const rows: { name: string; engine: number; sharp: number }[] = [];
  for (const photograph of large) {
    const original = await decode(await readPhotograph(photograph));
    const half = await pixelsOf(sharpOf(original).resize(original.width / 2, original.height / 2, { fit: 'fill', kernel: 'lanczos3' }));
    const psnrOf = async (upscaler: Upscaler): Promise<number> => psnr(original, await upscaler(half, original.width, original.height));
    rows.push({ name: photograph.file.replace(/^large\/(.*)\.jpg$/, '$1'), engine: await psnrOf(enlarge), sharp: await psnrOf(bySharp) });
  }
  const gain = mean(rows.map(({ engine, sharp }) => engine - sharp));
  const [shift, sharpsShift] = [await largestShift(enlarge), await largestShift(bySharp)];
  const times = await timesOf(shop.quick ? 2 : 5);
  return {
    title: 'Twice the size',
    notes: ['Each large photograph is reduced to half by sharp and enlarged again; PSNR over all but the outer 16 pixels. The shift is that of a bell curve\'s centroid, the largest of nine places. Sharp\'s is its resize with `lanczos3`.'],
    tables: [
      {
        head: ['PSNR, dB', 'engine', 'sharp', 'gain'],
        rows: [...rows.map(({ name, engine, sharp }) => [name, engine.toFixed(2), sharp.toFixed(2), (engine - sharp).toFixed(2)]), ['mean', mean(rows.map(({ engine }) => engine)).toFixed(2), mean(rows.map(({ sharp }) => sharp)).toFixed(2), gain.toFixed(2)]],
      },
      {
        head: ['', 'engine', 'sharp'],
        rows: [['shift, output pixels', shift.toFixed(3), sharpsShift.toFixed(3)], ['ms a megapixel of output', times.engine.toFixed(1), times.sharp.toFixed(1)]],
      },
    ],
    measures: [
      { target: 'enlargement gain', cases: { mean: gain }, runs: rows.length },
      { target: 'enlargement shift', cases: { largest: shift }, runs: 9 },
      { target: 'enlargement time', cases: { '4K': times.engine }, runs: shop.quick ? 2 : 5 },
    ],
  };
}

/** Where pixels are invented at the edges, methods differ for reasons of their own. */
const margin = 16;

function psnr(one: Pixels, other: Pixels): number {
  let [sum, count] = [0, 0];
  for (let y = margin; y < one.height - margin; y += 1) {
    for (let x = margin; x < one.width - margin; x += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        const difference = one.data[(y * one.width + x) * one.channels + channel]! - other.data[(y * other.width + x) * other.channels + channel]!;
        sum += difference * difference;
      }
      count += 3;
    }
  }
  return 10 * Math.log10(255 ** 2 / (sum / count));
}

const side = 64;
/** Around the curve, so that the overshoot of Lanczos is not cut off at black. */
const ground = 40;

/** By how much, in output pixels, a bell curve lies beside where it belongs; the largest over nine places within a pixel. */
async function largestShift(upscaler: Upscaler): Promise<number> {
  const shifts: number[] = [];
  for (const dx of [0, 1 / 3, 2 / 3]) {
    for (const dy of [0, 1 / 3, 2 / 3]) {
      const [x, y] = [side / 2 + dx, side / 2 + dy];
      const found = centroid(await upscaler(bell(x, y), 2 * side, 2 * side));
      // Pixel centres lie at halves: a point at x of the small picture lies at 2 (x + 1/2) - 1/2 of the large one.
      shifts.push(Math.hypot(found.x - (2 * x + 0.5), found.y - (2 * y + 0.5)));
    }
  }
  return Math.max(...shifts);
}

function bell(atX: number, atY: number): Pixels {
  const data = Buffer.alloc(side * side * 3);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) data.fill(Math.round(ground + 200 * Math.exp(-((x - atX) ** 2 + (y - atY) ** 2) / 18)), (y * side + x) * 3, (y * side + x) * 3 + 3);
  }
  return { data, width: side, height: side, channels: 3 };
}

function centroid({ data, width, height, channels }: Pixels): { x: number; y: number } {
  let [sum, sumX, sumY] = [0, 0, 0];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const weight = data[(y * width + x) * channels]! - ground;
      sum += weight;
      sumX += weight * x;
      sumY += weight * y;
    }
  }
  return { x: sumX / sum, y: sumY / sum };
}

/** Milliseconds a megapixel of output, for a 4K picture made of a quarter of its pixels. */
async function timesOf(runs: number): Promise<Record<keyof typeof upscalers, number>> {
  const original = await decode(await readPhotograph(large.find(({ width }) => width === 3840)!));
  const half = await pixelsOf(sharpOf(original).resize(original.width / 2, original.height / 2, { fit: 'fill' }));
  const times: Record<keyof typeof upscalers, number[]> = { engine: [], sharp: [] };
  for (let run = 0; run <= runs; run += 1) {
    for (const name of ['engine', 'sharp'] as const) {
      const started = performance.now();
      await upscalers[name](half, original.width, original.height);
      // The first of each warms up.
      if (run > 0) times[name].push((performance.now() - started) / ((original.width * original.height) / 1e6));
    }
  }
  return { engine: median(times.engine), sharp: median(times.sharp) };
}
