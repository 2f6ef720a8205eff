/**
 * Feeds damaged files to finishing, or damaged recipes to their parser, and prints what came of it as one line of JSON.
 * A process of its own: a crash, a hang or a lack of memory ends this one and not the test runner.
 *
 *   node test/core/imaging/fuzz/child.ts files|bombs|recipes SEED COUNT [FIRST]
 */
import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { InvalidInput, InvalidRecipe, UnreadableImage } from '../../../../core/errors.ts';
import { decode } from '../../../../core/imaging/decode.ts';
import { type FinishRequest, finishRenditions } from '../../../../core/imaging/finish.ts';
import { parseCube } from '../../../../core/imaging/grade/cube.ts';
import { parseRecipe } from '../../../../core/imaging/parse-recipe.ts';
import { resolveDeliverables } from '../../../../core/imaging/presets.ts';
import type { Recipe } from '../../../../core/imaging/recipe.ts';
import { facts } from '../facts.ts';
import { lehmer, randomPixels, scene } from '../pictures.ts';
import { chunksOf, pngOf, withChunk, withClaimedSize } from '../png-chunks.ts';
import { below, mutated, mutationNames, pick } from './mutations.ts';
import { seedFiles } from './pictures.ts';
import { mutatedRecipe, traps, validRecipe } from './recipes.ts';

/** What a run prints. */
export interface FuzzReport {
  readonly cases: number;
  readonly accepted: number;
  /** How often each of the named errors came. */
  readonly refused: Readonly<Record<string, number>>;
  /** Everything else that was thrown, with what is needed to see it again. */
  readonly strange: readonly string[];
  readonly peakMegabytes: number;
}

type Case = readonly [name: string, run: () => Promise<unknown>];

const lut = parseCube('LUT_3D_SIZE 2\n0 0 0.1\n1 0 0\n0 1 0\n1 1 0\n0 0 1\n1 0 1\n0 1 1\n1 0.9 0.9\n', 'look.cube');
const mark = randomPixels(20, 10, 4, 3);

function requestOf(original: Buffer, recipe: Recipe): FinishRequest {
  return {
    original,
    grade: recipe.grade,
    lut: recipe.grade.lut === undefined ? undefined : lut,
    palette: recipe.palette,
    encoding: recipe.encoding,
    deliverables: resolveDeliverables(recipe.deliverables),
    watermark: recipe.watermark === undefined ? undefined : { mark, settings: recipe.watermark },
    facts: facts(),
    subject: recipe.subject,
    focus: recipe.focus,
  };
}

/** Finishes, and looks whether what came is what was promised. */
async function finishAndCheck(original: Buffer, recipe: Recipe, lanes: number): Promise<void> {
  const copy = Buffer.from(original);
  const { renditions } = await finishRenditions(requestOf(original, recipe), { lanes });
  if (!original.equals(copy)) throw new Error('the original was changed');
  for (const { bytes, width, height, fileName } of renditions) {
    const found = await sharp(bytes).metadata();
    if (found.width !== width || found.height !== height || found.icc === undefined) throw new Error(`${fileName} is not what was promised`);
  }
}

async function* fileCases(seed: number, count: number): AsyncGenerator<Case> {
  const random = lehmer(seed);
  const files = await seedFiles();
  const all = [...files.values()];
  const recipes = Array.from({ length: 60 }, () => validRecipe(random));
  for (let index = 0; index < count; index += 1) {
    const [kind, file] = pick(random, [...files]);
    const mutation = pick(random, mutationNames);
    const bytes = mutated(file, mutation, random, all);
    const twice = random() < 0.2 ? mutated(bytes.length > 8 ? bytes : file, 'bits', random, all) : bytes;
    const [recipe, lanes] = [pick(random, recipes), 1 + below(random, 3)];
    yield [`${kind}, ${mutation}`, () => finishAndCheck(twice, recipe, lanes)];
  }
}

/** Files made to be far more when they are unpacked than they are. */
async function* bombCases(seed: number): AsyncGenerator<Case> {
  const recipe = validRecipe(lehmer(seed));
  const png = await scene(40, 30);
  const zeros = deflateSync(Buffer.alloc(300_000_000));
  const [header] = chunksOf(png);
  const filled = (width: number, height: number): Buffer => withClaimedSize(pngOf([header!, { type: 'IDAT', data: zeros }, { type: 'IEND', data: Buffer.alloc(0) }]), width, height);
  const bombs: Record<string, Buffer> = {
    'a PNG of 100000x100000': filled(100_000, 100_000),
    'a PNG of 6400x6400': filled(6_400, 6_400),
    'a row of 39,000,000 pixels': withClaimedSize(png, 39_000_000, 1),
    'a column of 39,000,000 pixels': withClaimedSize(png, 1, 39_000_000),
    'an empty PNG of 6000x6000': withClaimedSize(png, 6_000, 6_000),
    'a profile of 300 MB': withChunk(png, 'iCCP', 'x\0\0', zeros),
    'a comment of 300 MB': withChunk(png, 'zTXt', 'Comment\0\0', zeros),
    'an XMP packet of 300 MB': withChunk(png, 'iTXt', 'XML:com.adobe.xmp\0\x01\0\0\0', zeros),
  };
  for (const [name, bytes] of Object.entries(bombs)) yield [name, () => decode(bytes).then(() => finishAndCheck(bytes, recipe, 1))];
}

// eslint-disable-next-line @typescript-eslint/require-await -- of one shape with the others
async function* recipeCases(seed: number, count: number): AsyncGenerator<Case> {
  const random = lehmer(seed);
  for (const [index, [format, text]] of traps.entries()) yield [`trap ${String(index)}`, () => Promise.resolve().then(() => resolveDeliverables(parseRecipe(text, format).deliverables))];
  for (let index = 0; index < count; index += 1) {
    const { text, format } = mutatedRecipe(random);
    yield [`${format} ${JSON.stringify(text.slice(0, 400))}`, () => Promise.resolve().then(() => resolveDeliverables(parseRecipe(text, format).deliverables))];
  }
}

const expected = [UnreadableImage, InvalidInput, InvalidRecipe];

async function run(cases: AsyncGenerator<Case>, first: number): Promise<Omit<FuzzReport, 'peakMegabytes'>> {
  const refused: Record<string, number> = {};
  const strange: string[] = [];
  let [count, accepted] = [0, 0];
  for await (const [name, attempt] of cases) {
    const number = count;
    count += 1;
    if (number < first) continue;
    // The last line of this is the case that a hang or a crash was in.
    process.stderr.write(`${String(number)} ${name.slice(0, 200)}\n`);
    try {
      await attempt();
      accepted += 1;
    } catch (error) {
      const known = expected.find((kind) => error instanceof kind);
      if (known !== undefined) refused[known.name] = (refused[known.name] ?? 0) + 1;
      else if (strange.length < 5) strange.push(`case ${String(number)}, ${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  return { cases: count, accepted, refused, strange };
}

/** The largest amount of memory that this process held at a time. */
function peakMegabytes(): number {
  const status = process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : '';
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/mu.exec(status) ?? [];
  return (kilobytes === undefined ? process.resourceUsage().maxRSS : Number(kilobytes)) / 1024;
}

if (import.meta.main) {
  const [mode, seed, count, first] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4]), Number(process.argv[5] ?? 0)];
  sharp.cache(false);
  sharp.concurrency(1);
  const cases = mode === 'files' ? fileCases(seed, count) : mode === 'bombs' ? bombCases(seed) : recipeCases(seed, count);
  const report: FuzzReport = { ...(await run(cases, first)), peakMegabytes: peakMegabytes() };
  process.stdout.write(`${JSON.stringify(report)}\n`);
}
