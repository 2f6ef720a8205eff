import { leastBudget } from '../../core/imaging/presets.ts';
import { type Result, work } from './jobs.ts';
import { type FilePlan, fileOf, fullSet } from './plan.ts';
import { type Chapter, mean, median, percent, seconds } from './report.ts';
import type { Measure } from './targets.ts';
import type { Workshop } from './workshop.ts';

/** Shares of what the ceiling quality needs: every budget binds, none is out of reach. */
const shares = [0.6, 0.65, 0.7] as const;
/** Nothing that looks right fits into this. */
const impossible: FilePlan = { name: '1920x1080', width: 1920, height: 1080, format: 'jpeg', maxBytes: 6_000 };

interface Row {
  readonly master: string;
  readonly engine: Result;
  readonly wall: number;
  readonly runs: number;
  readonly scripts: readonly { readonly variant: keyof typeof scriptVariants; readonly name: string; readonly result: Result; readonly faster: number }[];
}

/** The simplest script repeats everything for each trial; it is what the target was set against. The better one opens a master once a file. */
const scriptVariants = { 'script-search-anew': 'script, master opened for each trial', 'script-search': 'script, master opened once a file' } as const;

/** Thirty files, each with a budget that its ceiling quality exceeds. */
export async function budgetsChapter(shop: Workshop): Promise<Chapter> {
  const rows: Row[] = [];
  for (const label of shop.quick ? (['1536×1024'] as const) : (['4K', '1536×1024'] as const)) rows.push(await compare(shop, label));
  const { file: master } = await shop.master('1536×1024');
  const hopeless = await work({ variant: 'engine', master, encoding: 'quality', files: [impossible], turns: 1 });
  return {
    title: 'Budgets that bind: thirty files of the quality profile',
    notes: [
      'Every budget is 60, 65 or 70 % of what the file needs at the ceiling quality. The script bisects qualities 1 to 100. The simplest one repeats its whole pipeline for each trial; a better one opens the master once for each file. ' +
        'The size model was fitted to crops of these photographs among others.',
      `Asked for ${fileOf(impossible)} in ${String(impossible.maxBytes)} bytes, the engine ${hopeless.files.every(({ warned }) => warned) ? 'says that it cannot, and writes the smallest file that looks right' : '**says nothing**'} (${String(hopeless.files[0]!.bytes)} bytes).`,
    ],
    tables: rows.map(tableOf),
    measures: measuresOf(rows, [...rows.map(({ engine }) => engine), hopeless]),
  };
}

async function compare(shop: Workshop, label: '4K' | '1536×1024'): Promise<Row> {
  const { file: master } = await shop.master(label);
  const free = await work({ variant: 'engine', master, encoding: 'quality', files: [...fullSet], turns: 1 });
  const needs = new Map(free.files.map(({ file, bytes }) => [file, bytes]));
  const files = fullSet.map((plan, index) => ({ ...plan, maxBytes: Math.max(leastBudget, Math.round(needs.get(fileOf(plan))! * shares[index % shares.length]!)) }));

  const rounds = await shop.calmRounds(shop.rounds, async () => [await shop.run(`engine, budgets, ${label}`, { variant: 'engine', master, encoding: 'quality', files, turns: 1 })] as const);
  const engines = rounds.map(([engine]) => engine);
  const wall = median(engines.map(({ turns }) => turns[0]!.wall));
  const scripts: Row['scripts'][number][] = [];
  for (const variant of ['script-search-anew', 'script-search'] as const) {
    // The slowest takes minutes: one master is enough for it.
    if (variant === 'script-search-anew' && (shop.quick || label === '4K')) continue;
    const name = scriptVariants[variant];
    const result = await shop.run(`${name}, budgets, ${label}`, { variant, master, encoding: 'quality', files, turns: 1 });
    scripts.push({ variant, name, result, faster: result.turns[0]!.wall / wall });
  }
  return { master: label, engine: engines[0]!, wall, runs: engines.length, scripts };
}

const trialsOf = ({ files }: Result): number => mean(files.map(({ trials }) => trials));
const useOf = ({ files }: Result): number => mean(files.map(({ bytes, maxBytes }) => bytes / (maxBytes ?? bytes)));
const overOf = ({ files }: Result): Result['files'] => files.filter(({ bytes, maxBytes }) => bytes > (maxBytes ?? Infinity));

function tableOf({ master, engine, wall, scripts }: Row): Chapter['tables'][number] {
  const cells = (name: string, milliseconds: number, result: Result, ratio: string): string[] => {
    const over = overOf(result);
    const byFormat = (['jpeg', 'webp', 'avif'] as const).map((format) => mean(result.files.filter(({ file }) => file.endsWith(format)).map(({ trials }) => trials)).toFixed(1)).join(' / ');
    return [name, seconds(milliseconds), seconds(result.turns[0]!.cpu), `${trialsOf(result).toFixed(2)} (${byFormat})`, percent(useOf(result)), `${String(over.length)}, ${String(over.filter(({ warned }) => warned).length)} of them said`, ratio];
  };
  return {
    head: [master, 'wall', 'CPU', 'encodes a file (JPEG / WebP / AVIF)', 'budget used', 'over', 'engine against it'],
    rows: [cells('engine', wall, engine, ''), ...scripts.map(({ name, result, faster }) => cells(name, result.turns[0]!.wall, result, `${faster.toFixed(1)}× faster`))],
  };
}

function measuresOf(rows: readonly Row[], engines: readonly Result[]): Measure[] {
  const runs = Math.min(...rows.map((row) => row.runs));
  const silent = engines.reduce((sum, result) => sum + overOf(result).filter(({ warned }) => !warned).length, 0);
  return [
    { target: 'budgets wall', cases: Object.fromEntries(rows.flatMap(({ master, scripts }) => scripts.filter(({ variant }) => variant === 'script-search-anew').map(({ faster }) => [master, faster]))), runs: 1 },
    { target: 'budgets trials', cases: Object.fromEntries(rows.map(({ master, engine }) => [master, trialsOf(engine)])), runs },
    { target: 'budgets over', cases: { all: silent }, runs },
  ];
}
