/** A scene as the bytes of a picture. The same scene, size and format always give the same bytes. */
import { createHash } from 'node:crypto';

import sharp from 'sharp';

import { compose } from './compose.ts';
import { finish } from './finish.ts';
import { planOf } from './plan.ts';
import { readSlots } from './slots.ts';
import { Adjustments } from './scene.ts';
import type { Scene } from './scene.ts';

/** The scene of candidate `index` of a prompt. */
export function sceneOf(prompt: string, index: number): Scene {
  const seed = createHash('sha256').update(prompt.trim().replace(/\s+/gu, ' ')).digest('hex').slice(0, 32);
  return { version: 1, seed, index, slots: readSlots(prompt), adjust: Adjustments.parse({}) };
}

export interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
}

/**
 * @param transparent the subject alone, on nothing
 * @returns raw RGB, or RGBA when transparent
 */
export async function renderScene(scene: Scene, width: number, height: number, transparent = false): Promise<Pixels> {
  const plan = planOf(scene);
  const layers = compose(plan, width, height);
  const seed = Number.parseInt(scene.seed.slice(0, 7), 16) + scene.index;
  if (transparent) {
    const { data } = await sharp(Buffer.from(layers.subject)).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    return { data, width, height, channels: 4 };
  }
  const sigma = ((plan.medium === 'photo' || plan.medium === 'render' ? plan.lens.blur : plan.lens.blur * 0.25) * (1 + scene.adjust.backgroundBlur) + Math.max(0, scene.adjust.backgroundBlur) * 5) * (Math.min(width, height) / 1000);
  let back = sharp(Buffer.from(layers.back)).removeAlpha();
  if (sigma > 0.4) back = back.blur(sigma);
  const raw = await back.raw().toBuffer();
  const { data } = await sharp(raw, { raw: { width, height, channels: 3 } })
    .composite([{ input: Buffer.from(layers.subject) }, { input: Buffer.from(layers.front) }])
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: Buffer.from(await finish({ data, width, height }, plan, seed)), width, height, channels: 3 };
}
