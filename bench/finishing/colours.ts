import { type Rgb, deltaE } from '../../core/imaging/colour.ts';
import { decode } from '../../core/imaging/decode.ts';
import { finish } from '../../core/imaging/finish.ts';
import { type Pixels, sharpOf } from '../../core/imaging/pixels.ts';
import { resolveDeliverables } from '../../core/imaging/presets.ts';
import { type EncodingProfile, Grade, type ImageFormat } from '../../core/imaging/recipe.ts';
import { large, readPhotograph } from '../../test/fixtures/photographs.ts';
import { type Chapter, mean } from './report.ts';

/**
 * The 24 patches of the ColorChecker Classic in 8-bit sRGB, by rows, as published by its maker and collected in
 * Danny Pascale, "RGB coordinates of the Macbeth ColorChecker" (BabelColor, 2006), column "sRGB, GretagMacbeth".
 */
const patches: readonly Rgb[] = [
  [115, 82, 68], [194, 150, 130], [98, 122, 157], [87, 108, 67], [133, 128, 177], [103, 189, 170],
  [214, 126, 44], [80, 91, 166], [193, 90, 99], [94, 60, 108], [157, 188, 64], [224, 163, 46],
  [56, 61, 150], [70, 148, 73], [175, 54, 60], [231, 199, 31], [187, 86, 149], [8, 133, 161],
  [243, 243, 242], [200, 200, 200], [160, 160, 160], [122, 122, 121], [85, 85, 85], [52, 52, 52],
];
const [columns, rows, side] = [6, 4, 96];
/** At its borders a patch takes on its neighbours' colours: codecs work on blocks of up to 64 pixels and halve the chroma. */
const border = 16;

/** Whether colours that nobody asked to change stay as they are. */
export async function coloursChapter(): Promise<Chapter> {
  const chart = chartOf();
  const results = new Map<string, number[]>();
  for (const encoding of ['quality', 'fast'] as const) {
    const files = await ungraded(chart, encoding, ['png', 'jpeg', 'webp', 'avif']);
    for (const { format, pixels } of files.renditions) results.set(`${format} ${encoding}`, patches.map((patch, index) => deltaE(patch, meanColour(pixels, index))));
  }
  const changed: Record<string, number> = { chart: await changedPixels(chart) };
  for (const photograph of large) changed[photograph.file.replace(/^large\/(.*)-\d+x\d+\.jpg$/, '$1')] = await changedPixels(await decode(await readPhotograph(photograph)));
  return {
    title: 'Colours that nobody asked to change',
    notes: ['The 24 patches of a ColorChecker through the neutral recipe and every encoder at its ceiling: CIEDE2000 between the published colour and the patch\'s mean.'],
    tables: [{ head: ['', 'mean ΔE2000', 'worst patch'], rows: [...results].map(([name, distances]) => [name, mean(distances).toFixed(2), Math.max(...distances).toFixed(2)]) }],
    measures: [
      { target: 'colour', cases: Object.fromEntries([...results].map(([name, distances]) => [name, Math.max(...distances)])), runs: 1 },
      { target: 'neutral', cases: changed, runs: 1 },
    ],
  };
}

function chartOf(): Pixels {
  const [width, height] = [columns * side, rows * side];
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) data.set(patches[Math.floor(y / side) * columns + Math.floor(x / side)]!, (y * width + x) * 3);
  }
  return { data, width, height, channels: 3 };
}

/** The picture through the neutral recipe in its own size, decoded again as a viewer would. */
async function ungraded(picture: Pixels, encoding: EncodingProfile, formats: ImageFormat[]) {
  const original = await sharpOf(picture).png({ compressionLevel: 1 }).toBuffer();
  const deliverables = resolveDeliverables([{ name: 'whole', width: picture.width, height: picture.height, formats }]);
  const { master, renditions } = await finish({ original, grade: Grade.parse({}), encoding, deliverables, facts: { candidate: '0'.repeat(64), keywords: [], creators: [] } });
  return { master: await decode(master.bytes), renditions: await Promise.all(renditions.map(async ({ format, bytes }) => ({ format, pixels: await decode(bytes) }))) };
}

/** Bytes that differ in the graded master or in a PNG of the master's size. */
async function changedPixels(picture: Pixels): Promise<number> {
  const { master, renditions } = await ungraded(picture, 'fast', ['png']);
  return [master, ...renditions.map(({ pixels }) => pixels)].reduce((sum, { data }) => sum + differing(data, picture.data), 0);
}

function differing(one: Buffer, other: Buffer): number {
  if (one.equals(other)) return 0;
  return one.reduce((sum, value, at) => sum + (value === other[at] ? 0 : 1), Math.abs(one.length - other.length));
}

function meanColour({ data, width, channels }: Pixels, patch: number): Rgb {
  const sums: [number, number, number] = [0, 0, 0];
  const [left, top] = [(patch % columns) * side, Math.floor(patch / columns) * side];
  for (let y = top + border; y < top + side - border; y += 1) {
    for (let x = left + border; x < left + side - border; x += 1) {
      for (const channel of [0, 1, 2] as const) sums[channel] += data[(y * width + x) * channels + channel]!;
    }
  }
  const count = (side - 2 * border) ** 2;
  return [sums[0] / count, sums[1] / count, sums[2] / count];
}
