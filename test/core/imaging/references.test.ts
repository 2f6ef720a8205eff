import { readFile, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decode } from '../../../core/imaging/decode.ts';
import { type FinishRequest, finishRenditions } from '../../../core/imaging/finish.ts';
import { parseCube } from '../../../core/imaging/grade/cube.ts';
import { sharpOf } from '../../../core/imaging/pixels.ts';
import { resolveDeliverables } from '../../../core/imaging/presets.ts';
import { Recipe } from '../../../core/imaging/recipe.ts';
import { similarity } from '../../../core/imaging/similarity.ts';
import { photographOf, readPhotograph } from '../../fixtures/photographs.ts';
import { facts } from './facts.ts';
import { differences } from './measures.ts';

/**
 * Finished pictures that somebody has looked at and found right; `fixtures/references/README.md` says what is to be
 * seen. `UPDATE_REFERENCES=1` writes them anew: look at each before you keep it.
 */

const leastSimilarity = 0.995;
const mostDifference = 1;

interface Reference {
  readonly name: string;
  readonly photograph: string;
  /** The original is reduced to this width before it is finished. */
  readonly reducedTo?: number;
  /** The box of the fixtures is given as the subject. */
  readonly keepsSubject?: boolean;
  readonly recipe: object;
  readonly deliverable: object;
}

const references: readonly Reference[] = [
  { name: 'toucan-vivid-4x5', photograph: 'labelled/toucan', keepsSubject: true, recipe: { grade: { exposure: 0.25, contrast: 1.2, saturation: 1.25, temperature: 15 } }, deliverable: { width: 240, height: 300 } },
  { name: 'eiffel-tower-grey-9x16', photograph: 'labelled/eiffel-tower', recipe: { grade: { saturation: 0, contrast: 1.35 } }, deliverable: { width: 180, height: 320, crop: 'centre' } },
  { name: 'koala-brand-square', photograph: 'labelled/koala', keepsSubject: true, recipe: { grade: { brandTint: { colour: '#1f6fb2', strength: 0.45 }, balance: { shadows: { blue: 30 }, highlights: { red: 20 } } } }, deliverable: { width: 280, height: 280 } },
  { name: 'desert-hikers-look-21x9', photograph: 'labelled/desert-hikers', keepsSubject: true, recipe: { grade: { lut: { file: 'looks/late-summer.cube' } } }, deliverable: { width: 392, height: 168 } },
  { name: 'didgeridoo-player-corrected-2x3', photograph: 'labelled/didgeridoo-player', recipe: { grade: { correct: { whiteBalance: 'shades-of-grey', exposure: 'measured', maxCast: 0.4, maxStops: 1 } }, focus: { x: 0.5, y: 0.3 } }, deliverable: { width: 200, height: 300 } },
  { name: 'nuthatch-enlarged-3x', photograph: 'labelled/nuthatch', reducedTo: 120, recipe: {}, deliverable: { width: 360 } },
  { name: 'dogs-watermark-3x2', photograph: 'labelled/dogs-at-window', keepsSubject: true, recipe: { watermark: { file: 'mark.png', width: 0.3, margin: 0.06, opacity: 0.85, corner: 'bottom-left' } }, deliverable: { width: 330, height: 220 } },
];

/** A white ring and a bar on nothing. */
async function mark() {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="80"><circle cx="40" cy="40" r="28" fill="none" stroke="#fff" stroke-width="12"/><rect x="88" y="28" width="104" height="24" rx="12" fill="#fff"/></svg>';
  return decode(await sharp(Buffer.from(svg)).png().toBuffer());
}

async function finished({ photograph, reducedTo, keepsSubject, recipe, deliverable }: Reference) {
  const record = photographOf(photograph);
  const parsed = Recipe.parse({ ...recipe, subject: keepsSubject === true ? record.subject : undefined, deliverables: [{ name: 'reference', formats: ['png'], ...deliverable }] });
  const original = await readPhotograph(record);
  const request: FinishRequest = {
    original: reducedTo === undefined ? original : await sharp(original).resize(reducedTo).png().toBuffer(),
    grade: parsed.grade,
    lut: parsed.grade.lut === undefined ? undefined : parseCube(await readFile(new URL(`../../fixtures/${parsed.grade.lut.file}`, import.meta.url), 'utf8'), parsed.grade.lut.file),
    encoding: parsed.encoding,
    deliverables: resolveDeliverables(parsed.deliverables),
    watermark: parsed.watermark === undefined ? undefined : { mark: await mark(), settings: parsed.watermark },
    facts: facts(),
    subject: parsed.subject,
    focus: parsed.focus,
  };
  const [rendition] = (await finishRenditions(request)).renditions;
  return { rendition: rendition!, pixels: await decode(rendition!.bytes) };
}

describe('a finished picture looks like the reference that was reviewed', () => {
  it.each(references)('$name', async (reference) => {
    const { rendition, pixels } = await finished(reference);
    const file = new URL(`../../fixtures/references/${reference.name}.webp`, import.meta.url);
    if (process.env.UPDATE_REFERENCES === '1') await writeFile(file, await sharpOf(pixels).webp({ lossless: true, effort: 6 }).toBuffer());

    const expected = await decode(await readFile(file));
    expect(rendition).toMatchObject({ width: expected.width, height: expected.height, format: 'png' });
    expect(similarity(pixels, expected)).toBeGreaterThanOrEqual(leastSimilarity);
    expect(differences(pixels, expected).mean).toBeLessThanOrEqual(mostDifference);
  });

  it('and not like the photograph that was not graded: the comparison can tell', async () => {
    for (const reference of references.filter(({ recipe }) => 'grade' in recipe)) {
      const expected = await decode(await readFile(new URL(`../../fixtures/references/${reference.name}.webp`, import.meta.url)));
      const { pixels } = await finished({ ...reference, recipe: { ...reference.recipe, grade: {} } });
      expect(differences(pixels, expected).mean, reference.name).toBeGreaterThan(mostDifference * 2);
    }
  });
});
