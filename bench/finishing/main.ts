/**
 * What finishing costs and what comes out of it, against its peers, in one run on the same real photographs.
 *
 *   node bench/finishing/main.ts                prints tables as markdown; about twelve minutes on two cores
 *   node bench/finishing/main.ts --quick        once each, without the slowest peers; about two minutes
 *   node bench/finishing/main.ts budgets marks  only these subjects
 *   --json FILE    writes the figures too
 *   --gates        exits with 1 when one misses what it has to reach at least
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { useCores } from '../../core/imaging/finish.ts';
import { budgetsChapter } from './budgets.ts';
import { coloursChapter } from './colours.ts';
import { enlargementChapter } from './enlargement.ts';
import { equalQualityChapter } from './equal-quality.ts';
import { fullSetChapter } from './full-set.ts';
import { growthChapter } from './growth.ts';
import { marksChapter } from './marks.ts';
import { cores } from './plan.ts';
import { type Chapter, markdownOf, measuresOf, missed } from './report.ts';
import { subjectsChapter } from './subjects.ts';
import { tenJpegsChapter } from './ten-jpegs.ts';
import { targets, verdictOn, worst } from './targets.ts';
import { Workshop } from './workshop.ts';

const subjects: Readonly<Record<string, (shop: Workshop) => Promise<Chapter>>> = {
  'full-set': fullSetChapter,
  'ten-jpegs': tenJpegsChapter,
  budgets: budgetsChapter,
  growth: growthChapter,
  'equal-quality': equalQualityChapter,
  enlargement: enlargementChapter,
  subjects: subjectsChapter,
  colours: coloursChapter,
  marks: marksChapter,
};

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, gates: { type: 'boolean', default: false }, json: { type: 'string' } },
});
const unknown = positionals.filter((name) => !Object.hasOwn(subjects, name));
if (unknown.length > 0) throw new RangeError(`Expected subjects out of ${Object.keys(subjects).join(', ')} but received ${unknown.join(', ')}`);

useCores(cores);
const started = performance.now();
const say = (line: string): void => void process.stderr.write(`${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${line}\n`);
const shop = await Workshop.open(options.quick, say);
const chapters: Chapter[] = [];
try {
  for (const [name, chapterOf] of Object.entries(subjects)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    say(name);
    chapters.push(await chapterOf(shop));
  }
} finally {
  await shop.close();
}

process.stdout.write(markdownOf(chapters, shop.disturbance()));
if (options.json !== undefined) {
  const measures = measuresOf(chapters).map((measure) => ({ ...targets[measure.target], ...measure, measured: worst(measure), verdict: verdictOn(measure) }));
  await writeFile(options.json, `${JSON.stringify({ at: new Date().toISOString(), node: process.version, quick: options.quick, disturbance: shop.disturbance(), measures, chapters: chapters.map(({ title, notes, tables }) => ({ title, notes, tables })) }, null, 2)}\n`);
}
const failures = missed(chapters);
say(failures.length === 0 ? 'nothing that has to be reached was missed' : `missed: ${failures.join('; ')}`);
if (options.gates && failures.length > 0) process.exitCode = 1;
