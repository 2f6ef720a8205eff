import { type Pixels, pixelsOf, sharpOf } from '../../../../core/imaging/pixels.ts';
import type { Region } from '../../../../core/geometry.ts';
import { lehmer } from '../../imaging/pictures.ts';

/** Damages of known kind and strength. Pictures have three channels; the same picture gives the same damage. */

export function blurred(picture: Pixels, sigma: number): Promise<Pixels> {
  return pixelsOf(sharpOf(picture).blur(sigma));
}

/** A camera that moved by `length` pixels while the picture was taken; its margins are cut off. */
export function moved(picture: Pixels, length: number, degrees: number): Promise<Pixels> {
  const { width, height, channels } = picture;
  const angle = (degrees * Math.PI) / 180;
  // Each point of the way is spread over the four pixels around it.
  const taps = new Map<number, number>();
  for (let index = 0; index < length; index += 1) {
    const along = index - (length - 1) / 2;
    const [x, y] = [along * Math.cos(angle), along * Math.sin(angle)];
    const [left, top] = [Math.floor(x), Math.floor(y)];
    for (const [dx, dy] of [[0, 0], [1, 0], [0, 1], [1, 1]] as const) {
      const weight = (dx === 1 ? x - left : 1 - x + left) * (dy === 1 ? y - top : 1 - y + top);
      const offset = ((top + dy) * width + left + dx) * channels;
      if (weight > 1e-9) taps.set(offset, (taps.get(offset) ?? 0) + weight / length);
    }
  }
  const sums = new Float32Array(picture.data.length);
  for (const [offset, weight] of taps) {
    const last = Math.min(sums.length, sums.length - offset);
    for (let at = Math.max(0, -offset); at < last; at += 1) sums[at]! += picture.data[at + offset]! * weight;
  }
  const margin = Math.ceil(length / 2) + 1;
  const smeared = { ...picture, data: Buffer.from(sums.map((sum) => Math.round(sum))) };
  return pixelsOf(sharpOf(smeared).extract({ left: margin, top: margin, width: width - 2 * margin, height: height - 2 * margin }));
}

/** Changes each value of a picture, or of a part of it. */
export function mapped(picture: Pixels, change: (value: number, channel: number) => number, within: Region = { x: 0, y: 0, width: 1, height: 1 }): Pixels {
  const { width, height, channels } = picture;
  const data = Buffer.from(picture.data);
  const [left, right] = [Math.round(within.x * width), Math.round((within.x + within.width) * width)];
  const [top, bottom] = [Math.round(within.y * height), Math.round((within.y + within.height) * height)];
  for (let y = top; y < bottom; y += 1) {
    for (let at = (y * width + left) * channels; at < (y * width + right) * channels; at += 1) data[at] = Math.min(255, Math.max(0, Math.round(change(data[at]!, at % channels))));
  }
  return { ...picture, data };
}

/** Exposed so much that the given share of the pixels becomes pure white. */
export function burnt(picture: Pixels, share: number): Pixels {
  const least = extremes(picture, (red, green, blue) => Math.min(red, green, blue));
  const white = Math.max(1, least[Math.floor((1 - share) * least.length)]!);
  return mapped(picture, (value) => (value * 255) / white);
}

/** Shadows crushed so much that the given share of the pixels becomes pure black. */
export function drowned(picture: Pixels, share: number): Pixels {
  const most = extremes(picture, (red, green, blue) => Math.max(red, green, blue));
  const black = Math.min(254, most[Math.floor(share * most.length)]!);
  return mapped(picture, (value) => ((value - black) * 255) / (255 - black));
}

function extremes({ data, channels }: Pixels, of: (red: number, green: number, blue: number) => number): Uint8Array {
  return Uint8Array.from({ length: data.length / channels }, (_, index) => of(data[index * channels]!, data[index * channels + 1]!, data[index * channels + 2]!)).sort();
}

/** Normally distributed numbers (Box and Muller, 1958): enough that their repetition shows in no measure. */
const deviates = (() => {
  const random = lehmer(5);
  return Float32Array.from({ length: 2 ** 18 }, () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random()));
})();

/** Gaussian noise of a standard deviation in levels. Another seed begins elsewhere among the same numbers. */
export function grainy(picture: Pixels, sigma: number, seed = 5): Pixels {
  let at = seed * 7919;
  return mapped(picture, (value) => value + sigma * deviates[at++ % deviates.length]!);
}

/** Stored in so few levels a channel. */
export function posterised(picture: Pixels, levels: number): Pixels {
  return mapped(picture, (value) => (Math.floor((value * levels) / 256) * 255) / (levels - 1));
}

/** Its upper part becomes a sky that runs from dark to light in steps of so many levels; one of 1 is smooth. */
export function withSky(picture: Pixels, step: number): Pixels {
  const { width, height, channels } = picture;
  const data = Buffer.from(picture.data);
  const bottom = Math.round(height * 0.4);
  for (let y = 0; y < bottom; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const light = 100 + (100 * y) / bottom + (20 * x) / width;
      for (let channel = 0; channel < 3; channel += 1) data[(y * width + x) * channels + channel] = Math.round(Math.floor((light + 8 * channel) / step) * step);
    }
  }
  return { ...picture, data };
}

/** Bars in a colour over some sides, as shares of the short side. */
export function barred(picture: Pixels, sides: Partial<Record<'top' | 'right' | 'bottom' | 'left', number>>, colour: readonly [number, number, number]): Pixels {
  const { width, height, channels } = picture;
  const data = Buffer.from(picture.data);
  const depth = (side: keyof typeof sides): number => Math.round((sides[side] ?? 0) * Math.min(width, height));
  const [top, right, bottom, left] = [depth('top'), depth('right'), depth('bottom'), depth('left')];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (y >= top && y < height - bottom && x >= left && x < width - right) continue;
      for (let channel = 0; channel < 3; channel += 1) data[(y * width + x) * channels + channel] = colour[channel]!;
    }
  }
  return { ...picture, data };
}

/** A frame whose corners are rounded on the inside. */
export async function roundFramed(picture: Pixels, thickness: number, colour: string): Promise<Pixels> {
  const { width, height } = picture;
  const short = Math.min(width, height);
  const wide = Math.round(thickness * short);
  const svg = `<svg width="${String(width)}" height="${String(height)}"><path fill-rule="evenodd" fill="${colour}" d="M0 0H${String(width)}V${String(height)}H0Z ${roundBox(wide, wide, width - 2 * wide, height - 2 * wide, 0.06 * short)}"/></svg>`;
  return pixelsOf(sharpOf(picture).composite([{ input: Buffer.from(svg) }]).removeAlpha());
}

function roundBox(x: number, y: number, width: number, height: number, radius: number): string {
  const arc = (dx: number, dy: number): string => `a${String(radius)} ${String(radius)} 0 0 1 ${String(dx)} ${String(dy)}`;
  return `M${String(x + radius)} ${String(y)}h${String(width - 2 * radius)}${arc(radius, radius)}v${String(height - 2 * radius)}${arc(-radius, radius)}h${String(2 * radius - width)}${arc(-radius, -radius)}v${String(2 * radius - height)}${arc(radius, -radius)}z`;
}

/** An even colour, or a slope of `levels` from corner to corner, with a little noise. */
export function empty(picture: Pixels, levels: number, noise: number): Pixels {
  const { width, height, channels } = picture;
  const data = Buffer.alloc(picture.data.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) data.fill(Math.round(90 + (levels * (x / width + y / height)) / 2), (y * width + x) * channels, (y * width + x + 1) * channels);
  }
  return noise === 0 ? { ...picture, data } : grainy({ ...picture, data }, noise);
}

/** Everything in shades of one colour, brightness kept. */
export function duotone({ data, ...rest }: Pixels, colour: readonly [number, number, number]): Pixels {
  const output = Buffer.alloc(data.length);
  for (let at = 0; at < data.length; at += rest.channels) {
    const light = (0.2126 * data[at]! + 0.7152 * data[at + 1]! + 0.0722 * data[at + 2]!) / 255;
    for (let channel = 0; channel < 3; channel += 1) output[at + channel] = Math.min(255, Math.round(colour[channel]! * light * 1.6 + 40 * light));
  }
  return { ...rest, data: output };
}

/** A part of one picture over a part of another. */
export async function pasted(picture: Pixels, other: Pixels, over: Region): Promise<Pixels> {
  const [left, top] = [Math.round(over.x * picture.width), Math.round(over.y * picture.height)];
  const [width, height] = [Math.min(picture.width - left, Math.round(over.width * picture.width)), Math.min(picture.height - top, Math.round(over.height * picture.height))];
  const patch = await sharpOf(other).resize(width, height, { fit: 'cover' }).png({ compressionLevel: 1 }).toBuffer();
  return pixelsOf(sharpOf(picture).composite([{ input: patch, left, top }]).removeAlpha());
}

/** One part blurred, and the rest as it was. The blur reaches a little beyond, so that its rim is not an edge of the part. */
export async function blurredWithin(picture: Pixels, sigma: number, within: Region): Promise<Pixels> {
  const pad = 0.03;
  const [x, y] = [Math.max(0, within.x - pad), Math.max(0, within.y - pad)];
  const wider = { x, y, width: Math.min(1, within.x + within.width + pad) - x, height: Math.min(1, within.y + within.height + pad) - y };
  const soft = await blurred(picture, sigma);
  const [left, top] = [Math.round(wider.x * picture.width), Math.round(wider.y * picture.height)];
  const size = { width: Math.min(picture.width - left, Math.round(wider.width * picture.width)), height: Math.min(picture.height - top, Math.round(wider.height * picture.height)) };
  const patch = await sharpOf(soft).extract({ left, top, ...size }).png({ compressionLevel: 1 }).toBuffer();
  return pixelsOf(sharpOf(picture).composite([{ input: patch, left, top }]).removeAlpha());
}

/** Cut off at the edges, as shares of width and height. */
export function cropped(picture: Pixels, edges: { readonly left?: number; readonly top?: number; readonly right?: number; readonly bottom?: number }): Promise<Pixels> {
  const cut = (share = 0, side: number): number => Math.round(share * side);
  const [left, top] = [cut(edges.left, picture.width), cut(edges.top, picture.height)];
  return pixelsOf(sharpOf(picture).extract({ left, top, width: picture.width - left - cut(edges.right, picture.width), height: picture.height - top - cut(edges.bottom, picture.height) }));
}
