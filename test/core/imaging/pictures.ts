import sharp from 'sharp';
import { decode } from '../../../core/imaging/decode.ts';
import { type Pixels, pixelsOf, sharpOf } from '../../../core/imaging/pixels.ts';
import { photographOf, readPhotograph } from '../../fixtures/photographs.ts';

/** Pictures for tests: drawn in code, or photographs of the fixtures. No network, the same bytes every time. */

/** A landscape with detail everywhere: a sky, hills, grain, and a red disc as its subject. */
export async function scene(width: number, height: number, disc = { x: 0.75, y: 0.5 }): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}">
    <defs><linearGradient id="sky" x2="0" y2="1"><stop offset="0" stop-color="#4f7fb8"/><stop offset="1" stop-color="#f4cfa0"/></linearGradient></defs>
    <rect width="100%" height="100%" fill="url(#sky)"/>
    <path d="M0 ${String(height * 0.7)} Q${String(width * 0.3)} ${String(height * 0.5)} ${String(width * 0.6)} ${String(height * 0.72)} T${String(width)} ${String(height * 0.65)} V${String(height)} H0Z" fill="#3c5a35"/>
    <circle cx="${String(width * disc.x)}" cy="${String(height * disc.y)}" r="${String(Math.min(width, height) * 0.12)}" fill="#c8322b"/>
  </svg>`;
  const grain = noise(width, height, 7).map((value) => 118 + (value % 20));
  return sharp(Buffer.from(svg))
    .composite([{ input: Buffer.from(grain), raw: { width, height, channels: 1 }, blend: 'overlay' }])
    .removeAlpha()
    .png({ compressionLevel: 3 })
    .toBuffer();
}

/** One even colour. */
export function plain(width: number, height: number, colour: string): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: colour } }).png().toBuffer();
}

/** Noise in three channels: what no encoder can make small. */
export function noisePicture(width: number, height: number): Promise<Buffer> {
  return sharp(Buffer.from(noise(width * 3, height, 11)), { raw: { width, height, channels: 3 } }).png().toBuffer();
}

function noise(width: number, height: number, seed: number): Uint8Array {
  const random = lehmer(seed);
  return Uint8Array.from({ length: width * height }, () => Math.floor(random() * 256));
}

/** Any colours at all, of every pixel. */
export function randomPixels(width: number, height: number, channels: 3 | 4, seed = 11): Pixels {
  return { data: Buffer.from(noise(width * channels, height, seed)), width, height, channels };
}

/** A photograph's pixels, by the beginning of its file's name; with a `side`, reduced to it. */
export async function photograph(beginning: string, side?: number): Promise<Pixels> {
  const pixels = await decode(await readPhotograph(photographOf(beginning)));
  return side === undefined ? pixels : pixelsOf(sharpOf(pixels).resize(side, side, { fit: 'inside' }));
}

/** The same pixels with an alpha that runs from hidden on the left to opaque on the right. */
export function withAlpha({ data, width, height, channels }: Pixels): Pixels {
  const output = Buffer.alloc(width * height * 4);
  for (let index = 0; index < width * height; index += 1) {
    data.copy(output, index * 4, index * channels, index * channels + 3);
    output[index * 4 + 3] = Math.round(((index % width) / (width - 1)) * 255);
  }
  return { data: output, width, height, channels: 4 };
}

/** A small seeded generator: the tests see the same numbers on every machine. */
export function lehmer(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
