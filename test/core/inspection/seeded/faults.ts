import type { Region } from '../../../../core/geometry.ts';
import { type Pixels, pixelsOf, sharpOf } from '../../../../core/imaging/pixels.ts';
import type { MeasureId } from '../../../../core/inspection/measures.ts';
import { barred, blurred, blurredWithin, burnt, drowned, duotone, empty, grainy, mapped, moved, posterised, roundFramed, withSky } from './damage.ts';
import type { Clean } from './photographs.ts';

/** A damage that is sown into a photograph, and the measure that is to find it. */
export interface Fault {
  readonly kind: string;
  readonly strength: string;
  readonly measure: MeasureId;
  readonly sow: (clean: Clean, index: number) => Promise<Pixels> | Pixels;
  /** Where it is, if it has a place; the measure must point there. */
  readonly place?: (clean: Clean, index: number) => Region;
  /** Whether a photograph can have it; all can when absent. */
  readonly suits?: (clean: Clean) => boolean;
}

const black = [0, 0, 0] as const;
const colours = [black, [255, 255, 255], [232, 85, 45], [11, 31, 51]] as const;
const sides = ['top', 'right', 'bottom', 'left'] as const;
const colourAt = (index: number): readonly [number, number, number] => colours[index % colours.length]!;
const percent = (share: number): string => `${String(Math.round(share * 1000) / 10)} %`;

/** A bar's place, by the share of the short side that it takes. */
function barOf({ picture: { width, height } }: Clean, side: (typeof sides)[number], share: number): Region {
  const pixels = Math.round(share * Math.min(width, height));
  const [across, down] = [pixels / width, pixels / height];
  if (side === 'top') return { x: 0, y: 0, width: 1, height: down };
  if (side === 'bottom') return { x: 0, y: 1 - down, width: 1, height: down };
  return { x: side === 'left' ? 0 : 1 - across, y: 0, width: across, height: 1 };
}

/** A quarter of the picture, in another corner for each photograph. */
const corner = (index: number): Region => ({ x: (index % 2) * 0.5, y: (index % 4 < 2 ? 0 : 1) * 0.5, width: 0.5, height: 0.5 });

/** The recolouring that a photograph of greys does not show. */
const greys = new Set(['biplane', 'sailing-boat', 'wooden-house', 'onion-flower', 'long-necked-lute', 'bird-lamp']);

/** On pictures of 512 pixels. */
export const faults: readonly Fault[] = [
  ...[2, 3, 5].map((sigma): Fault => ({ kind: 'gaussian blur', strength: `${String(sigma)} px`, measure: 'blur', sow: ({ picture }) => blurred(picture, sigma) })),
  ...([[9, 0], [15, 120], [25, 30]] as const).map(([length, angle]): Fault => ({ kind: 'motion blur', strength: `${String(length)} px at ${String(angle)}°`, measure: 'motion-blur', sow: ({ picture }) => moved(picture, length, angle) })),
  ...[3, 5].map((sigma): Fault => ({ kind: 'subject out of focus', strength: `${String(sigma)} px`, measure: 'subject-blur', sow: ({ picture, subject }) => blurredWithin(picture, sigma, subject), place: ({ subject }) => subject })),
  ...[0.2, 0.35, 0.5].map((share): Fault => ({ kind: 'burnt highlights', strength: percent(share), measure: 'clipped-highlights', sow: ({ picture }) => burnt(picture, share) })),
  { kind: 'burnt corner', strength: '25 %', measure: 'clipped-highlights', sow: ({ picture }, index) => mapped(picture, () => 255, corner(index)), place: (_, index) => corner(index) },
  ...[0.25, 0.4, 0.6].map((share): Fault => ({ kind: 'drowned shadows', strength: percent(share), measure: 'clipped-shadows', sow: ({ picture }) => drowned(picture, share) })),
  { kind: 'drowned corner', strength: '25 %', measure: 'clipped-shadows', sow: ({ picture }, index) => mapped(picture, () => 0, corner(index)), place: (_, index) => corner(index) },
  ...[6, 10, 20].map((sigma): Fault => ({ kind: 'noise', strength: `${String(sigma)} levels`, measure: 'noise', sow: ({ picture }, index) => grainy(picture, sigma, index + 2) })),
  ...[24, 16, 8].map((levels): Fault => ({ kind: 'posterised', strength: `${String(levels)} levels`, measure: 'banding', sow: ({ picture }) => posterised(picture, levels) })),
  ...[4, 8, 16].map((step): Fault => ({ kind: 'banded sky', strength: `steps of ${String(step)}`, measure: 'banding', sow: ({ picture }) => withSky(picture, step) })),
  ...[0.04, 0.12].map((share): Fault => ({ kind: 'letterbox', strength: percent(share), measure: 'frame', sow: ({ picture }) => barred(picture, { top: share, bottom: share }, black), place: (clean) => barOf(clean, 'top', share) })),
  ...[0.04, 0.12].map((share): Fault => ({ kind: 'pillarbox', strength: percent(share), measure: 'frame', sow: ({ picture }) => barred(picture, { left: share, right: share * 1.02 }, black), place: (clean) => barOf(clean, 'right', share * 1.02) })),
  ...[0.02, 0.06].map((share): Fault => ({ kind: 'frame all around', strength: percent(share), measure: 'frame', sow: ({ picture }, index) => barred(picture, { top: share, right: share, bottom: share, left: share }, colourAt(index)) })),
  ...[0.006, 0.01].map((share): Fault => ({ kind: 'thin frame', strength: percent(share), measure: 'frame', sow: ({ picture }, index) => barred(picture, { top: share, right: share, bottom: share, left: share }, colourAt(index)) })),
  { kind: 'frame with round corners', strength: '4 %', measure: 'frame', sow: ({ picture }, index) => roundFramed(picture, 0.04, index % 2 === 0 ? '#ffffff' : '#e8552d') },
  ...[0.03, 0.1].map((share): Fault => ({ kind: 'bar on one side', strength: percent(share), measure: 'frame', sow: ({ picture }, index) => barred(picture, { [sides[index % 4]!]: share }, colourAt(index)), place: (clean, index) => barOf(clean, sides[index % 4]!, share) })),
  { kind: 'blank', strength: 'one colour', measure: 'blank', sow: ({ picture }) => empty(picture, 0, 0) },
  { kind: 'blank', strength: 'noise of 1', measure: 'blank', sow: ({ picture }, index) => grainy(empty(picture, 0, 0), 1, index + 2) },
  ...[20, 80, 150].map((levels): Fault => ({ kind: 'nearly blank', strength: `slope of ${String(levels)}`, measure: 'nearly-blank', sow: ({ picture }) => empty(picture, levels, 1) })),
  { kind: 'off brand', strength: 'hue by 150°', measure: 'palette', suits: ({ name }) => !greys.has(name), sow: ({ picture }) => pixelsOf(sharpOf(picture).modulate({ hue: 150 })) },
  { kind: 'off brand', strength: 'all magenta', measure: 'palette', sow: ({ picture }) => duotone(picture, [255, 0, 180]) },
];
