import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exiftool } from 'exiftool-vendored';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decode } from '../../../core/imaging/decode.ts';
import { encode } from '../../../core/imaging/encode/encode.ts';
import { SizeModel } from '../../../core/imaging/encode/size-model.ts';
import { fileMetadata, xmpLimit, xmpPacket } from '../../../core/imaging/metadata.ts';
import type { Pixels } from '../../../core/imaging/pixels.ts';
import { ProvenanceFacts } from '../../../core/imaging/provenance.ts';
import type { MetadataProfile } from '../../../core/imaging/recipe.ts';
import { facts } from './facts.ts';
import { scene, withAlpha } from './pictures.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'galley-metadata-'));
});
afterAll(async () => {
  await exiftool.end();
  await rm(folder, { recursive: true });
});

const picture = await decode(await scene(120, 80));
const formats = ['jpeg', 'png', 'webp', 'avif'] as const;

/** Writes a file as finishing does and reads everything in it with exiftool. */
async function readBack(format: (typeof formats)[number], profile: MetadataProfile, about = facts(), dpi: number | null = null, pixels: Pixels = picture, maxBytes: number | null = null) {
  const { bytes } = await encode({ pixels, format, profile: 'fast', metadata: fileMetadata(about, profile, dpi), maxBytes, score: false }, new SizeModel());
  const file = join(folder, `${randomUUID()}.${format}`);
  await writeFile(file, bytes);
  return exiftool.readRaw<Record<string, unknown>>(file, { readArgs: ['-G1', '-struct', '-validate', '-all'] });
}

describe.each(formats)('metadata of a %s file, read by exiftool', (format) => {
  it('has every fact in the internal profile', async () => {
    expect(await readBack(format, 'internal')).toMatchObject({
      'XMP-iptcExt:DigitalSourceType': 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
      'XMP-iptcExt:AIPromptInformation': facts().prompt!.text,
      'XMP-iptcExt:AIPromptWriterName': 'ada@example.com',
      'XMP-iptcExt:AISystemUsed': 'OpenAI gpt-image-2',
      'XMP-iptcExt:AISystemVersionUsed': 'gpt-image-2-2026-04-21',
      'XMP-iptcCore:AltTextAccessibility': facts().altText,
      'XMP-dc:Title': 'Frühlingsfest am Zürichsee',
      'XMP-dc:Description': 'A dog & a <red> frisbee, "mid-air"',
      'XMP-dc:Creator': ['Ada Núñez'],
      'XMP-dc:Subject': ['dog', 'frisbee', '公園'],
      'XMP-dc:Rights': '© 2026 Acme',
      'XMP-photoshop:Credit': 'Acme Outdoor',
      'XMP-galley:AssetId': facts().assetId,
      'XMP-galley:RunId': facts().runId,
      'XMP-galley:Candidate': facts().candidate,
      'XMP-galley:Template': 'photo@1.2.0',
      'XMP-galley:ParametersSent': '{"size":"1536x1024","n":3}',
      'XMP-galley:ParametersNotSent': ['seed=7: the model takes none'],
      'XMP-galley:Decision': 'approve',
      'XMP-galley:DecidedBy': 'boss@example.com',
      'XMP-galley:ReviewId': 'f'.repeat(24),
      'XMP-galley:Lineage': ['1 generate', `2 edit of ${'cd'.repeat(32)}`],
      'IFD0:Software': 'Galley',
      'IFD0:Artist': 'Ada Nunez',
      'IFD0:Copyright': '(c) 2026 Acme',
      'ExifIFD:ColorSpace': 'sRGB',
      'ICC_Profile:ProfileDescription': 'sRGB',
    });
  });

  it('marks the picture as generated in the public profile, without prompt or person', async () => {
    const tags = await readBack(format, 'public');
    expect(tags).toMatchObject({
      'XMP-iptcExt:DigitalSourceType': 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
      'XMP-iptcExt:AISystemUsed': 'OpenAI gpt-image-2',
      'XMP-iptcExt:AISystemVersionUsed': 'gpt-image-2-2026-04-21',
      'XMP-photoshop:Credit': 'Acme Outdoor',
      'XMP-galley:AssetId': facts().assetId,
    });
    const everything = JSON.stringify(tags);
    for (const secret of ['retriever catching', 'Núñez', 'Nunez', 'ada@', 'boss@', 'photo@1.2.0', 'Frühlingsfest', '1536x1024']) {
      expect(everything).not.toContain(secret);
    }
  });
});

describe('an XMP packet', () => {
  it('cuts a prompt that a JPEG would silently drop, and says so', async () => {
    const long = facts({ prompt: { ...facts().prompt, text: '<日本 & 語> '.repeat(4000) } });
    const tags = await readBack('jpeg', 'internal', long);
    expect(tags['XMP-galley:PromptComplete']).toBe(false);
    expect(tags['XMP-iptcExt:AIPromptInformation']).toMatch(/^<日本 & 語> .*\[cut here; the whole prompt is in the companion document\]$/u);
    expect(tags['XMP-iptcExt:AISystemUsed']).toBe('OpenAI gpt-image-2');
  });

  it('stays below the limit and well-formed for any text', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 400 }), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3000, size: 'max' }));
    fc.assert(
      fc.property(text, text, fc.array(text, { maxLength: 60 }), fc.integer({ min: 1, max: 40 }), (title, prompt, keywords, times) => {
        const packet = xmpPacket(facts({ title, keywords, prompt: { ...facts().prompt, text: prompt.repeat(times) } }), 'internal');
        expect(Buffer.byteLength(packet)).toBeLessThanOrEqual(xmpLimit);
        expect(packet.isWellFormed()).toBe(true);
        // Every & begins an entity, and no character is one that XML forbids.
        expect(packet.replace(/&(amp|lt|gt|quot|apos|#13);/g, '')).not.toContain('&');
        // eslint-disable-next-line no-control-regex
        expect(packet).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/);
      }),
      { numRuns: 60 },
    );
  });

  it('of a photograph that no run made claims nothing of the kind, and has no empty field', () => {
    const packet = xmpPacket(ProvenanceFacts.parse({ candidate: 'ab'.repeat(32), title: 'A koala' }), 'internal');
    expect(packet).toContain('A koala');
    expect(packet).toContain('ab'.repeat(32));
    for (const absent of ['DigitalSourceType>', 'AISystemUsed>', 'AIPromptInformation>', 'promptComplete>', 'galley:runId>', 'galley:round>', 'undefined', 'null']) expect(packet).not.toContain(absent);
    expect(packet).not.toMatch(/<([\w:]+)[^>]*><\/\1>/u);
  });

  it('calls a picture that others went into a composite', () => {
    expect(xmpPacket(facts({ sourceType: 'composite' }), 'public')).toContain('compositeWithTrainedAlgorithmicMedia');
  });
});

describe.each(formats)('a %s file', (format) => {
  it.each([[300, 300], [150, 150], [null, 72]])('has its resolution in dots per inch: %s is written as %d', async (dpi, written) => {
    const tags = await readBack(format, 'internal', facts(), dpi);
    expect(tags).toMatchObject({ 'IFD0:XResolution': written, 'IFD0:YResolution': written, 'IFD0:ResolutionUnit': 'inches' });
    if (format === 'png') expect(tags).toMatchObject({ 'PNG-pHYs:PixelsPerUnitX': Math.round(written / 0.0254), 'PNG-pHYs:PixelUnits': 'meters' });
  });

  it('is well-formed to exiftool’s mind, in both profiles, for paper, with alpha and under a budget', async () => {
    const files = [
      await readBack(format, 'internal'),
      await readBack(format, 'public', facts(), 300),
      await readBack(format, 'internal', facts(), null, withAlpha(picture)),
      await readBack(format, 'public', facts(), null, picture, 9_000),
      await readBack(format, 'public', facts({ title: undefined, altText: undefined, rights: undefined, keywords: [], creators: [] })),
    ];
    for (const tags of files) {
      expect(tags['ExifTool:Validate']).toBe('OK');
      expect(Object.keys(tags).filter((tag) => /warning|error/iu.test(tag) && tag !== 'warnings' && tag !== 'errors')).toEqual([]);
    }
  });
});
