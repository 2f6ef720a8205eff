/**
 * Fits `core/imaging/encode/size-model.json` to the photographs of the fixtures: encodes each with every
 * encoder at several qualities, and solves for the coefficients that tell a file's size from its probe.
 *
 *   npx node tools/fit-size-model.ts            writes the table
 *   npx node tools/fit-size-model.ts --check    prints how far the table is off on each encoder, and writes nothing
 */
import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { type Encoder, type FileMetadata, encodeAt, encoderOf } from '../core/imaging/encode/encoders.ts';
import { overheadOf } from '../core/imaging/encode/encode.ts';
import { type Probe, SizeModel, type SizeTable, probeFeatures, probeOf } from '../core/imaging/encode/size-model.ts';
import { type Pixels, pixelsOf, sharpOf } from '../core/imaging/pixels.ts';
import { decode } from '../core/imaging/decode.ts';
import { photographs, readPhotograph } from '../test/fixtures/photographs.ts';

const qualities = { jpeg: [25, 35, 45, 55, 65, 75, 82, 90], webp: [20, 30, 40, 50, 60, 70, 80, 90], avif: [22, 28, 35, 42, 50, 58, 66] } as const;
const crops = [[1080, 1080], [1080, 1350], [1200, 630], [640, 360], [400, 400]] as const;
const metadata: FileMetadata = { xmp: '<x:xmpmeta xmlns:x="adobe:ns:meta/"></x:xmpmeta>', exif: {}, dpi: null };

interface Sample {
  readonly probe: Probe;
  /** Bytes by `format profile` and quality. */
  readonly sizes: ReadonlyMap<string, ReadonlyMap<number, number>>;
}

sharp.cache(false);
sharp.concurrency(1);
const encoders = (['quality', 'fast'] as const).flatMap((profile) => (['jpeg', 'webp', 'avif'] as const).map((format) => encoderOf(format, profile, false)));
const keyOf = ({ format, profile }: Encoder): string => `${format} ${profile}`;

const waiting = await pictures();
const samples: Sample[] = [];
const lane = async (): Promise<void> => {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) samples.push(await measure(next));
};
await Promise.all([lane(), lane()]);

if (process.argv.includes('--check')) check();
else await fit();

async function pictures(): Promise<Pixels[]> {
  const found: Pixels[] = [];
  for (const photograph of photographs) {
    const pixels = await decode(await readPhotograph(photograph));
    if (photograph.file.startsWith('labelled/')) found.push(pixels);
    else for (const [width, height] of crops) found.push(await pixelsOf(sharpOf(pixels).resize(width, height, { fit: 'cover' })));
  }
  return found;
}

async function measure(pixels: Pixels): Promise<Sample> {
  const sizes = new Map<string, Map<number, number>>();
  for (const encoder of encoders) {
    const row = new Map<number, number>();
    for (const quality of qualities[encoder.format]) row.set(quality, (await encodeAt(pixels, encoder, quality, metadata)).length - overheadOf(metadata));
    sizes.set(keyOf(encoder), row);
  }
  return { probe: await probeOf(pixels), sizes };
}

async function fit(): Promise<void> {
  const models: SizeTable['models'] = {};
  for (const encoder of encoders) {
    models[keyOf(encoder)] = qualities[encoder.format].map((quality) => {
      const rows = samples.map(({ probe, sizes }) => ({ features: probeFeatures(probe), target: Math.log(sizes.get(keyOf(encoder))!.get(quality)! / probe.pixels) }));
      const [a = 0, b = 0, c = 0] = leastSquares(rows).map((value) => Number(value.toFixed(4)));
      return { quality, coefficients: [a, b, c] };
    });
  }
  const { vips, mozjpeg, webp, aom } = sharp.versions as Record<string, string | undefined>;
  const table = { asOf: new Date().toISOString().slice(0, 10), encoders: `libvips ${vips ?? ''}, mozjpeg ${mozjpeg ?? ''}, libwebp ${webp ?? ''}, aom ${aom ?? ''}`, models } satisfies SizeTable;
  const lines = Object.entries(models).map(([key, rows]) => `    ${JSON.stringify(key)}: [\n${rows.map((row) => `      ${JSON.stringify(row)}`).join(',\n')}\n    ]`);
  await writeFile(new URL('../core/imaging/encode/size-model.json', import.meta.url), `{\n  "asOf": ${JSON.stringify(table.asOf)},\n  "encoders": ${JSON.stringify(table.encoders)},\n  "models": {\n${lines.join(',\n')}\n  }\n}\n`);
  process.stdout.write(`Fitted ${String(encoders.length)} encoders to ${String(samples.length)} pictures.\n`);
}

function check(): void {
  for (const encoder of encoders) {
    const errors = samples.flatMap(({ probe, sizes }) => qualities[encoder.format].map((quality) => Math.log(sizes.get(keyOf(encoder))!.get(quality)!) - new SizeModel().expectation(encoder, probe)(quality)));
    const deviation = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
    process.stdout.write(`${keyOf(encoder).padEnd(14)} off by ${(deviation * 100).toFixed(1)} % (standard deviation over ${String(errors.length)} files)\n`);
  }
}

/** Normal equations, solved by elimination. */
function leastSquares(rows: readonly { readonly features: readonly number[]; readonly target: number }[]): number[] {
  const count = rows[0]!.features.length;
  const matrix = Array.from({ length: count }, (_, i) => [
    ...Array.from({ length: count }, (__, j) => rows.reduce((sum, { features }) => sum + features[i]! * features[j]!, 0)),
    rows.reduce((sum, { features, target }) => sum + features[i]! * target, 0),
  ]);
  for (let pivot = 0; pivot < count; pivot += 1) {
    const largest = matrix.slice(pivot).reduce((best, row, index) => (Math.abs(row[pivot]!) > Math.abs(matrix[best]![pivot]!) ? pivot + index : best), pivot);
    [matrix[pivot], matrix[largest]] = [matrix[largest]!, matrix[pivot]!];
    for (const [index, row] of matrix.entries()) {
      if (index === pivot) continue;
      const factor = row[pivot]! / matrix[pivot]![pivot]!;
      for (let column = pivot; column <= count; column += 1) row[column] = row[column]! - factor * matrix[pivot]![column]!;
    }
  }
  return matrix.map((row, index) => row[count]! / row[index]!);
}
