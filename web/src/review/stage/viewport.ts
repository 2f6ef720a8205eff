import type { Point } from '../../../../core/geometry.ts';

/** In CSS pixels, or for a picture in its own. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What is seen of a picture, whatever the size of the stage: `scale` 1 fits it in, `x` and `y` are the fractions of the picture at the stage's centre. */
export interface View extends Point {
  readonly scale: number;
}

/** Where the picture lies on the stage, in CSS pixels from the stage's top left. */
export interface Place extends Size {
  readonly left: number;
  readonly top: number;
}

/** A stage, a picture, and how many device pixels make one CSS pixel. */
export interface Setting {
  readonly stage: Size;
  readonly picture: Size;
  readonly density: number;
}

export const fitted: View = { scale: 1, x: 0.5, y: 0.5 };

/** One press of a zoom key or button. */
export const zoomStep = 1.4;
/** One press of an arrow key moves by this share of the stage. */
export const panStep = 0.15;
/** At most this many times the original's own pixels: enough to count the pixels of an eyelash. */
const mostOfPixel = 6;

/** CSS pixels for one pixel of the picture when it fits in whole; never enlarged. */
function fitFactor({ stage, picture }: Setting): number {
  return Math.max(0.001, Math.min(stage.width / picture.width, stage.height / picture.height, 1));
}

/** The scale at which one pixel of the picture is one pixel of the screen. */
export function pixelScale(setting: Setting): number {
  return 1 / setting.density / fitFactor(setting);
}

/** The least and the largest scale. */
export function scaleLimits(setting: Setting): readonly [least: number, most: number] {
  const pixel = pixelScale(setting);
  return [Math.min(1, pixel), Math.max(4, pixel * mostOfPixel)];
}

/** Where the picture lies under a view. */
export function placeOf(view: View, setting: Setting): Place {
  const factor = fitFactor(setting) * view.scale;
  const width = setting.picture.width * factor;
  const height = setting.picture.height * factor;
  return { width, height, left: setting.stage.width / 2 - view.x * width, top: setting.stage.height / 2 - view.y * height };
}

/** Where a picture of another shape lies when it is fitted into a place, in the middle; in one of the same shape it fills it. */
export function fittedInto({ left, top, width, height }: Place, picture: Size): Place {
  const factor = Math.min(width / picture.width, height / picture.height);
  const size = { width: picture.width * factor, height: picture.height * factor };
  return { ...size, left: left + (width - size.width) / 2, top: top + (height - size.height) / 2 };
}

/** Whether two pictures differ in shape by more than rounding: one in a hundred. */
export function shapesDiffer(one: Size, other: Size): boolean {
  return Math.abs((one.width * other.height) / (one.height * other.width) - 1) > 0.01;
}

/** The nearest view that shows no ground beside a picture that could cover it, and centres one that cannot. */
export function held(view: View, setting: Setting): View {
  const [least, most] = scaleLimits(setting);
  const scale = clamp(view.scale, least, most);
  const { width, height } = placeOf({ ...view, scale }, setting);
  const centre = (at: number, picture: number, stage: number): number => (picture <= stage ? 0.5 : clamp(at, stage / 2 / picture, 1 - stage / 2 / picture));
  return { scale, x: centre(view.x, width, setting.stage.width), y: centre(view.y, height, setting.stage.height) };
}

/** The fractions of the picture under a point of the stage (CSS pixels); outside 0 to 1 when beside the picture. */
export function pictureAt(point: Point, view: View, setting: Setting): Point {
  const { left, top, width, height } = placeOf(view, setting);
  return { x: (point.x - left) / width, y: (point.y - top) / height };
}

/** Zooms by a factor and keeps what is under `point` (CSS pixels on the stage) where it is. */
export function zoomed(view: View, factor: number, point: Point, setting: Setting): View {
  const [least, most] = scaleLimits(setting);
  const scale = clamp(view.scale * factor, least, most);
  return through(pictureAt(point, view, setting), point, scale, setting);
}

/** Moves the picture by so many CSS pixels. */
export function panned(view: View, dx: number, dy: number, setting: Setting): View {
  const { width, height } = placeOf(view, setting);
  return held({ ...view, x: view.x - dx / width, y: view.y - dy / height }, setting);
}

/** Two fingers move: what was under them stays under them. */
export function pinched(view: View, before: readonly [Point, Point], after: readonly [Point, Point], setting: Setting): View {
  const spread = ([a, b]: readonly [Point, Point]): number => Math.hypot(a.x - b.x, a.y - b.y);
  const middle = ([a, b]: readonly [Point, Point]): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
  const [least, most] = scaleLimits(setting);
  const scale = clamp(view.scale * (spread(before) > 0 ? spread(after) / spread(before) : 1), least, most);
  return through(pictureAt(middle(before), view, setting), middle(after), scale, setting);
}

/** A double tap: from whole to the original's pixels (at least twice the size), and back. */
export function toggled(view: View, point: Point, setting: Setting): View {
  return view.scale > 1.01 ? fitted : zoomed(view, Math.max(2, pixelScale(setting)), point, setting);
}

/** The view in which `spot` of the picture lies under `point` of the stage. */
function through(spot: Point, point: Point, scale: number, setting: Setting): View {
  const { width, height } = placeOf({ ...fitted, scale }, setting);
  return held({ scale, x: spot.x - (point.x - setting.stage.width / 2) / width, y: spot.y - (point.y - setting.stage.height / 2) / height }, setting);
}

export function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
