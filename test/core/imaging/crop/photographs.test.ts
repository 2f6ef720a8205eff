import { expect, it } from 'vitest';
import { type Croppable, chooseCrop } from '../../../../core/imaging/crop/window.ts';
import { decode } from '../../../../core/imaging/decode.ts';
import { proxyOf } from '../../../../core/imaging/pixels.ts';
import { CropStrategy } from '../../../../core/imaging/recipe.ts';
import { type Photograph, labelled, readPhotograph } from '../../../fixtures/photographs.ts';

const ratios = [
  [16, 9],
  [3, 2],
  [1, 1],
  [4, 5],
  [2, 3],
  [9, 16],
  [21, 9],
] as const;
/** A crop that keeps less than this share of its subject has lost it, if a window of its shape could keep as much. */
const lostBelow = 0.5;
const mostLost = 0.02;

/** The largest share of the subject that any window of that shape holds: a tall tower has no half in a strip of 21:9. */
function mostOf({ width, height, subject }: Photograph, [across, down]: readonly [number, number]): number {
  const scale = Math.min(width / across, height / down);
  return Math.min(1, (across * scale) / (subject.width * width)) * Math.min(1, (down * scale) / (subject.height * height));
}

async function croppable(photograph: Photograph): Promise<Croppable> {
  const pixels = await decode(await readPhotograph(photograph));
  return { width: pixels.width, height: pixels.height, proxy: await proxyOf(pixels, 256) };
}

/** Shares of the subject that the crops of one photograph keep, by strategy, and once more with the subject told. */
async function keptBy(photograph: Photograph): Promise<Map<string, number[]>> {
  const picture = await croppable(photograph);
  const { subject } = photograph;
  const area = subject.width * subject.height;
  const kept = new Map<string, number[]>();
  for (const strategy of CropStrategy.options) {
    for (const told of [false, true]) {
      const shares = await Promise.all(
        ratios.map(async ([width, height]) => {
          const { window } = await chooseCrop(picture, width, height, told ? { strategy, subject } : { strategy });
          // Measured here, not taken from the report.
          const across = Math.min(subject.x + subject.width, (window.left + window.width) / picture.width) - Math.max(subject.x, window.left / picture.width);
          const down = Math.min(subject.y + subject.height, (window.top + window.height) / picture.height) - Math.max(subject.y, window.top / picture.height);
          return (Math.max(0, across) * Math.max(0, down)) / area;
        }),
      );
      kept.set(told ? `${strategy} with subject` : strategy, shares);
    }
  }
  return kept;
}

it('crops of labelled photographs keep their subjects: with the box given, at most one in fifty loses half of one that it could keep', async () => {
  const all = new Map<string, { share: number; most: number }[]>();
  for (const photograph of labelled) {
    for (const [name, shares] of await keptBy(photograph)) all.set(name, [...(all.get(name) ?? []), ...shares.map((share, index) => ({ share, most: mostOf(photograph, ratios[index]!) }))]);
  }
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const rows = [...all].map(([strategy, crops]) => ({
    strategy,
    crops: crops.length,
    below: crops.filter(({ share }) => share < lostBelow).length,
    impossible: crops.filter(({ most }) => most < lostBelow).length,
    lost: mean(crops.map(({ share, most }) => (share < lostBelow && most >= lostBelow ? 1 : 0))),
    kept: mean(crops.map(({ share }) => share)),
  }));
  // eslint-disable-next-line no-console
  console.table(
    Object.fromEntries(
      rows.map(({ strategy, crops, below, impossible, lost, kept }) => [
        strategy,
        { crops, 'keep less than half': below, 'of these, no window can': impossible, 'lost, %': Number((lost * 100).toFixed(1)), 'kept, %': Number((kept * 100).toFixed(1)) },
      ]),
    ),
  );

  for (const { strategy, crops, lost } of rows) {
    expect(crops).toBe(labelled.length * ratios.length);
    if (strategy.endsWith('with subject')) expect(lost).toBeLessThanOrEqual(mostLost);
  }
  // Given the box, each crop keeps as much as any window of its shape could, but for the pixel it is placed by.
  for (const [strategy, crops] of all) if (strategy.endsWith('with subject')) for (const { share, most } of crops) expect(share).toBeGreaterThan(most - 0.01);
  const keptOf = (name: string): number => rows.find(({ strategy }) => strategy === name)!.kept;
  expect(keptOf('smart')).toBeGreaterThan(keptOf('centre'));
});
