import type { Region } from '../geometry.ts';

/** Cells along the long side of the grid in which places are looked for. */
const cells = 24;

/**
 * The box around the largest connected place where more than half of the pixels are hits, as fractions with three
 * digits; null where they are scattered.
 *
 * @param isHit whether the pixel of an index, rows from the top, is one
 */
export function placeOf(width: number, height: number, isHit: (index: number) => boolean): Region | null {
  const side = Math.max(1, Math.ceil(Math.max(width, height) / cells));
  const columns = Math.ceil(width / side);
  const rows = Math.ceil(height / side);
  const hits = new Uint32Array(columns * rows);
  const sizes = new Uint32Array(columns * rows);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const cell = Math.floor(y / side) * columns + Math.floor(x / side);
      sizes[cell] = (sizes[cell] ?? 0) + 1;
      if (isHit(y * width + x)) hits[cell] = (hits[cell] ?? 0) + 1;
    }
  }
  const full = (cell: number): boolean => (hits[cell] ?? 0) * 2 > (sizes[cell] ?? 0);
  const places = connected(columns, rows, full).map((found) => ({ found, weight: found.reduce((sum, cell) => sum + (hits[cell] ?? 0), 0) }));
  const largest = places.reduce<(typeof places)[number] | null>((best, place) => (best === null || place.weight > best.weight ? place : best), null);
  if (largest === null) return null;
  const xs = largest.found.map((cell) => cell % columns);
  const ys = largest.found.map((cell) => Math.floor(cell / columns));
  const [left, top] = [Math.min(...xs) * side, Math.min(...ys) * side];
  const [right, bottom] = [Math.min(width, (Math.max(...xs) + 1) * side), Math.min(height, (Math.max(...ys) + 1) * side)];
  return regionOf(left / width, top / height, (right - left) / width, (bottom - top) / height);
}

/** A region of three digits that does not leave the picture. */
export function regionOf(x: number, y: number, width: number, height: number): Region {
  const [left, top] = [short(x), short(y)];
  return { x: left, y: top, width: short(Math.min(width, 1 - left)), height: short(Math.min(height, 1 - top)) };
}

function short(value: number): number {
  return Number(Math.min(1, Math.max(0, value)).toFixed(3));
}

/** Groups of cells that touch at a side. */
export function connected(columns: number, rows: number, belongs: (cell: number) => boolean): number[][] {
  const seen = new Uint8Array(columns * rows);
  const groups: number[][] = [];
  for (let start = 0; start < seen.length; start += 1) {
    if (seen[start] === 1 || !belongs(start)) continue;
    seen[start] = 1;
    const group = [start];
    // The group grows while it is walked.
    for (const cell of group) {
      const x = cell % columns;
      for (const [next, inside] of [[cell - 1, x > 0], [cell + 1, x < columns - 1], [cell - columns, cell >= columns], [cell + columns, cell + columns < seen.length]] as const) {
        if (!inside || seen[next] === 1 || !belongs(next)) continue;
        seen[next] = 1;
        group.push(next);
      }
    }
    groups.push(group);
  }
  return groups;
}
