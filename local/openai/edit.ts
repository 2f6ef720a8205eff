/**
 * Edits. A picture that the stand-in drew is drawn again from its scene with the changes asked for; any other
 * picture is graded. Outside a mask not one pixel changes; with a markup the change fades out around its lines.
 */
import sharp from 'sharp';

import { readChange } from './change.ts';
import type { Change } from './change.ts';
import type { DrawJob } from './draw.ts';
import { sceneIn } from './png-text.ts';
import { renderScene } from './scene/render.ts';
import type { Pixels } from './scene/render.ts';
import type { Scene } from './scene/scene.ts';

/** @param file the first input picture @throws Error of sharp for what cannot be decoded */
export async function editPicture(job: DrawJob, file: Buffer): Promise<{ pixels: Pixels; scene: Scene | undefined }> {
  const change = readChange(job.prompt);
  const scene = sceneIn(file);
  const changed = scene === undefined ? undefined : applied(scene, change, job.index);
  const pixels = changed === undefined ? await graded(job, file, change) : await renderScene(changed, job.width, job.height);
  const kept = await keptShares(job);
  if (kept === undefined) return { pixels, scene: changed };
  // A picture that is changed in part is a mixture: its scene would no longer describe it.
  return { pixels: await mixed(job, file, pixels, kept), scene: undefined };
}

const STRENGTHS = [0, -0.3, 0.3, 0.55, -0.15, 0.8];

/** The scene with the change; later candidates of one call take it a little further or less far. */
function applied(scene: Scene, change: Change, index: number): Scene {
  const strength = 1 + (STRENGTHS[index % STRENGTHS.length] ?? 0);
  // Words that mean nothing to the drawing still give a new picture, and each candidate its own.
  const nudge = 0.05 + 0.04 * index;
  const { adjust } = scene;
  const sum = (a: number, b: number) => Math.max(-1.5, Math.min(1.5, a + b * strength));
  return {
    ...scene,
    slots: {
      ...scene.slots,
      ...(change.lighting === undefined ? {} : { lighting: change.lighting }),
      ...(change.setting === undefined ? {} : { setting: change.setting }),
      ...(change.palette === undefined ? {} : { palette: change.palette }),
      ...(change.style === undefined ? {} : { style: change.style }),
    },
    adjust: {
      ...adjust,
      exposure: sum(adjust.exposure, change.exposure),
      warmth: sum(adjust.warmth, change.warmth),
      contrast: sum(adjust.contrast, change.contrast) + nudge,
      saturation: sum(adjust.saturation, change.saturation),
      moveX: adjust.moveX + change.moveX * strength,
      moveY: adjust.moveY + change.moveY * strength,
      scale: adjust.scale * change.scale ** strength,
      backgroundBlur: adjust.backgroundBlur + change.backgroundBlur * strength,
      removed: [...new Set([...adjust.removed, ...change.removed])],
      added: [...new Set([...adjust.added, ...change.added])],
      ...(change.subjectColour === undefined ? {} : { subjectColour: change.subjectColour }),
    },
  };
}

async function resized(file: Buffer | Uint8Array, width: number, height: number): Promise<Buffer> {
  return sharp(file).rotate().resize(width, height, { fit: 'cover' }).removeAlpha().toColourspace('srgb').raw().toBuffer();
}

/** A picture of unknown origin keeps its composition; the words move its light and colour. */
async function graded(job: DrawJob, file: Buffer, change: Change): Promise<Pixels> {
  const { width, height } = job;
  const data = await resized(file, width, height);
  const strength = 1 + (job.index % 3) * 0.25;
  // An edit that says nothing measurable still must not answer the input unchanged.
  const nothing = change.exposure === 0 && change.warmth === 0 && change.contrast === 0 && change.saturation === 0;
  const exposure = 2 ** (change.exposure * 0.8 * strength);
  const warmth = (nothing ? 0.12 : change.warmth) * 26 * strength;
  const contrast = 1 + (nothing ? 0.06 : change.contrast * 0.4) * strength;
  const saturation = 1 + change.saturation * 0.6 * strength;
  for (let i = 0; i < data.length; i += 3) {
    const [r, g, b] = [data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0];
    const luma = 0.299 * r + 0.587 * g + 0.114 * b;
    const channel = (value: number, cast: number) => Math.max(0, Math.min(255, ((luma + (value - luma) * saturation) * exposure - 128) * contrast + 128 + cast));
    data[i] = channel(r, warmth);
    data[i + 1] = channel(g, warmth * 0.18);
    data[i + 2] = channel(b, -warmth);
  }
  return { data, width, height, channels: 3 };
}

/** How far the lines of a markup reach, as a share of the short side. */
const REACH = 0.06;

/** How much of each pixel stays, 0 to 255: the alpha of a mask, or the distance from the lines of a markup; undefined where all may change. */
async function keptShares({ mask, markup, width, height }: DrawJob): Promise<Buffer | undefined> {
  const alphaOf = (png: Uint8Array) => sharp(png).resize(width, height, { fit: 'fill' }).ensureAlpha().extractChannel('alpha');
  if (mask !== undefined) return alphaOf(mask).raw().toBuffer();
  if (markup === undefined) return undefined;
  const near = await sharp(await alphaOf(markup).png().toBuffer()).blur(Math.max(0.5, REACH * Math.min(width, height))).toColourspace('b-w').raw().toBuffer();
  // A thin line leaves little after the blur: the nearest pixels change in full, and fade from there.
  const most = near.reduce((a, b) => Math.max(a, b), 1);
  return Buffer.from(near.map((share) => 255 - Math.min(255, Math.round((share * 2 * 255) / most))));
}

/** The change as far as a pixel is not kept, the input bytes for the rest. */
async function mixed(job: DrawJob, file: Buffer, changed: Pixels, kept: Buffer): Promise<Pixels> {
  const { width, height } = job;
  const original = await resized(file, width, height);
  const data = Buffer.alloc(original.length);
  for (let p = 0; p < kept.length; p++) {
    const keep = (kept[p] ?? 0) / 255;
    for (let c = 0; c < 3; c++) data[p * 3 + c] = Math.round((original[p * 3 + c] ?? 0) * keep + (changed.data[p * changed.channels + c] ?? 0) * (1 - keep));
  }
  return { data, width, height, channels: 3 };
}
