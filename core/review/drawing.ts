import sharp from 'sharp';
import { InvalidInput } from '../errors.ts';
import type { Drawing, Stroke } from '../geometry.ts';

/** Width and height in pixels. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
}

/** Of the API, for a mask; a drawing over a picture is held to the same. */
export const mostDrawingBytes = 4_000_000;

/** A line thinner than this is lost on a large picture. */
const leastPixels = 3;

/** Red on white: one of the two stands out on any ground. */
const pen = { ink: '#ff1440', halo: '#ffffff', haloPixels: 2 } as const;

/**
 * The lines of a pen as the API takes them under `markup`: a transparent PNG of the picture's size with the lines
 * drawn over nothing, ends and corners round. The same drawing gives the same bytes.
 *
 * @throws InvalidInput without a line, or when the file passes 4 MB
 */
export async function renderMarkup(drawing: Drawing, canvas: Canvas): Promise<Buffer> {
  requireStrokes(drawing, 'markup');
  const svg = svgOf(canvas, lines(drawing, canvas, pen.halo, 2 * pen.haloPixels) + lines(drawing, canvas, pen.ink, 0));
  return small(await sharp(Buffer.from(svg)).ensureAlpha().png({ compressionLevel: 9 }).toBuffer(), 'markup');
}

/**
 * The area of a brush as the API takes it under `mask`: a black PNG of the picture's size, alpha 0 where the picture may
 * change and 255 everywhere else, without a soft edge. The same drawing gives the same bytes.
 *
 * @throws InvalidInput without a line, or when the file passes 4 MB
 */
export async function renderMask(drawing: Drawing, canvas: Canvas): Promise<Buffer> {
  requireStrokes(drawing, 'brush');
  const { width, height } = canvas;
  const painted = await sharp(Buffer.from(svgOf(canvas, lines(drawing, canvas, '#000', 0)))).ensureAlpha().extractChannel('alpha').raw().toBuffer();
  const alpha = Buffer.allocUnsafe(painted.length);
  // A pixel that the brush covers by half is painted.
  for (let pixel = 0; pixel < painted.length; pixel += 1) alpha[pixel] = (painted[pixel] ?? 0) >= 128 ? 0 : 255;
  const mask = sharp({ create: { width, height, channels: 3, background: '#000' } }).joinChannel(alpha, { raw: { width, height, channels: 1 } });
  return small(await mask.png({ compressionLevel: 9 }).toBuffer(), 'mask');
}

function requireStrokes(drawing: Drawing, what: string): void {
  if (drawing.length === 0) throw new InvalidInput(`Expected at least one line to draw for ${what} but received none`);
}

function small(bytes: Buffer, what: string): Buffer {
  if (bytes.byteLength <= mostDrawingBytes) return bytes;
  throw new InvalidInput(`Expected at most ${String(mostDrawingBytes)} bytes for ${what} but received ${String(bytes.byteLength)}; draw fewer lines`);
}

function svgOf({ width, height }: Canvas, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}" viewBox="0 0 ${String(width)} ${String(height)}">${content}</svg>`;
}

function lines(drawing: Drawing, canvas: Canvas, colour: string, wider: number): string {
  const paths = drawing.map((stroke) => `<path d="${pathOf(stroke, canvas)}" stroke-width="${(pixelsOf(stroke, canvas) + wider).toFixed(2)}"/>`);
  return `<g fill="none" stroke="${colour}" stroke-linecap="round" stroke-linejoin="round">${paths.join('')}</g>`;
}

function pixelsOf({ width }: Stroke, canvas: Canvas): number {
  return Math.max(leastPixels, width * Math.min(canvas.width, canvas.height));
}

/** A touch without a movement is a dot: a line of no length has no ends to round, one of a hundredth of a pixel has. */
function pathOf({ points }: Stroke, { width, height }: Canvas): string {
  const [first, ...rest] = points.map(([x, y]) => `${(x * width).toFixed(2)} ${(y * height).toFixed(2)}`);
  return rest.length === 0 ? `M${first ?? ''}h0.01` : `M${first ?? ''}L${rest.join('L')}`;
}
