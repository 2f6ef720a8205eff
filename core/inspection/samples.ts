import { type Pixels, proxyOf } from '../imaging/pixels.ts';
import { type Luma, lumaOf } from './luma.ts';

/** One candidate in the sizes that the measures read, each made once. */
export interface Samples {
  /** As it came; transparent areas count by their colour. */
  readonly full: Pixels;
  /** At most 1024 pixels long: blur and frames. */
  readonly large: Pixels;
  readonly largeLuma: Luma;
  /** At most 512 pixels long: tones, and where they are. */
  readonly medium: Pixels;
  readonly mediumLuma: Luma;
  /** At most 128 pixels long: colours. */
  readonly small: Pixels;
}

/** Reduces a decoded picture; never enlarges. */
export async function samplesOf(full: Pixels): Promise<Samples> {
  const large = await proxyOf(full, 1024);
  const [medium, small] = await Promise.all([proxyOf(large, 512), proxyOf(large, 128)]);
  return { full, large, largeLuma: lumaOf(large), medium, mediumLuma: lumaOf(medium), small };
}
