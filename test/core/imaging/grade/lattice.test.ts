import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Triple } from '../../../../core/imaging/colour-spaces.ts';
import { type Lattice, applyLattice, interpolated, sampled } from '../../../../core/imaging/grade/lattice.ts';
import type { Pixels } from '../../../../core/imaging/pixels.ts';
import { farthest } from '../measures.ts';
import { lehmer, randomPixels } from '../pictures.ts';

/** Nodes of any colour at all: nothing about them is smooth. */
function randomLattice(size: number, seed: number): Lattice {
  const random = lehmer(seed);
  return { size, nodes: Float32Array.from({ length: size ** 3 * 3 }, () => random()) };
}

function applied(pixels: Pixels, lattice: Lattice): Buffer {
  const data = Buffer.from(pixels.data);
  applyLattice({ ...pixels, data }, lattice);
  return data;
}

/** What the kernel is to do, one pixel after another through the interpolating function. */
function reference({ data, channels }: Pixels, lattice: Lattice): Buffer {
  const output = Buffer.from(data);
  const through = interpolated(lattice);
  for (let at = 0; at < data.length; at += channels) {
    const colour: Triple = [data[at]! / 255, data[at + 1]! / 255, data[at + 2]! / 255];
    through(colour);
    for (const channel of [0, 1, 2] as const) output[at + channel] = Math.round(colour[channel] * 255);
  }
  return output;
}

/** Tetrahedral interpolation written down a second time, as its definition says it: barycentric weights of four corners. */
function byDefinition({ size, nodes }: Lattice, colour: Triple): Triple {
  const positions = colour.map((value) => value * (size - 1));
  const cell = positions.map((position) => Math.min(size - 2, Math.floor(position)));
  const fractions = positions.map((position, axis) => position - cell[axis]!);
  const order = [0, 1, 2].sort((one, other) => fractions[other]! - fractions[one]!);
  const corner = [...cell];
  const corners = [[...corner]];
  for (const axis of order) {
    corner[axis] = corner[axis]! + 1;
    corners.push([...corner]);
  }
  const [first, second, third] = order.map((axis) => fractions[axis]!) as Triple;
  const weights = [1 - first, first - second, second - third, third];
  const nodeAt = ([red = 0, green = 0, blue = 0]: number[], channel: number): number => nodes[(red + green * size + blue * size * size) * 3 + channel]!;
  return [0, 1, 2].map((channel) => corners.reduce((sum, place, index) => sum + weights[index]! * nodeAt(place, channel), 0)) as Triple;
}

const size = fc.constantFrom(2, 3, 4, 5, 9, 17, 25, 33);
const seed = fc.integer({ min: 1, max: 1_000_000 });
const channels = fc.constantFrom(3, 4);

describe('interpolation in a lattice', () => {
  it('weighs the four corners of the tetrahedron that a colour lies in', () => {
    const unit = fc.integer({ min: 0, max: 10_000 }).map((parts) => parts / 10_000);
    fc.assert(
      fc.property(fc.constantFrom(2, 3, 5, 9), seed, unit, unit, unit, (nodes, number, red, green, blue) => {
        const lattice = randomLattice(nodes, number);
        const colour: Triple = [red, green, blue];
        const expected = byDefinition(lattice, colour);
        interpolated(lattice)(colour);
        for (const channel of [0, 1, 2] as const) expect(Math.abs(colour[channel] - expected[channel])).toBeLessThan(1e-6);
      }),
      { numRuns: 300 },
    );
  });

  it('meets every node exactly, and takes colours from outside to the nearest edge', () => {
    const lattice = randomLattice(4, 3);
    const through = interpolated(lattice);
    for (let node = 0; node < 64; node += 1) {
      const colour: Triple = [(node % 4) / 3, (Math.floor(node / 4) % 4) / 3, Math.floor(node / 16) / 3];
      through(colour);
      expect(colour.every((value, channel) => Math.abs(value - lattice.nodes[node * 3 + channel]!) < 1e-6)).toBe(true);
    }
    const [beyond, edge]: [Triple, Triple] = [[1.7, -0.4, 0.5], [1, 0, 0.5]];
    through(beyond);
    through(edge);
    expect(beyond).toEqual(edge);
  });
});

describe('pixels sent through a lattice', () => {
  it('come out as interpolation says, to the nearest level or its neighbour, whatever the lattice; alpha is kept', () => {
    fc.assert(
      fc.property(size, channels, seed, (nodes, number, start) => {
        const lattice = randomLattice(nodes, start);
        const pixels = randomPixels(60, 20, number, start + 1);
        const output = applied(pixels, lattice);
        expect(farthest(output, reference(pixels, lattice))).toBeLessThanOrEqual(1);
        if (number === 4) expect(output.every((value, at) => at % 4 !== 3 || value === pixels.data[at])).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it.each([1, 32_767, 32_768, 32_769, 65_536, 65_537])('are all met, however many there are (%d)', (count) => {
    const lattice = randomLattice(5, count);
    for (const number of [3, 4] as const) {
      const pixels = randomPixels(count, 1, number, count);
      expect(farthest(applied(pixels, lattice), reference(pixels, lattice))).toBeLessThanOrEqual(1);
    }
  });

  it('lie anywhere in their buffer, and no byte around them is touched', () => {
    const around = Buffer.alloc(1000, 7);
    const pixels: Pixels = { data: around.subarray(101, 101 + 300), width: 100, height: 1, channels: 3 };
    randomPixels(100, 1, 3).data.copy(pixels.data);
    applyLattice(pixels, randomLattice(3, 5));
    expect([...around.subarray(0, 101), ...around.subarray(401)].every((value) => value === 7)).toBe(true);
  });

  it.each([2, 3, 17, 25, 33, 65])('are the same bytes after a lattice of %d that changes nothing', (nodes) => {
    const pixels = randomPixels(256, 128, 3, nodes);
    expect(applied(pixels, sampled(nodes, () => undefined)).equals(pixels.data)).toBe(true);
  });

  it('stay grey where they were, if the lattice keeps its greys neutral and whatever it does to colours', () => {
    const ramp: Pixels = { data: Buffer.from(Array.from({ length: 256 }, (_, value) => [value, value, value]).flat()), width: 256, height: 1, channels: 3 };
    fc.assert(
      fc.property(size, seed, (nodes, start) => {
        const random = lehmer(start);
        const lattice = sampled(nodes, (colour) => {
          const isGrey = colour[0] === colour[1] && colour[1] === colour[2];
          if (isGrey) colour[0] = colour[1] = colour[2] = random();
          else for (const channel of [0, 1, 2] as const) colour[channel] = random();
        });
        const output = applied(ramp, lattice);
        for (let at = 0; at < output.length; at += 3) expect(new Set(output.subarray(at, at + 3)).size).toBe(1);
      }),
      { numRuns: 30 },
    );
  });

  it('do not remember the lattice before', () => {
    const pixels = randomPixels(50, 50, 3);
    const [small, wide] = [randomLattice(3, 1), randomLattice(33, 2)];
    const alone = applied(pixels, small);
    applied(pixels, wide);
    expect(applied(pixels, small).equals(alone)).toBe(true);
  });
});
