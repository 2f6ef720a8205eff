import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInput } from '../../../../core/errors.ts';
import type { Triple } from '../../../../core/imaging/colour-spaces.ts';
import { parseCube } from '../../../../core/imaging/grade/cube.ts';
import { lehmer } from '../pictures.ts';

/** A table of 2 whose colours are all unlike each other, red running fastest. */
const corners = ['0 0 0', '0.9 0.1 0', '0.1 0.8 0', '1 0.9 0.1', '0 0.1 0.7', '0.8 0 0.9', '0.1 1 0.8', '1 0.95 0.9'];
const cube = (...lines: string[]): string => ['LUT_3D_SIZE 2', ...lines, ...corners].join('\n');

function through(text: string, ...colour: Triple): Triple {
  parseCube(text, 'look.cube').colourFunction(colour);
  return colour;
}

const close = (expected: Triple): unknown => expected.map((value) => expect.closeTo(value, 5) as unknown);

describe('a .cube file', () => {
  it('with a table of three dimensions has red running fastest and is met at its corners', () => {
    const look = parseCube(cube('TITLE "Late summer"'), 'look.cube');
    expect(look).toMatchObject({ title: 'Late summer', kind: '3D', size: 2, lattice: { size: 2 } });
    for (const [index, row] of corners.entries()) {
      expect(through(cube(), index & 1, (index >> 1) & 1, index >> 2)).toEqual(close(row.split(' ').map(Number) as Triple));
    }
  });

  it('with a table of one dimension sends each channel through its own column', () => {
    const curves = 'LUT_1D_SIZE 3\n0 1 0\n0.25 0.5 0.6\n1 0 1\n';
    expect(parseCube(curves, 'curves.cube')).toMatchObject({ kind: '1D', size: 3, lattice: null, title: null });
    expect(through(curves, 0.5, 0.25, 0.75)).toEqual(close([0.25, 0.75, 0.8]));
    expect(through(curves, -1, 2, 1)).toEqual(close([0, 0, 1]));
  });

  it.each([
    ['comments and empty lines', `# by hand\n\n${cube('# a remark', '')}\n\n# the end\n`],
    ['Windows line ends', cube('TITLE "x"').replaceAll('\n', '\r\n')],
    ['old Macintosh line ends', cube().replaceAll('\n', '\r')],
    ['a byte order mark', `\uFEFF${cube()}`],
    ['tabs and blanks', cube().replaceAll(' ', ' \t ').replaceAll('\n', '  \n\t')],
    ['exponents and signs', cube().replace('0.9 0.1 0', '+9e-1 1E-1 -0.0')],
  ])('may have %s', (_, text) => {
    expect(through(text, 1, 0, 0)).toEqual(close([0.9, 0.1, 0]));
  });

  it('may say which values its table covers, and in Resolve’s words', () => {
    const adobe = cube('DOMAIN_MIN 0.2 0 -1', 'DOMAIN_MAX 0.6 2 1');
    expect(through(adobe, 0.6, 0, -1)).toEqual(close([0.9, 0.1, 0]));
    expect(through(adobe, 0.4, 0, -1)).toEqual(close([0.45, 0.05, 0]));
    expect(parseCube(adobe, 'look.cube').lattice).toBeNull();
    expect(through(cube('LUT_3D_INPUT_RANGE 0.25 0.75'), 0.75, 0, 0.25)).toEqual(close([0.9, 0.1, 0]));
    expect(through('LUT_1D_SIZE 2\nLUT_1D_INPUT_RANGE 0 2\n0 0 0\n1 1 1\n', 1, 2, 3)).toEqual(close([0.5, 1, 1]));
  });

  it('may state the usual domain, and is then its own lattice', () => {
    expect(parseCube(cube('DOMAIN_MIN 0 0 0', 'DOMAIN_MAX 1.0 1.0 1.0'), 'look.cube').lattice).not.toBeNull();
  });

  it.each([
    ['nothing', '', 'Expected LUT_3D_SIZE or LUT_1D_SIZE in look.cube but received neither'],
    ['no size', '0 0 0\n1 1 1\n', 'LUT_3D_SIZE or LUT_1D_SIZE'],
    ['both sizes', 'LUT_3D_SIZE 2\nLUT_1D_SIZE 2\n', 'either LUT_3D_SIZE or LUT_1D_SIZE in look.cube but received both'],
    ['an unknown keyword', cube('LUT_2D_SIZE 4'), 'look.cube, line 2, but received "LUT_2D_SIZE 4"'],
    ['prose', `Hello\n${cube()}`, 'a keyword of the format or three numbers in look.cube, line 1,'],
    ['a size that is no number', 'LUT_3D_SIZE many', 'a whole number from 2 to 65 after LUT_3D_SIZE in look.cube, line 1, but received "many"'],
    ['a size of one', 'LUT_3D_SIZE 1', 'a whole number from 2 to 65'],
    ['a size too large', '# big\nLUT_3D_SIZE 129', 'look.cube, line 2, but received "129"'],
    ['a curve too large', 'LUT_1D_SIZE 65536', 'a whole number from 2 to 4096'],
    ['a size with a fraction', 'LUT_3D_SIZE 2.5', 'a whole number'],
    ['a row of two numbers', cube().replace('0.1 0.8 0', '0.1 0.8'), 'three numbers in look.cube, line 4, but received "0.1 0.8"'],
    ['a row of four numbers', cube().replace('0.1 0.8 0', '0.1 0.8 0 1'), 'three numbers in look.cube, line 4,'],
    ['a word among numbers', cube().replace('0.1 0.8 0', '0.1 0.8 x'), 'three numbers in look.cube, line 4,'],
    ['a number that is none', cube().replace('0.1 0.8 0', '0.1 0.8 NaN'), 'three numbers in look.cube, line 4,'],
    ['an endless number', cube().replace('0.1 0.8 0', '0.1 0.8 1e999'), 'three numbers in look.cube, line 4,'],
    ['a row too few', cube().split('\n').slice(0, -1).join('\n'), '8 rows of three numbers in look.cube but received 7'],
    ['a row too many', `${cube()}\n0 0 0`, '8 rows of three numbers in look.cube but received 9'],
    ['a domain the wrong way round', cube('DOMAIN_MIN 0 0 1'), 'a DOMAIN_MAX above DOMAIN_MIN in look.cube but received 0 0 1 to 1 1 1'],
    ['half a domain', cube('DOMAIN_MAX 1 1'), 'three numbers in look.cube, line 2,'],
    ['half a range', cube('LUT_3D_INPUT_RANGE 0'), 'two numbers in look.cube, line 2, but received "0"'],
  ])('with %s is refused with what was expected', (_, text, message) => {
    expect(() => parseCube(text, 'look.cube')).toThrow(InvalidInput);
    expect(() => parseCube(text, 'look.cube')).toThrow(message);
  });

  it('of more rows than any table has is refused before they are all read', () => {
    expect(() => parseCube(`LUT_3D_SIZE 65\n${'0 0 0\n'.repeat(65 ** 3 + 1)}`, 'look.cube')).toThrow(/at most 274625 rows in look\.cube, line 274627,/u);
    expect(() => parseCube('#'.repeat(16_000_001), 'look.cube')).toThrow(/at most 16000000 characters/u);
  });

  it('that somebody tampered with is read or refused as InvalidInput, and what is read gives colours', () => {
    const whole = cube('TITLE "x"', 'DOMAIN_MIN 0 0 0', 'DOMAIN_MAX 1 1 1');
    const piece = fc.constantFrom('', ' ', '\n', '\r', '#', '"', '-', '.', 'e', '1e39', '-1e308', '1e-320', 'NaN', 'Infinity', '0x1f', 'LUT_1D_SIZE 2', 'DOMAIN_MAX 1e308 1 1', '0 0 0\n', '\u0000', '💥');
    let refused = 0;
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(999), fc.nat(6), piece), { minLength: 1, maxLength: 4 }), (changes) => {
        let text = whole;
        for (const [where, length, insertion] of changes) {
          const at = Math.floor((where / 1000) * text.length);
          text = text.slice(0, at) + insertion + text.slice(at + length);
        }
        try {
          const { colourFunction, size } = parseCube(text, 'look.cube');
          expect(size).toBeGreaterThanOrEqual(2);
          for (const colour of [[0.3, 0.6, 1], [0, 0, 0], [1, 1, 1]] as Triple[]) {
            colourFunction(colour);
            expect(colour.every((value) => !Number.isNaN(value))).toBe(true);
          }
        } catch (error) {
          if (!(error instanceof InvalidInput)) throw error;
          refused += 1;
        }
      }),
      { numRuns: 2000, seed: 3 },
    );
    expect(refused).toBeGreaterThan(500);
  });

  it.each(['1e39', '-1e308'])('with a number larger than a table holds (%s) is refused, or its colours are numbers all the same', (huge) => {
    const text = cube().replace('0.9 0.1 0', `${huge} 0.1 0`);
    const found = ((): unknown => {
      try {
        return [through(text, 0, 0, 0), through(text, 0, 1, 0)];
      } catch (error) {
        return error instanceof InvalidInput ? 'refused' : error;
      }
    })();
    if (found !== 'refused') expect(found).toEqual([close([0, 0, 0]), close([0.1, 0.8, 0])]);
  });

  it('of random colours gives back each of its nodes', () => {
    const random = lehmer(9);
    const rows = Array.from({ length: 27 }, () => [random(), random(), random()] as Triple);
    const text = `LUT_3D_SIZE 3\n${rows.map((row) => row.map((value) => value.toFixed(6)).join(' ')).join('\n')}\n`;
    for (const [node, row] of rows.entries()) {
      expect(through(text, (node % 3) / 2, (Math.floor(node / 3) % 3) / 2, Math.floor(node / 9) / 2)).toEqual(close(row));
    }
  });
});
