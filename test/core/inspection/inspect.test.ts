import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { Measure } from '../../../core/documents.ts';
import { inspectTechnically } from '../../../core/inspection/inspect.ts';
import { limitsOf } from '../../../core/inspection/limits.ts';
import { measureIds } from '../../../core/inspection/measures.ts';
import { lehmer, noisePicture, plain, scene } from '../imaging/pictures.ts';

const expected = { width: 480, height: 320, format: 'png' } as const;
const good = await scene(480, 320);

async function inspect(pictures: readonly Buffer[], palette: readonly string[] = []) {
  const candidates = pictures.map((bytes) => ({ sha256: createHash('sha256').update(bytes).digest('hex'), bytes }));
  const inspections = await inspectTechnically({ candidates, expected, palette });
  return inspections.map(({ measures, ...rest }) => ({ ...rest, measures, of: (id: string) => measures.find((measure) => measure.id === id) }));
}
const one = async (picture: Buffer, palette: readonly string[] = []) => {
  const [inspection] = await inspect([picture], palette);
  if (inspection === undefined) throw new Error('Expected one inspection');
  return inspection;
};

describe('technical inspection', () => {
  it('passes a good picture in every measure, each of which is a valid document', async () => {
    const { measures, perceptualHash, sha256 } = await one(good, ['#c8322b', '#3c5a35']);
    expect(measures.filter(({ passed }) => !passed)).toEqual([]);
    expect(measures.map((measure) => Measure.parse(measure).id)).toEqual(measureIds.filter((id) => !['copy-space', 'duplicate', 'earlier-duplicate', 'archive-duplicate', 'subject-blur'].includes(id)));
    expect(perceptualHash).toMatch(/^[0-9a-f]{16}$/);
    expect(sha256).toBe(createHash('sha256').update(good).digest('hex'));
  });

  it('fails the gate on a size or format that was not asked for', async () => {
    const jpeg = await sharp(good).resize(470, 320, { fit: 'fill' }).jpeg().toBuffer();
    const inspection = await one(jpeg);
    expect(inspection.of('size')).toMatchObject({ gate: true, passed: false, message: 'Expected 480x320 but received 470x320' });
    expect(inspection.of('format')).toMatchObject({ gate: true, passed: false, message: 'Expected png but received jpeg' });
  });

  it.each(['#ffffff', '#000000', '#7a8290'])('fails the gate on an even %s', async (colour) => {
    expect((await one(await plain(480, 320, colour))).of('blank')).toMatchObject({ gate: true, passed: false, value: 0 });
  });

  it('does not call a quiet picture blank', async () => {
    const quiet = await sharp(good).linear(0.1, 200).png().toBuffer();
    expect((await one(quiet)).of('blank')?.passed).toBe(true);
  });

  it('advises on a picture drowned in black or burnt to white', async () => {
    const dark = await sharp(good).linear(1, -190).png().toBuffer();
    const bright = await sharp(good).linear(3, 100).png().toBuffer();
    expect((await one(dark)).of('clipped-shadows')).toMatchObject({ gate: false, passed: false });
    expect((await one(dark)).of('clipped-highlights')?.passed).toBe(true);
    expect((await one(bright)).of('clipped-highlights')).toMatchObject({ gate: false, passed: false });
  });

  it('tells a blurred picture from a sharp one', async () => {
    const blurred = await sharp(good).blur(4).png().toBuffer();
    expect((await one(good)).of('blur')?.value).toBeLessThan(limitsOf().blur.value / 2);
    expect((await one(blurred)).of('blur')).toMatchObject({ gate: false, passed: false });
  });

  it.each([
    ['white all around', { top: 12, bottom: 12, left: 12, right: 12 }, '#ffffff'],
    ['black above and below, as in films', { top: 30, bottom: 30 }, '#000000'],
  ])('sees a frame: %s', async (_, sides, background) => {
    const framed = await sharp(good).resize(440, 260).extend({ ...sides, background }).png().toBuffer();
    expect((await one(framed)).of('frame')).toMatchObject({ gate: false, passed: false });
  });

  it('does not take an even ground behind a product for a frame', async () => {
    const product = await sharp({ create: { width: 480, height: 320, channels: 3, background: '#ffffff' } })
      .composite([{ input: Buffer.from('<svg width="480" height="320"><ellipse cx="240" cy="170" rx="120" ry="100" fill="#a33"/></svg>') }])
      .png()
      .toBuffer();
    expect((await one(product)).of('frame')).toMatchObject({ passed: true, value: 0 });
  });

  it('measures how far the colours are from the palette, and only if there is one', async () => {
    expect((await one(good)).of('palette')).toBeUndefined();
    expect((await one(good, ['#c8322b'])).of('palette')?.value).toBeLessThan(8);
    expect((await one(good, ['#ff00ff', '#00ff40'])).of('palette')).toMatchObject({ gate: false, passed: false });
  });

  it('points out twins among the candidates, not strangers', async () => {
    const twin = await sharp(good).modulate({ brightness: 1.04 }).png().toBuffer();
    const other = await scene(480, 320, { x: 0.2, y: 0.25 });
    const [first, second, third] = await inspect([good, twin, await sharp(other).flop().flip().png().toBuffer()]);
    expect(first?.of('duplicate')).toMatchObject({ gate: false, passed: false });
    expect(second?.of('duplicate')?.passed).toBe(false);
    expect(third?.of('duplicate')?.passed).toBe(true);
    expect((await one(good)).of('duplicate')).toBeUndefined();
  });

  it('fails what cannot be decoded and goes on with the others', async () => {
    const [broken, fine] = await inspect([good.subarray(0, good.length / 2), good]);
    expect(broken?.measures).toMatchObject([{ id: 'readable', gate: true, passed: false, value: 0 }]);
    expect(broken?.measures[0]?.message).toMatch(/damaged/);
    expect(broken?.perceptualHash).toBe('0'.repeat(16));
    expect(fine?.measures.every(({ passed }) => passed)).toBe(true);
  });

  it('answers for any damaged bytes with measures, never with a crash', async () => {
    const random = lehmer(3);
    const small = await sharp(await noisePicture(48, 32)).png().toBuffer();
    const damaged = Array.from({ length: 150 }, () => {
      const bytes = Buffer.from(small);
      for (let flip = 0; flip < 4; flip += 1) bytes[Math.floor(random() ** 3 * bytes.length)] = Math.floor(random() * 256);
      return bytes;
    });
    const inspections = await inspect(damaged);
    expect(inspections).toHaveLength(150);
    expect(inspections.some(({ of }) => of('readable')?.passed === false)).toBe(true);
  });
});
