import type { Region, Stroke } from '../../../../core/geometry.ts';
import { clamp } from '../stage/viewport.ts';
import type { Size } from '../stage/viewport.ts';
import { strokeOf } from './simplify.ts';

/** One press of an arrow key, and with Shift, as a share of the picture. */
export const areaStep = 0.02;
const leastSide = 0.04;
/** A stroke's width is at most half the short side (core/geometry.ts). */
const widest = 0.5;

export const firstArea: Region = { x: 0.35, y: 0.35, width: 0.3, height: 0.3 };

/** Arrow keys move an area; with Shift they set its width and height. Other keys change nothing: null. */
export function areaByKey(area: Region, key: string, shift: boolean): Region | null {
  const steps: Readonly<Partial<Record<string, readonly [number, number]>>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const step = steps[key];
  if (!step) return null;
  const [dx, dy] = [step[0] * areaStep, step[1] * areaStep];
  if (shift) {
    return { ...area, width: round(clamp(area.width + dx, leastSide, 1 - area.x)), height: round(clamp(area.height + dy, leastSide, 1 - area.y)) };
  }
  return { ...area, x: round(clamp(area.x + dx, 0, 1 - area.width)), y: round(clamp(area.y + dy, 0, 1 - area.height)) };
}

/**
 * One brush stroke that covers a rectangle: to and fro, each line half a width from the next, so that
 * only the corners are rounded.
 */
export function strokeOverArea(area: Region, picture: Size): Stroke {
  const short = Math.min(picture.width, picture.height);
  const [across, down] = [(area.width * picture.width) / short, (area.height * picture.height) / short];
  const width = Math.min(widest, Math.max(0.02, Math.min(across, down) / 3));
  const [halfX, halfY] = [(width * short) / picture.width / 2, (width * short) / picture.height / 2];
  const [left, right] = [area.x + halfX, Math.max(area.x + halfX, area.x + area.width - halfX)];
  const [top, bottom] = [area.y + halfY, Math.max(area.y + halfY, area.y + area.height - halfY)];
  const lines = Math.max(2, Math.ceil((bottom - top) / halfY) + 1);
  const points = Array.from({ length: lines }, (_, line): [number, number][] => {
    const y = top + ((bottom - top) * line) / (lines - 1);
    return line % 2 === 0 ? [[left, y], [right, y]] : [[right, y], [left, y]];
  }).flat();
  return strokeOf(points, Math.round(width * 1e4) / 1e4, picture);
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
