/** A scene is words, a seed and what edits changed since; a plan is what these mean for the drawing. */
import { z } from 'zod';

const Slots = z.strictObject({
  subject: z.string(), action: z.string(), setting: z.string(), lighting: z.string(), style: z.string(),
  camera: z.string(), mood: z.string(), palette: z.string(), constraints: z.string(), lettering: z.string(),
});

export const Adjustments = z.strictObject({
  /** -1 darker to 1 brighter. */
  exposure: z.number().default(0),
  /** -1 cooler to 1 warmer. */
  warmth: z.number().default(0),
  contrast: z.number().default(0),
  saturation: z.number().default(0),
  /** Subject moved, in widths of the picture. */
  moveX: z.number().default(0),
  moveY: z.number().default(0),
  scale: z.number().default(1),
  /** More (positive) or less blur behind the subject. */
  backgroundBlur: z.number().default(0),
  /** Words for things that were taken away. */
  removed: z.array(z.string()).default([]),
  /** Words for things that were put in. */
  added: z.array(z.string()).default([]),
  /** A new colour for the subject. */
  subjectColour: z.string().optional(),
});
export type Adjustments = z.infer<typeof Adjustments>;

/** Written into each PNG as the text chunk `galley-scene`, so that an edit draws the same scene again. */
export const Scene = z.strictObject({
  version: z.literal(1),
  seed: z.string(),
  /** Which candidate of its call. */
  index: z.number().int(),
  slots: Slots,
  adjust: Adjustments,
});
export type Scene = z.infer<typeof Scene>;

export const TimeOfDay = z.enum(['dawn', 'morning', 'day', 'golden', 'sunset', 'dusk', 'night', 'neon', 'overcast', 'studio', 'chiaroscuro']);
export type TimeOfDay = z.infer<typeof TimeOfDay>;

export type Weather = 'clear' | 'cloudy' | 'rain' | 'snow' | 'fog' | 'storm';
export type Medium = 'photo' | 'flat' | 'watercolour' | 'line' | 'render' | 'oil';

export type SettingKind =
  | 'park' | 'city' | 'street' | 'coast' | 'sea' | 'mountains' | 'desert' | 'forest' | 'field' | 'snow' | 'highway'
  | 'studio' | 'room' | 'table' | 'sky' | 'space' | 'underwater' | 'abstract';

/** Colours by what they do in the picture. */
export interface Roles {
  readonly skyTop: string;
  readonly skyMid: string;
  readonly horizon: string;
  readonly light: string;
  readonly shadow: string;
  readonly accent: string;
  readonly second: string;
  /** A terrain colour under this light, `depth` 0 near to 1 at the horizon. */
  tone(colour: string, depth: number): string;
}

export interface Lens {
  /** Height of the horizon, 0 top to 1 bottom. */
  readonly horizon: number;
  /** Height of the subject as a share of the picture's short side. */
  readonly size: number;
  /** Blur of the background, in thousandths of the short side. */
  readonly blur: number;
  readonly topDown: boolean;
}

export interface Plan {
  readonly scene: Scene;
  readonly words: string;
  readonly time: TimeOfDay;
  readonly weather: Weather;
  readonly setting: SettingKind;
  readonly medium: Medium;
  readonly monochrome: boolean;
  readonly roles: Roles;
  readonly lens: Lens;
  /** -1 left to 1 right. */
  readonly lightX: number;
  /** 0 at the horizon to 1 overhead. */
  readonly lightY: number;
  readonly dark: boolean;
}
