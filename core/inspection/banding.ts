import type { Pixels } from '../imaging/pixels.ts';

/** Pixels of one and the same value that make a band. */
const leastRun = 6;
/** Pixels between two bands in which noise may dither the one into the other. */
const widestSeam = 12;
/** Levels between neighbouring bands: a smooth gradient has 1, a drawn edge more than a band's step. */
const smallestStep = 3;
const largestStep = 40;
/** Lines that are looked along, each way: more tell no more. */
const mostLines = 400;

/**
 * Share of a picture, 0 to 1, that lies in bands: flat runs of green, the channel that the eye sees most of,
 * that meet another flat run at a small step, as where a gradient was stored in too few levels. A smooth gradient
 * steps by one level, and between the flat places of a photograph lie values that neither has.
 */
export function bandedShare({ data, width, height, channels }: Pixels): number {
  const rows = Math.max(1, Math.ceil(height / mostLines));
  const columns = Math.max(1, Math.ceil(width / mostLines));
  let banded = 0;
  let seen = 0;
  for (let y = rows >> 1; y < height; y += rows) {
    banded += bandedLength(data, y * width * channels + 1, channels, width);
    seen += width;
  }
  for (let x = columns >> 1; x < width; x += columns) {
    banded += bandedLength(data, x * channels + 1, width * channels, height);
    seen += height;
  }
  return seen === 0 ? 0 : banded / seen;
}

/** Pixels of one line that lie in bands. */
function bandedLength(data: Buffer, start: number, step: number, length: number): number {
  let banded = 0;
  let value = data[start] ?? 0;
  let from = 0;
  let band: { value: number; end: number; length: number; counted: boolean } | undefined;
  let between: number[] = [];
  for (let index = 1; index <= length; index += 1) {
    const next = index === length ? -1 : (data[start + index * step] ?? 0);
    if (next === value) continue;
    const run = index - from;
    if (run < leastRun) {
      between.push(value);
    } else {
      const difference = band === undefined ? 0 : Math.abs(value - band.value);
      const meets = band !== undefined && from - band.end <= widestSeam && difference >= smallestStep && difference <= largestStep && between.every((each) => each === value || each === band?.value);
      if (meets) banded += run + (band?.counted === false ? band.length : 0);
      band = { value, end: index, length: run, counted: meets };
      between = [];
    }
    value = next;
    from = index;
  }
  return banded;
}
