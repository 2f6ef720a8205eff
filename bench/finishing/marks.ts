import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exiftool } from 'exiftool-vendored';
import { finish } from '../../core/imaging/finish.ts';
import { resolveDeliverables } from '../../core/imaging/presets.ts';
import { Grade } from '../../core/imaging/recipe.ts';
import { photographOf, readPhotograph } from '../../test/fixtures/photographs.ts';
import { type Chapter, percent } from './report.ts';
import type { Workshop } from './workshop.ts';

/** The properties by which IPTC 2025.1 marks a picture that a model made, and what this one says. */
const marks = {
  'XMP-iptcExt:DigitalSourceType': 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
  'XMP-iptcExt:AIPromptInformation': 'An otter on a warm stone — "wet", with <whiskers> & 川獺',
  'XMP-iptcExt:AIPromptWriterName': 'Zoë Müller',
  'XMP-iptcExt:AISystemUsed': 'OpenAI gpt-image-2',
  'XMP-iptcExt:AISystemVersionUsed': 'gpt-image-2-2026-04-21',
} as const;

/** Whether exiftool reads the marks of generated pictures back, word for word. */
export async function marksChapter(shop: Workshop): Promise<Chapter> {
  const { renditions } = await finish({
    original: await readPhotograph(photographOf('large/red-panda')),
    grade: Grade.parse({}),
    encoding: 'fast',
    deliverables: resolveDeliverables([{ name: 'marked', width: 400, height: 400, formats: ['jpeg', 'webp', 'avif', 'png'], metadata: 'internal' }]),
    facts: {
      candidate: '0'.repeat(64), keywords: [], creators: [], sourceType: 'generated',
      system: { name: marks['XMP-iptcExt:AISystemUsed'], version: marks['XMP-iptcExt:AISystemVersionUsed'] },
      prompt: { text: marks['XMP-iptcExt:AIPromptInformation'], writer: marks['XMP-iptcExt:AIPromptWriterName'] },
    },
  });
  const folder = await shop.folder('marked');
  const shares: Record<string, number> = {};
  try {
    for (const { format, fileName, bytes } of renditions) {
      const file = join(folder, fileName);
      await writeFile(file, bytes);
      const found = await exiftool.readRaw<Record<string, unknown>>(file, { readArgs: ['-G1', '-struct'] });
      shares[format] = Object.entries(marks).filter(([name, value]) => found[name] === value).length / Object.keys(marks).length;
    }
  } finally {
    await exiftool.end();
  }
  return {
    title: 'Marks of generated pictures',
    notes: [`${Object.keys(marks).map((name) => `\`${name.split(':')[1]!}\``).join(', ')}, read by exiftool.`],
    tables: [{ head: Object.keys(shares), rows: [Object.values(shares).map(percent)] }],
    measures: [{ target: 'marks', cases: Object.fromEntries(Object.entries(shares).map(([format, share]) => [format, 100 * share])), runs: 1 }],
  };
}
