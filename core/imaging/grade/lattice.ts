import type { Triple } from '../colour-spaces.ts';
import { type Kernel, lazyKernel, memoryOf } from '../kernel.ts';
import kernelFile from './lattice-kernel.json' with { type: 'json' };
import type { Pixels } from '../pixels.ts';

/**
 * A function from colours to colours, known at the nodes of a cube and interpolated between them. Encoded
 * sRGB, 0 to 1, in and out. Red runs fastest, as in a `.cube` file.
 */
export interface Lattice {
  /** Nodes along each edge, at least 2. */
  readonly size: number;
  /** `size`³ colours of three values. */
  readonly nodes: Float32Array;
}

/** Changes a colour in place. */
export type ColourFunction = (colour: Triple) => void;

/** Samples a function at every node. */
export function sampled(size: number, colourFunction: ColourFunction): Lattice {
  const nodes = new Float32Array(size ** 3 * 3);
  const last = size - 1;
  const colour: Triple = [0, 0, 0];
  let at = 0;
  for (let blue = 0; blue < size; blue += 1) {
    for (let green = 0; green < size; green += 1) {
      for (let red = 0; red < size; red += 1) {
        colour[0] = red / last;
        colour[1] = green / last;
        colour[2] = blue / last;
        colourFunction(colour);
        nodes[at] = colour[0];
        nodes[at + 1] = colour[1];
        nodes[at + 2] = colour[2];
        at += 3;
      }
    }
  }
  return { size, nodes };
}

/**
 * The lattice as a function, by tetrahedral interpolation: each cell is cut into the six tetrahedra around
 * its grey diagonal, so that greys stay as neutral as the nodes on that diagonal are, which trilinear
 * interpolation does not promise (J. M. Kasson et al., "Performing color space conversions with
 * three-dimensional linear interpolation", 1995).
 */
export function interpolated({ size, nodes }: Lattice): ColourFunction {
  const stepRed = 3;
  const stepGreen = size * 3;
  const stepBlue = size * size * 3;
  const last = size - 1;
  return (colour) => {
    const r = Math.min(1, Math.max(0, colour[0])) * last;
    const g = Math.min(1, Math.max(0, colour[1])) * last;
    const b = Math.min(1, Math.max(0, colour[2])) * last;
    const cellR = Math.min(last - 1, Math.floor(r));
    const cellG = Math.min(last - 1, Math.floor(g));
    const cellB = Math.min(last - 1, Math.floor(b));
    // The way from the cell's dark corner to its bright one goes along the axes in the order of the fractions.
    const axes = [
      { fraction: r - cellR, step: stepRed },
      { fraction: g - cellG, step: stepGreen },
      { fraction: b - cellB, step: stepBlue },
    ].sort((one, other) => other.fraction - one.fraction);
    let node = cellR * stepRed + cellG * stepGreen + cellB * stepBlue;
    let before = 1;
    const sum: Triple = [0, 0, 0];
    for (const { fraction, step } of [...axes, { fraction: 0, step: 0 }]) {
      const weight = before - fraction;
      sum[0] += weight * (nodes[node] ?? 0);
      sum[1] += weight * (nodes[node + 1] ?? 0);
      sum[2] += weight * (nodes[node + 2] ?? 0);
      before = fraction;
      node += step;
    }
    colour[0] = sum[0];
    colour[1] = sum[1];
    colour[2] = sum[2];
  };
}

/**
 * Sends every pixel through the lattice, in place; alpha is untouched. In whole numbers: weights of 8 bits, nodes of
 * 16, so that a value is off by half a level where the lattice is not steep.
 */
export function applyLattice({ data, channels }: Pixels, lattice: Lattice): void {
  const kernel = latticeKernel();
  const place = prepare(kernel, lattice);
  const step = chunkPixels * channels;
  for (let start = 0; start < data.length; start += step) {
    const chunk = data.subarray(start, start + step);
    const memory = new Uint8Array(kernel.memory.buffer);
    memory.set(chunk, place.input);
    kernel.apply(place.input, place.input + chunk.length, channels, place.axes, place.corners, place.nodes, place.far, place.output);
    chunk.set(memory.subarray(place.output, place.output + chunk.length));
  }
}

/** Pixels that go through the kernel's memory at a time: in and out, they stay in a processor's cache. */
const chunkPixels = 32_768;
/** Byte of a weight of 1, and of a level of a node. */
const whole = 256;

/** The function that `lattice.wat` exports, with its parameters. */
interface LatticeKernel extends Kernel {
  readonly apply: (pixel: number, end: number, channels: number, axes: number, corners: number, nodes: number, far: number, output: number) => void;
}

const latticeKernel = lazyKernel(kernelFile.wasm) as () => LatticeKernel;

interface Places {
  readonly axes: number;
  readonly corners: number;
  readonly nodes: number;
  readonly far: number;
  readonly input: number;
  readonly output: number;
}

/** Lays the lattice out in the kernel's memory, as `lattice.wat` reads it. */
function prepare(kernel: LatticeKernel, { size, nodes }: Lattice): Places {
  const [axes, corners] = [0, 3 * 256 * 8];
  const firstNode = corners + 8 * 8;
  const input = firstNode + size ** 3 * nodeBytes;
  const output = input + chunkPixels * 4;
  const end = output + chunkPixels * 4 + 4;
  const buffer = memoryOf(kernel, end);

  const strides = [nodeBytes, size * nodeBytes, size * size * nodeBytes] as const;
  const axisTable = new Int32Array(buffer, axes, 3 * 256 * 2);
  for (const [axis, stride] of strides.entries()) {
    for (let value = 0; value < 256; value += 1) {
      const position = (value / 255) * (size - 1);
      const cell = Math.min(size - 2, Math.floor(position));
      axisTable.set([cell * stride, Math.round((position - cell) * whole)], (axis * 256 + value) * 2);
    }
  }
  new Int32Array(buffer, corners, 16).set(Array.from({ length: 8 }, (_, order) => cornersOf(order, strides)).flat());
  const table = new Uint16Array(buffer, firstNode, size ** 3 * 4);
  for (let node = 0, at = 0; node < size ** 3; node += 1, at += 3) {
    for (let channel = 0; channel < 3; channel += 1) table[node * 4 + channel] = Math.round(Math.min(1, Math.max(0, nodes[at + channel] ?? 0)) * 255 * whole);
  }
  return { axes, corners, nodes: firstNode, far: strides[0] + strides[1] + strides[2], input, output };
}

const nodeBytes = 8;

/** The second and third corner on the way from near to far: along the axis of the largest fraction, then the middle one. */
function cornersOf(order: number, [red, green, blue]: readonly [number, number, number]): [number, number] {
  const [greenAboveRed, blueAboveGreen, blueAboveRed] = [(order & 4) !== 0, (order & 2) !== 0, (order & 1) !== 0];
  if (greenAboveRed) {
    if (blueAboveGreen) return [blue, blue + green];
    return [green, green + (blueAboveRed ? blue : red)];
  }
  if (!blueAboveRed) return [red, red + (blueAboveGreen ? blue : green)];
  return [blue, blue + red];
}
