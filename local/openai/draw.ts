/** One picture, from a job to the bytes of a file. Runs in a worker thread. */
import sharp from 'sharp';

import { editPicture } from './edit.ts';
import { withScene } from './png-text.ts';
import type { Pixels } from './scene/render.ts';
import { renderScene, sceneOf } from './scene/render.ts';
import type { Scene } from './scene/scene.ts';

export interface DrawJob {
  readonly prompt: string;
  /** Which candidate of its call, from 0. */
  readonly index: number;
  readonly width: number;
  readonly height: number;
  readonly format: 'png' | 'jpeg' | 'webp';
  readonly compression: number;
  readonly transparent: boolean;
  /** Input pictures of an edit; empty for a generation. */
  readonly images: readonly Uint8Array[];
  readonly mask?: Uint8Array | undefined;
  /** Lines drawn over the first picture: the change is theirs. */
  readonly markup?: Uint8Array | undefined;
  /** 0 to 1: how far a partial picture of a stream has come; 1 is the picture. */
  readonly progress: number;
}

export async function draw(job: DrawJob): Promise<Buffer> {
  const [first] = job.images;
  const { pixels, scene } = first === undefined || isNewPicture(job) ? await generated(job) : await editPicture(job, Buffer.from(first));
  return encode(job, pixels, scene);
}

/** A prompt that begins with a subject describes a picture of its own: the pictures beside it are references. */
function isNewPicture({ prompt, mask, markup }: DrawJob): boolean {
  return (mask ?? markup) === undefined && /^(?:New concept direction: .*\n)?Subject: /u.test(prompt);
}

async function generated(job: DrawJob): Promise<{ pixels: Pixels; scene: Scene }> {
  const scene = sceneOf(job.prompt, job.index);
  const pixels = await renderScene(scene, job.width, job.height, job.transparent);
  return { pixels: job.images.length === 0 ? pixels : await leaning(pixels, job.images), scene };
}

/** Of each reference the stand-in knows its mean colour: the picture leans towards them. */
async function leaning(pixels: Pixels, images: readonly Uint8Array[]): Promise<Pixels> {
  const share = 0.15;
  const means = await Promise.all(images.map(async (image) => (await sharp(image).removeAlpha().toColourspace('srgb').stats()).channels.map(({ mean }) => mean)));
  const towards = [0, 1, 2].map((channel) => means.reduce((sum, mean) => sum + (mean[channel] ?? mean[0] ?? 0), 0) / means.length);
  const data = Buffer.from(pixels.data);
  for (let i = 0; i < data.length; i++) {
    const channel = i % pixels.channels;
    if (channel < 3) data[i] = Math.round((data[i] ?? 0) * (1 - share) + (towards[channel] ?? 0) * share);
  }
  return { ...pixels, data };
}

async function encode(job: DrawJob, { data, width, height, channels }: Pixels, scene: Scene | undefined): Promise<Buffer> {
  let image = sharp(data, { raw: { width, height, channels } });
  if (job.progress < 1) image = image.blur(Math.max(0.5, (1 - job.progress) * Math.min(width, height) * 0.02));
  const quality = Math.max(1, job.compression);
  if (job.format === 'jpeg') return image.jpeg({ quality }).toBuffer();
  if (job.format === 'webp') return image.webp({ quality, effort: 2 }).toBuffer();
  const png = await image.png({ compressionLevel: 6 }).toBuffer();
  return scene === undefined ? png : withScene(png, scene);
}
