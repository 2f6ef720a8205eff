/**
 * Where in a picture something stands out from what surrounds it: a measure of a subject's place for whoever
 * cannot see. By the minimum barrier distance to the picture's border (Zhang et al., "Minimum Barrier Salient
 * Object Detection at 80 FPS", 2015): a pixel is as far out as the steepest step on the easiest way in.
 */
import sharp from 'sharp';

/** Fractions of width and height, from the top left. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Of lightness, and of the two opponent colours of CIELAB. */
const CHANNELS = 3;
const PROXY = 96;
/** Each pass carries a way on to the end of its direction; after four hardly one gets shorter. */
const PASSES = 4;
/** Steps of CIELAB, summed over the channels: below it lie gradients and grain. */
const LEAST_STEP = 25;
/** A region as large as this is the scene, and tells of no subject. */
const LARGEST = 0.6;
const SMALLEST = 0.001;
/** Pixels of the small copy that a part of the subject may lie apart, as a flying mane does. */
const GAP = 2;

/** A box around what stands out most, or null when nothing does or it fills the picture. */
export async function standout(picture: Buffer): Promise<Box | null> {
  const { data, info } = await sharp(picture).resize(PROXY, PROXY, { fit: 'inside' }).removeAlpha().toColourspace('lab').raw({ depth: 'float' }).toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const samples = new Float32Array(data.buffer, data.byteOffset, width * height * CHANNELS);
  const steps = new Float32Array(width * height);
  for (let channel = 0; channel < CHANNELS; channel++) addBarriers(steps, samples.filter((_, at) => at % CHANNELS === channel), width);
  const most = steps.reduce((top, step) => Math.max(top, step), 0);
  if (most < LEAST_STEP) return null;
  const region = strongest(regionsAbove(split(steps, most), steps, width));
  if (region === undefined || region.pixels < SMALLEST * steps.length) return null;
  const box = { x: region.left / width, y: region.top / height, width: (region.right - region.left + 1) / width, height: (region.bottom - region.top + 1) / height };
  return box.width * box.height > LARGEST ? null : box;
}

/** Adds to each pixel the difference of the lightest and the darkest pixel on its easiest way to the border. */
function addBarriers(steps: Float32Array, values: Float32Array, width: number): void {
  const height = values.length / width;
  const barrier = new Float32Array(values.length).map((_, at) => (isBorder(at, width, height) ? 0 : Number.POSITIVE_INFINITY));
  const [highest, lowest] = [Float32Array.from(values), Float32Array.from(values)];
  const comeFrom = (at: number, neighbour: number): void => {
    const high = Math.max(highest[neighbour] ?? 0, values[at] ?? 0);
    const low = Math.min(lowest[neighbour] ?? 0, values[at] ?? 0);
    if (high - low >= (barrier[at] ?? 0)) return;
    barrier[at] = high - low;
    highest[at] = high;
    lowest[at] = low;
  };
  for (let pass = 0; pass < PASSES; pass++) {
    const forwards = pass % 2 === 0;
    for (let count = 0; count < values.length; count++) {
      const at = forwards ? count : values.length - 1 - count;
      if (isBorder(at, width, height)) continue;
      comeFrom(at, forwards ? at - 1 : at + 1);
      comeFrom(at, forwards ? at - width : at + width);
    }
  }
  for (let at = 0; at < steps.length; at++) steps[at] = (steps[at] ?? 0) + (barrier[at] ?? 0);
}

function isBorder(at: number, width: number, height: number): boolean {
  const [x, y] = [at % width, Math.floor(at / width)];
  return x === 0 || y === 0 || x === width - 1 || y === height - 1;
}

const BINS = 256;

/** The step that splits pixels into ground and figure with the most distance between the two means (Otsu, 1979). */
function split(steps: Float32Array, most: number): number {
  const histogram = new Array<number>(BINS).fill(0);
  for (const step of steps) {
    const bin = Math.min(BINS - 1, Math.floor((step / most) * (BINS - 1)));
    histogram[bin] = (histogram[bin] ?? 0) + 1;
  }
  const total = histogram.reduce((sum, count, bin) => sum + count * bin, 0);
  let [below, belowSum, best, bestBin] = [0, 0, 0, 0];
  histogram.forEach((count, bin) => {
    below += count;
    belowSum += count * bin;
    const above = steps.length - below;
    if (below === 0 || above === 0) return;
    const distance = below * above * (belowSum / below - (total - belowSum) / above) ** 2;
    if (distance > best) [best, bestBin] = [distance, bin];
  });
  return ((bestBin + 0.5) / (BINS - 1)) * most;
}

interface Region {
  pixels: number;
  /** Sum of the steps of its pixels. */
  weight: number;
  left: number;
  top: number;
  right: number;
  bottom: number;
}

function regionsAbove(limit: number, steps: Float32Array, width: number): Region[] {
  const height = steps.length / width;
  const waiting = new Set([...steps.keys()].filter((at) => (steps[at] ?? 0) > limit));
  const regions: Region[] = [];
  for (const start of waiting) {
    const region: Region = { pixels: 0, weight: 0, left: width, top: height, right: 0, bottom: 0 };
    waiting.delete(start);
    const open = [start];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const [x, y] = [at % width, Math.floor(at / width)];
      region.pixels += 1;
      region.weight += steps[at] ?? 0;
      [region.left, region.right] = [Math.min(region.left, x), Math.max(region.right, x)];
      [region.top, region.bottom] = [Math.min(region.top, y), Math.max(region.bottom, y)];
      for (let row = Math.max(0, y - GAP); row <= Math.min(height - 1, y + GAP); row++) {
        for (let column = Math.max(0, x - GAP); column <= Math.min(width - 1, x + GAP); column++) {
          const near = row * width + column;
          if (waiting.delete(near)) open.push(near);
        }
      }
    }
    regions.push(region);
  }
  return regions;
}

function strongest(regions: readonly Region[]): Region | undefined {
  return regions.toSorted((a, b) => b.weight - a.weight)[0];
}
