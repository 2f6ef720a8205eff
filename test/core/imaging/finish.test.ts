import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { Deliverable, Grade } from '../../../core/brief/schema.ts';
import { UnreadableImage } from '../../../core/errors.ts';
import { decode } from '../../../core/imaging/decode.ts';
import { type FinishRequest, finish } from '../../../core/imaging/finish.ts';
import { resolveDeliverables } from '../../../core/imaging/presets.ts';
import { facts } from './facts.ts';
import { noisePicture, scene } from './pictures.ts';

const original = await scene(768, 512);
const neutral = Grade.parse({});
const request = (deliverables: unknown[], changes: Partial<FinishRequest> = {}): FinishRequest => ({
  original,
  grade: neutral,
  deliverables: resolveDeliverables(deliverables.map((deliverable) => Deliverable.parse(deliverable))),
  facts: facts(),
  ...changes,
});

describe('finishing', () => {
  it('makes each deliverable in each of its formats, in the order of the brief', async () => {
    const { renditions, warnings } = await finish(
      request(['web-640', { name: 'badge', width: 64, height: 64, formats: ['png'] }, { name: 'wide', width: 500, height: 100, formats: ['webp', 'jpeg'] }]),
      { concurrency: 2 },
    );
    expect(renditions.map(({ fileName, width, height, mediaType }) => [fileName, width, height, mediaType])).toEqual([
      ['web-640.avif', 640, 427, 'image/avif'],
      ['web-640.webp', 640, 427, 'image/webp'],
      ['web-640.jpg', 640, 427, 'image/jpeg'],
      ['badge.png', 64, 64, 'image/png'],
      ['wide.webp', 500, 100, 'image/webp'],
      ['wide.jpg', 500, 100, 'image/jpeg'],
    ]);
    expect(warnings).toEqual([]);
    for (const { bytes, width, height, mediaType } of renditions) {
      const found = await sharp(bytes).metadata();
      expect(found).toMatchObject({ width, height, format: mediaType === 'image/avif' ? 'heif' : mediaType.slice(6) });
      expect(found.xmp).toBeDefined();
      expect(found.icc).toBeDefined();
    }
  });

  it('leaves the original untouched and, without a grade, gives the master the same pixels', async () => {
    const before = createHash('sha256').update(original).digest('hex');
    const { master, gradeReport } = await finish(request(['open-graph']));
    expect(createHash('sha256').update(original).digest('hex')).toBe(before);
    expect(gradeReport.neutral).toBe(true);
    expect((await decode(master.bytes)).data.equals((await decode(original)).data)).toBe(true);
    expect((await sharp(master.bytes).metadata()).xmpAsString).toContain('AIPromptInformation');
  });

  it('shows the part of the master that its window says', async () => {
    const { renditions } = await finish(request([{ name: 'square', width: 512, height: 512, formats: ['png'] }]));
    const [square] = renditions;
    if (square === undefined) throw new Error('Expected a rendition');
    expect(square.window).toMatchObject({ top: 0, width: 512, height: 512 });
    expect(square.enlargement).toBe(1);
    const cut = await sharp(original).extract(square.window).raw().toBuffer();
    expect((await decode(square.bytes)).data.equals(cut)).toBe(true);
  });

  it('lets the focal point steer every crop', async () => {
    const { renditions } = await finish(request([{ name: 'square', width: 100, height: 100, formats: ['jpeg'] }], { focus: { x: 0.1, y: 0.5 } }));
    expect(renditions[0]?.window.left).toBe(0);
  });

  it('grades the master and all renditions alike', async () => {
    const { master, renditions, gradeReport } = await finish(
      request([{ name: 'half', width: 384, height: 256, formats: ['png'] }], { grade: Grade.parse({ saturation: 0 }) }),
    );
    expect(gradeReport.meanDeltaE).toBeGreaterThan(5);
    for (const bytes of [master.bytes, renditions[0]?.bytes ?? Buffer.alloc(0)]) {
      const { data, channels } = await decode(bytes);
      for (let at = 0; at < data.length; at += channels * 997) {
        expect(Math.max(...data.subarray(at, at + 3)) - Math.min(...data.subarray(at, at + 3))).toBeLessThanOrEqual(1);
      }
    }
  });

  it('warns of pixels enlarged more than twice, and only then', async () => {
    const { renditions, warnings } = await finish(
      request([
        { name: 'poster', width: 1700, height: 1134, formats: ['jpeg'] },
        { name: 'page', width: 1500, height: 1000, formats: ['jpeg'] },
      ]),
    );
    expect(renditions.map(({ enlargement }) => Number(enlargement.toFixed(2)))).toEqual([2.21, 1.95]);
    expect(warnings).toEqual([expect.stringMatching(/^Expected poster to enlarge pixels at most 2 times but its size needs 2\.2 times/)]);
  });

  it('reports a budget that no allowed quality meets, and keeps the rendition', async () => {
    const { renditions, warnings } = await finish(
      request([{ name: 'tiny', width: 400, height: 400, formats: ['jpeg'], maxBytes: 4_000 }], { original: await noisePicture(512, 512) }),
    );
    expect(renditions[0]?.bytes.length).toBeGreaterThan(4_000);
    expect(warnings).toEqual([expect.stringMatching(/^Expected tiny\.jpg within 4000 bytes but received \d+ at the lowest allowed quality/)]);
  });

  it('gives the same bytes for the same request, however many jobs run at once', async () => {
    const wish = request(['web-640', 'open-graph']);
    const [one, four] = await Promise.all([finish(wish), finish(wish, { concurrency: 4 })]);
    for (const [index, rendition] of one.renditions.entries()) {
      expect(rendition.bytes.equals(four.renditions[index]?.bytes ?? Buffer.alloc(0))).toBe(true);
    }
  });

  it('keeps transparency where the format has it', async () => {
    const ghost = await sharp({ create: { width: 60, height: 60, channels: 4, background: { r: 200, g: 20, b: 20, alpha: 0.4 } } }).png().toBuffer();
    const { renditions } = await finish(request([{ name: 'ghost', width: 30, height: 30, formats: ['png', 'webp', 'avif', 'jpeg'] }], { original: ghost }));
    expect(await Promise.all(renditions.map(async ({ bytes }) => (await sharp(bytes).metadata()).hasAlpha))).toEqual([true, true, true, false]);
  });

  it('refuses what is not a picture', async () => {
    await expect(finish(request(['open-graph'], { original: Buffer.from('not a picture') }))).rejects.toThrow(UnreadableImage);
  });
});
