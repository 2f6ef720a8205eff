import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

const projectDir = fileURLToPath(new URL('../..', import.meta.url));
const picture = join(projectDir, 'test/fixtures/photographs/labelled/kingfisher.jpg');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'galley-finish-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `galley finish …`, as it is typed. */
function galleyFinish(...words: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(projectDir, 'bin/galley.js'), 'finish', ...words], { cwd: folder }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, stdout, stderr });
    });
  });
}

async function recipe(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

const Report = z.looseObject({
  grade: z.looseObject({ neutral: z.boolean() }),
  renditions: z.array(z.looseObject({ fileName: z.string(), width: z.number(), height: z.number(), bytes: z.number(), score: z.number() })),
  warnings: z.array(z.string()),
});

describe('galley finish', () => {
  test('writes every rendition, the master, a report and a contact sheet', async () => {
    const file = await recipe('two.yaml', 'grade: { contrast: 1.1 }\ndeliverables:\n  - { name: card, width: 320, height: 200, formats: [jpeg, webp] }\n  - { name: strip, width: 400, height: 100, formats: [avif] }\n');
    const out = join(folder, 'two');
    const { code, stdout, stderr } = await galleyFinish(picture, '--recipe', file, '--out', out);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect((await readdir(out)).sort()).toEqual(['card.jpg', 'card.webp', 'contact-sheet.jpg', 'master.png', 'report.json', 'strip.avif']);
    const report = Report.parse(JSON.parse(await readFile(join(out, 'report.json'), 'utf8')));
    for (const { fileName, width, height, bytes, score } of report.renditions) {
      const written = await readFile(join(out, fileName));
      expect(written.length).toBe(bytes);
      expect(await sharp(written).metadata()).toMatchObject({ width, height });
      expect(score).toBeGreaterThan(0.97);
      expect(stdout).toContain(fileName);
    }
    expect(report.grade.neutral).toBe(false);
    // Two rows of pictures and the pair above them.
    expect(await sharp(join(out, 'contact-sheet.jpg')).metadata()).toMatchObject({ format: 'jpeg', width: 1600 });
    expect(await sharp(join(out, 'master.png')).metadata()).toMatchObject({ width: 768, format: 'png' });
  });

  test('follows the example with a look and a mark, whose files lie beside it', async () => {
    const out = join(folder, 'look');
    const { code, stderr } = await galleyFinish(picture, '--recipe', join(projectDir, 'examples/house-look.recipe.yaml'), '--out', out);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(await readdir(out)).toContain('banner.webp');
  });

  test('works without a recipe', async () => {
    const out = join(folder, 'plain');
    expect((await galleyFinish(picture, '--out', out)).code).toBe(0);
    expect(await readdir(out)).toContain('open-graph.jpg');
  });

  test('tells what needs a look', async () => {
    const file = await recipe('large.yaml', 'deliverables:\n  - { name: poster, print: { width: 210, height: 297, dpi: 150 } }\n  - { name: tight, width: 600, height: 400, formats: [jpeg], maxBytes: 4500 }\n');
    const { code, stdout } = await galleyFinish(picture, '--recipe', file, '--out', join(folder, 'large'));
    expect(code).toBe(0);
    expect(stdout).toMatch(/Warning: Expected poster to enlarge pixels at most 2 times/);
    expect(stdout).toMatch(/Warning: Expected tight\.jpg within 4500 bytes/);
  });

  test.each([
    ['a misspelt recipe', 'grade: { contrats: 1.1 }\ndeliverables: [open-grap]\n', [/line 1, grade\.contrats: .*did you mean "contrast"/, /line 2, .*did you mean "open-graph"/]],
    ['a look that is not there', 'grade: { lut: { file: nowhere.cube } }\n', [/Expected the look of grade\.lut\.file in .*nowhere\.cube/]],
  ])('says what is wrong with %s, and writes nothing', async (name, text, messages) => {
    const out = join(folder, `wrong-${name.replaceAll(' ', '-')}`);
    const { code, stderr } = await galleyFinish(picture, '--recipe', await recipe('wrong.yaml', text), '--out', out);
    expect(code).toBe(1);
    for (const message of messages) expect(stderr).toMatch(message);
    expect(stderr).not.toContain('    at ');
    await expect(readdir(out)).rejects.toThrow('ENOENT');
  });

  test('says what is wrong with a picture', async () => {
    const text = await recipe('note.txt', 'no picture');
    const { code, stderr } = await galleyFinish(text, '--out', join(folder, 'no-picture'));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Expected a PNG, JPEG, WebP, AVIF, TIFF or GIF picture but received 10 bytes/);
  });
});
