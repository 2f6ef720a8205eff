/** From layers to a printed surface: bloom, grade, vignette, grain, and the texture of the medium. Raw RGB. */
import sharp from 'sharp';

import type { Adjustments, Medium, Plan } from './scene.ts';

export interface Raster {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Smooth value noise in -1..1, the same for the same place and seed. */
function noiseField(seed: number, cell: number, width: number, height: number): (x: number, y: number) => number {
  const columns = Math.ceil(width / cell) + 2;
  const rows = Math.ceil(height / cell) + 2;
  const grid = new Float32Array(columns * rows);
  for (let i = 0; i < grid.length; i++) grid[i] = hash(i, seed) * 2 - 1;
  return (x, y) => {
    const gx = x / cell;
    const gy = y / cell;
    const x0 = gx | 0;
    const y0 = gy | 0;
    const tx = smooth(gx - x0);
    const ty = smooth(gy - y0);
    const at = y0 * columns + x0;
    const top = (grid[at] ?? 0) * (1 - tx) + (grid[at + 1] ?? 0) * tx;
    const low = (grid[at + columns] ?? 0) * (1 - tx) + (grid[at + columns + 1] ?? 0) * tx;
    return top * (1 - ty) + low * ty;
  };
}

function smooth(t: number): number {
  return t * t * (3 - 2 * t);
}

/** 0..1 from two integers. */
function hash(a: number, b: number): number {
  let h = Math.imul(a ^ Math.imul(b, 0x9e3779b1), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 4_294_967_296;
}

/** Highlights spread a little, as they do in a lens: a strongly reduced, blurred copy that is screened on top. */
async function bloomOf({ data, width, height }: Raster): Promise<Uint8Array> {
  const small = await sharp(data, { raw: { width, height, channels: 3 } }).resize(Math.max(8, width >> 3), Math.max(8, height >> 3), { fit: 'fill', kernel: 'linear' }).raw().toBuffer();
  for (let i = 0; i < small.length; i++) small[i] = Math.max(0, (small[i] ?? 0) - 150) * 2.2;
  return sharp(small, { raw: { width: Math.max(8, width >> 3), height: Math.max(8, height >> 3), channels: 3 } }).blur(6).resize(width, height, { fit: 'fill', kernel: 'linear' }).raw().toBuffer();
}

interface Look {
  readonly bloom: number;
  readonly grain: number;
  /** Paper fibre and pigment, 0 to 1. */
  readonly paper: number;
  readonly vignette: number;
  /** Pixels by which edges wander, per thousand of the short side. */
  readonly wander: number;
}

const LOOKS: Readonly<Record<Medium, Look>> = {
  photo: { bloom: 0.26, grain: 9, paper: 0, vignette: 0.26, wander: 0 },
  flat: { bloom: 0.06, grain: 9, paper: 0.12, vignette: 0.08, wander: 0 },
  watercolour: { bloom: 0.05, grain: 4, paper: 0.8, vignette: 0, wander: 7 },
  line: { bloom: 0, grain: 4, paper: 0.3, vignette: 0.05, wander: 1 },
  render: { bloom: 0.2, grain: 2, paper: 0, vignette: 0.14, wander: 0 },
  oil: { bloom: 0.08, grain: 5, paper: 0.4, vignette: 0.16, wander: 4 },
};

/** @param seed of grain and paper @returns RGB of the same size */
export async function finish(raster: Raster, plan: Plan, seed: number): Promise<Uint8Array> {
  const look = LOOKS[plan.medium];
  let { data } = raster;
  if (look.wander > 0) data = wander({ ...raster, data }, (look.wander * Math.min(raster.width, raster.height)) / 1000, seed);
  if (plan.medium === 'oil' || plan.medium === 'watercolour') {
    data = await sharp(data, { raw: { width: raster.width, height: raster.height, channels: 3 } }).median(plan.medium === 'oil' ? 7 : 5).raw().toBuffer();
  }
  if (plan.medium === 'line') data = inkOf({ ...raster, data });
  const bloom = look.bloom > 0 ? await bloomOf({ ...raster, data }) : undefined;
  return surface({ ...raster, data }, bloom, look, plan, seed);
}

function surface({ data, width, height }: Raster, bloom: Uint8Array | undefined, look: Look, plan: Plan, seed: number): Uint8Array {
  const out = new Uint8Array(data.length);
  const pigment = noiseField(seed + 11, Math.max(24, width / 14), width, height);
  const fibre = noiseField(seed + 12, 3.4, width, height);
  const torn = noiseField(seed + 13, Math.max(12, width / 17), width, height);
  const ragged = noiseField(seed + 14, Math.max(5, width / 90), width, height);
  const curve = toneCurve(plan.scene.adjust, plan.medium === 'photo' ? 0.1 : 0.05);
  const warmth = plan.scene.adjust.warmth * 26;
  const saturation = (plan.monochrome ? 0 : 1) + plan.scene.adjust.saturation * 0.6;
  const watercolour = plan.medium === 'watercolour';
  for (let y = 0, i = 0; y < height; y++) {
    const vy = (y / height - 0.5) * 2;
    for (let x = 0; x < width; x++, i += 3) {
      const vx = (x / width - 0.5) * 2;
      let r = data[i] ?? 0;
      let g = data[i + 1] ?? 0;
      let b = data[i + 2] ?? 0;
      if (bloom !== undefined) {
        r += ((255 - r) * (bloom[i] ?? 0) * look.bloom) / 255;
        g += ((255 - g) * (bloom[i + 1] ?? 0) * look.bloom) / 255;
        b += ((255 - b) * (bloom[i + 2] ?? 0) * look.bloom) / 255;
      }
      if (look.paper > 0) {
        const stain = pigment(x, y) * look.paper * (watercolour ? 22 : 5);
        const tooth = fibre(x, y) * look.paper * 9;
        // Pigment pools where the wash is dark and lets the paper through at the margin.
        const margin = watercolour ? Math.max(0, Math.max(Math.abs(vx), Math.abs(vy)) + torn(x, y) * 0.022 + ragged(x, y) * 0.016 - 0.925) * 9 : 0;
        const paper = Math.min(1, margin + (watercolour ? 0.1 : 0));
        r = (r + stain + tooth) * (1 - paper) + 248 * paper;
        g = (g + stain + tooth) * (1 - paper) + 244 * paper;
        b = (b + stain * 0.7 + tooth) * (1 - paper) + 234 * paper;
      }
      const grain = (hash(i, seed) + hash(i + 1, seed) - 1) * look.grain;
      const dim = 1 - look.vignette * Math.max(0, vx * vx * 0.6 + vy * vy * 0.6 - 0.25);
      const luma = 0.299 * r + 0.587 * g + 0.114 * b;
      r = luma + (r - luma) * saturation + warmth;
      g = luma + (g - luma) * saturation + warmth * 0.18;
      b = luma + (b - luma) * saturation - warmth;
      out[i] = curve[index(r * dim + grain)] ?? 0;
      out[i + 1] = curve[index(g * dim + grain)] ?? 0;
      out[i + 2] = curve[index(b * dim + grain)] ?? 0;
    }
  }
  return out;
}

function index(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value | 0;
}

/** A gentle S, plus what edits asked for. */
function toneCurve(adjust: Adjustments, depth: number): Uint8Array {
  const curve = new Uint8Array(256);
  const contrast = depth + adjust.contrast * 0.45;
  const gamma = 2 ** (-adjust.exposure * 0.85);
  for (let v = 0; v < 256; v++) {
    const t = (v / 255) ** gamma;
    const s = t + contrast * (smooth(t) - t) * 1.6;
    curve[v] = Math.round(255 * Math.min(1, Math.max(0, 0.012 + s * 0.985)));
  }
  return curve;
}

/** Edges that wander like a wet brush. */
function wander({ data, width, height }: Raster, amount: number, seed: number): Uint8Array {
  const out = new Uint8Array(data.length);
  const [ax, ay, bx, by] = [noiseField(seed + 1, 34, width, height), noiseField(seed + 2, 34, width, height), noiseField(seed + 3, 7, width, height), noiseField(seed + 4, 7, width, height)];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 3) {
      const sx = Math.min(width - 1, Math.max(0, Math.round(x + (ax(x, y) + bx(x, y) * 0.4) * amount)));
      const sy = Math.min(height - 1, Math.max(0, Math.round(y + (ay(x, y) + by(x, y) * 0.4) * amount)));
      const from = (sy * width + sx) * 3;
      out[i] = data[from] ?? 0;
      out[i + 1] = data[from + 1] ?? 0;
      out[i + 2] = data[from + 2] ?? 0;
    }
  }
  return out;
}

/** Ink along the edges, hatching in the shade, a pale wash of the colours below. */
function inkOf({ data, width, height }: Raster): Uint8Array {
  const luma = new Float32Array(width * height);
  for (let p = 0; p < luma.length; p++) luma[p] = 0.299 * (data[p * 3] ?? 0) + 0.587 * (data[p * 3 + 1] ?? 0) + 0.114 * (data[p * 3 + 2] ?? 0);
  const out = new Uint8Array(data.length);
  const step = Math.max(1, Math.round(Math.min(width, height) / 900));
  const period = 9 * step;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const p = y * width + x;
      const left = luma[y * width + Math.max(0, x - step)] ?? 0;
      const right = luma[y * width + Math.min(width - 1, x + step)] ?? 0;
      const up = luma[Math.max(0, y - step) * width + x] ?? 0;
      const down = luma[Math.min(height - 1, y + step) * width + x] ?? 0;
      const edge = Math.min(1, Math.max(0, Math.hypot(right - left, down - up) - 6) / 30);
      const here = luma[p] ?? 0;
      const hatch = here < 96 && (x + y) % period < step * 1.4 ? 0.5 : here < 46 && (x - y + height) % period < step * 1.4 ? 0.5 : 0;
      const ink = Math.max(edge, hatch);
      for (let c = 0; c < 3; c++) {
        const wash = 246 - (246 - (data[p * 3 + c] ?? 0)) * 0.42;
        out[p * 3 + c] = wash * (1 - ink) + (c === 2 ? 46 : 36) * ink;
      }
    }
  }
  return out;
}
