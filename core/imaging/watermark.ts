import { type Pixels, pixelsOf, sharpOf } from './pixels.ts';
import type { Watermark } from './recipe.ts';

/** Where a mark lies on a rendition, in pixels. */
export interface Placed {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** By how much the mark's own pixels were enlarged; 1 or less means none were. */
  readonly enlargement: number;
}

/**
 * Lays the brand's mark over a rendition, in place: only the pixels beneath it are touched.
 *
 * @param mark the decoded mark; without transparency it covers its whole rectangle
 */
export async function overlay(picture: Pixels, mark: Pixels, { corner, width: share, margin, opacity }: Watermark): Promise<Placed> {
  const room = Math.round(margin * Math.min(picture.width, picture.height));
  const scale = Math.min((share * picture.width) / mark.width, (picture.width - 2 * room) / mark.width, (picture.height - 2 * room) / mark.height);
  const width = Math.max(1, Math.round(mark.width * scale));
  const height = Math.max(1, Math.round(mark.height * scale));
  const placed: Placed = {
    left: corner.endsWith('left') ? room : Math.max(0, picture.width - room - width),
    top: corner.startsWith('top') ? room : Math.max(0, picture.height - room - height),
    width: Math.min(width, picture.width),
    height: Math.min(height, picture.height),
    enlargement: scale,
  };
  blend(picture, await pixelsOf(sharpOf(mark).ensureAlpha().resize(placed.width, placed.height, { fit: 'fill' })), placed, opacity);
  return placed;
}

/** Porter and Duff's "over" on straight alpha. */
function blend(picture: Pixels, mark: Pixels, { left, top }: Placed, opacity: number): void {
  const { data, width, channels } = picture;
  for (let y = 0; y < mark.height; y += 1) {
    for (let x = 0; x < mark.width; x += 1) {
      const from = (y * mark.width + x) * 4;
      const alpha = ((mark.data[from + 3] ?? 0) / 255) * opacity;
      if (alpha === 0) continue;
      const to = ((top + y) * width + left + x) * channels;
      const beneath = channels === 4 ? (data[to + 3] ?? 0) / 255 : 1;
      const together = alpha + beneath * (1 - alpha);
      for (let channel = 0; channel < 3; channel += 1) {
        data[to + channel] = Math.round(((mark.data[from + channel] ?? 0) * alpha + (data[to + channel] ?? 0) * beneath * (1 - alpha)) / together);
      }
      if (channels === 4) data[to + 3] = Math.round(together * 255);
    }
  }
}
