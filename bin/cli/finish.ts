import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { InvalidInput, InvalidRecipe, UnreadableImage } from '../../core/errors.ts';
import { decode } from '../../core/imaging/decode.ts';
import { type Finished, type FinishedRendition, finish, useCores } from '../../core/imaging/finish.ts';
import { parseCube } from '../../core/imaging/grade/cube.ts';
import { parseRecipe } from '../../core/imaging/parse-recipe.ts';
import { resolveDeliverables } from '../../core/imaging/presets.ts';
import { proofSheet } from '../../core/imaging/proof-sheet.ts';
import { ProvenanceFacts } from '../../core/imaging/provenance.ts';
import { Recipe } from '../../core/imaging/recipe.ts';
import { UsageError } from './errors.ts';

interface FinishCommand {
  readonly image: string;
  /** The defaults when absent. */
  readonly recipe?: string | undefined;
  readonly out: string;
  readonly print: (line: string) => void;
}

/**
 * Runs the finishing engine alone: reads a picture and a recipe, and writes the master, every rendition, a
 * contact sheet and a report.
 *
 * @throws UsageError with every problem of the recipe, or when a file is missing or no picture
 */
export async function finishFile({ image, recipe: recipeFile, out, print }: FinishCommand): Promise<void> {
  const original = await readInput(image, 'a picture');
  const recipe = recipeFile === undefined ? Recipe.parse({}) : await readRecipe(recipeFile);
  const beside = (file: string): string => resolve(dirname(recipeFile ?? '.'), file);
  const lanes = useCores(availableParallelism());
  const finished = await named(async () => {
    const { lut, ...grade } = recipe.grade;
    const look = lut === undefined ? undefined : parseCube((await readInput(beside(lut.file), 'the look of grade.lut.file')).toString('utf8'), lut.file);
    const { watermark } = recipe;
    const mark = watermark === undefined ? undefined : { mark: await decode(await readInput(beside(watermark.file), 'the mark of watermark.file')), settings: watermark };
    return finish(
      {
        original,
        grade: lut === undefined ? grade : { ...grade, lut },
        lut: look,
        palette: recipe.palette,
        encoding: recipe.encoding,
        deliverables: resolveDeliverables(recipe.deliverables),
        watermark: mark,
        facts: ProvenanceFacts.parse({ ...recipe.about, candidate: createHash('sha256').update(original).digest('hex') }),
        subject: recipe.subject,
        focus: recipe.focus,
      },
      { lanes, scores: true },
    );
  });

  await mkdir(out, { recursive: true });
  await writeFile(join(out, 'master.png'), finished.master.bytes);
  for (const rendition of finished.renditions) await writeFile(join(out, rendition.fileName), rendition.bytes);
  await writeFile(join(out, 'contact-sheet.jpg'), await proofSheet({ title: recipe.about.title ?? basename(image), original, finished, subject: recipe.subject, focus: recipe.focus }));
  await writeFile(join(out, 'report.json'), `${JSON.stringify(reportOf(finished), null, 2)}\n`);
  for (const line of summary(finished, out)) print(line);
}

async function readInput(file: string, what: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new UsageError(`Expected ${what} in ${file} but it cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

async function readRecipe(file: string): Promise<Recipe> {
  const text = (await readInput(file, 'a recipe')).toString('utf8');
  try {
    return parseRecipe(text, extname(file).toLowerCase() === '.json' ? 'json' : 'yaml');
  } catch (error) {
    if (!(error instanceof InvalidRecipe)) throw error;
    const problems = error.problems.map(({ field, message, line }) => `  ${line === undefined ? '' : `line ${String(line)}, `}${field === '' ? '' : `${field}: `}${message}`);
    throw new UsageError([`${file} is no recipe that can be followed:`, ...problems].join('\n'), { cause: error });
  }
}

/** What is wrong with the input is the user's to mend, and told without a stack. */
async function named<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UnreadableImage || error instanceof InvalidInput) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

function reportOf({ master, renditions, warnings, grade }: Finished): object {
  return {
    master: { width: master.width, height: master.height, bytes: master.bytes.length },
    grade,
    renditions: renditions.map(({ bytes, ...rendition }) => ({ ...rendition, bytes: bytes.length })),
    warnings,
  };
}

function summary({ renditions, warnings, grade }: Finished, out: string): string[] {
  const width = Math.max(...renditions.map(({ fileName }) => fileName.length));
  return [
    ...renditions.map((rendition) => rowOf(rendition, width)),
    '',
    grade.neutral ? 'Not graded: the recipe asks for nothing.' : `Graded: ΔE ${grade.meanDeltaE.toFixed(1)} in the mean.`,
    ...warnings.map((warning) => `Warning: ${warning}`),
    `Wrote ${String(renditions.length)} renditions, master.png, report.json and contact-sheet.jpg to ${out}.`,
  ];
}

function rowOf({ fileName, width, height, bytes, quality, score, crop }: FinishedRendition, nameWidth: number): string {
  const { window } = crop;
  return [
    fileName.padEnd(nameWidth),
    `${String(width)}x${String(height)}`.padStart(10),
    `${String(Math.max(1, Math.round(bytes.length / 1000)))} kB`.padStart(8),
    (quality === null ? '' : `q${String(quality)}`).padStart(4),
    (score ?? 1).toFixed(3),
    `from ${String(window.width)}x${String(window.height)} at ${String(window.left)},${String(window.top)} (${crop.by})`,
  ].join('  ');
}
