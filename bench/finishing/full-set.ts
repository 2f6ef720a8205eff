import type { EncodingProfile } from '../../core/imaging/recipe.ts';
import { type Result, type Turn, bytesOf, warm } from './jobs.ts';
import { type Likeness, likenessOf } from './likeness.ts';
import { fullSet } from './plan.ts';
import { type Chapter, megabytes, median, seconds } from './report.ts';
import type { Measure } from './targets.ts';
import { spreads } from './variants/bound.ts';
import type { Master, Workshop } from './workshop.ts';

const files = [...fullSet];
const profiles = ['quality', 'fast'] as const;

interface Row {
  readonly wall: number;
  readonly cpu: number;
  readonly peak: number;
  readonly bytes: number;
  readonly likeness: Likeness;
}

/** The engine and its peers on one master with one profile. */
interface Comparison {
  readonly master: string;
  readonly profile: EncodingProfile;
  readonly engine: Row;
  /** Peak after a second set in the same process. */
  readonly laterPeak: number;
  readonly bound: Omit<Row, 'likeness'>;
  readonly script: Row;
  readonly scriptAtOnce: Omit<Row, 'likeness'>;
  readonly defaults: Row | null;
  readonly toBound: number;
  readonly cpuToBound: number;
  /** Rounds that engine and bound are the medians of. */
  readonly runs: number;
  readonly toScript: number;
  readonly toDefaults: number | null;
}

/** Thirty graded files of one master: ten crops in three formats. */
export async function fullSetChapter(shop: Workshop): Promise<Chapter> {
  const comparisons: Comparison[] = [];
  for (const label of ['4K', '1024²'] as const) {
    const master = await shop.master(label);
    const defaults = shop.quick ? null : await script(shop, master, 'defaults');
    for (const profile of profiles) comparisons.push(await compare(shop, master, profile, defaults));
  }
  return {
    title: 'Thirty files: ten crops in JPEG, WebP and AVIF',
    notes: [
      'Engine: `finishRenditions` from the PNG\'s bytes to thirty tagged files. Bare encoders: the same pixels with the same settings, ready in memory, at the better of two spreads over the cores; engine and bound are compared on the second set of a process. ' +
        'Script: sharp alone as it comes, the master opened again for every file, one after another; at once: all thirty started together, with sharp\'s threads on both cores. Engine and script are compared on the first set. ' +
        'Likeness (mean and least) and ΔE2000 compare every file with its own variant\'s lossless crop.',
    ],
    tables: comparisons.map(tableOf),
    measures: measuresOf(comparisons),
  };
}

async function compare(shop: Workshop, master: Master, profile: EncodingProfile, defaults: Row | null): Promise<Comparison> {
  const references = await shop.references('engine', master);
  const out = await shop.folder(`engine ${master.label} ${profile}`);
  const rounds = await shop.calmRounds(roundsOf(shop, profile), async () => [
    await shop.run(`engine, ${master.label}, ${profile}`, { variant: 'engine', master: master.file, encoding: profile, files, turns: 2, out }),
    await shop.run(`bound, ${master.label}, ${profile}`, { variant: 'bound', master: master.file, encoding: profile, files, turns: 1 + spreads.length, references }),
  ] as const);
  const [engines, bounds] = [rounds.map(([engine]) => engine), rounds.map(([, bound]) => bound)];
  assertSameEncoders(engines[0]!, bounds[0]!);
  const peer = await script(shop, master, profile);
  const atOnce = await shop.calmest(`script at once, ${master.label}, ${profile}`, { variant: 'script-at-once', master: master.file, encoding: profile, files, turns: 1 });
  const best = bestSpread(bounds);
  const first = median(engines.map(({ turns }) => turns[0]!.wall));
  return {
    master: master.label,
    profile,
    engine: { ...row(engines, (result) => result.turns[0]!), likeness: await likenessOf(out, references, files) },
    laterPeak: median(engines.map((result) => warm(result).peak)),
    bound: row(bounds, ({ turns }) => turns[best]!),
    script: peer,
    scriptAtOnce: row([atOnce], ({ turns }) => turns[0]!),
    defaults,
    toBound: median(rounds.map(([engine, bound]) => warm(engine).wall / bound.turns[best]!.wall)),
    cpuToBound: median(rounds.map(([engine, bound]) => warm(engine).cpu / bound.turns[best]!.cpu)),
    toScript: peer.wall / first,
    runs: rounds.length,
    toDefaults: defaults === null ? null : defaults.wall / first,
  };
}

/** Metadata and a profile in every file of the engine. */
const mostExtra = 0.025;

/** A bound with other settings than the engine's would bound nothing; bytes tell. */
function assertSameEncoders(engine: Result, bound: Result): void {
  const extra = bytesOf(engine) / bytesOf(bound) - 1;
  if (extra < 0 || extra > mostExtra) throw new Error(`Expected the engine's files to be at most ${String(100 * mostExtra)} % larger than those of the bare encoders but they differ by ${(100 * extra).toFixed(1)} %; set variants/encoders.ts as the engine does`);
}

/** A second is measured more often than four are. */
function roundsOf({ rounds, quick }: Workshop, profile: EncodingProfile): number {
  return profile === 'fast' && !quick ? rounds + 2 : rounds;
}

/** Index of the turn whose spread was the fastest in the median. */
export function bestSpread(bounds: readonly Result[]): number {
  const medians = spreads.map((_, index) => median(bounds.map(({ turns }) => turns[1 + index]!.wall)));
  return 1 + medians.indexOf(Math.min(...medians));
}

async function script(shop: Workshop, master: Master, encoding: EncodingProfile | 'defaults'): Promise<Row> {
  const out = await shop.folder(`script ${master.label} ${encoding}`);
  const result = await shop.calmest(`script, ${master.label}, ${encoding}`, { variant: 'script', master: master.file, encoding, files, turns: 1, out });
  return { ...row([result], ({ turns }) => turns[0]!), likeness: await likenessOf(out, await shop.references('script', master), files) };
}

function row(results: readonly Result[], turnOf: (result: Result) => Turn): Omit<Row, 'likeness'> {
  const of = (field: keyof Turn): number => median(results.map((result) => turnOf(result)[field]));
  return { wall: of('wall'), cpu: of('cpu'), peak: of('peak'), bytes: bytesOf(results[0]!) };
}

function tableOf({ master, profile, engine, laterPeak, bound, script: peer, scriptAtOnce, defaults, toBound, cpuToBound, toScript, toDefaults }: Comparison): Chapter['tables'][number] {
  const cells = (name: string, { wall, cpu, peak, bytes }: Omit<Row, 'likeness'>, likeness: Likeness | null, ratio: string): string[] => [
    name, seconds(wall), seconds(cpu), megabytes(peak), `${(bytes / 1e6).toFixed(2)} MB`,
    likeness === null ? '' : `${likeness.mean.toFixed(4)} (${likeness.least.toFixed(4)})`,
    likeness === null ? '' : likeness.colour.toFixed(2),
    ratio,
  ];
  return {
    head: [`${master}, ${profile}`, 'wall', 'CPU', 'peak memory', 'bytes', 'likeness', 'ΔE', 'engine against it'],
    rows: [
      cells('engine', engine, engine.likeness, `peak after a second set ${megabytes(laterPeak)}`),
      cells('bare encoders', bound, null, `${toBound.toFixed(2)} of its time, ${cpuToBound.toFixed(2)} of its CPU`),
      cells('script, same encoders', peer, peer.likeness, `${toScript.toFixed(1)}× faster; bare encoders ${(peer.wall / bound.wall).toFixed(1)}×`),
      cells('the same, all files at once', scriptAtOnce, null, `${(scriptAtOnce.wall / engine.wall).toFixed(1)}× faster`),
      ...(defaults === null || toDefaults === null ? [] : [cells('script, sharp\'s defaults', defaults, defaults.likeness, `${toDefaults.toFixed(1)}× faster`)]),
    ],
  };
}

function measuresOf(comparisons: readonly Comparison[]): Measure[] {
  const cases = (profile: EncodingProfile, of: (comparison: Comparison) => number | null): Record<string, number> =>
    Object.fromEntries(comparisons.flatMap((comparison) => {
      const value = comparison.profile === profile ? of(comparison) : null;
      return value === null ? [] : [[comparison.master, value]];
    }));
  const memory = comparisons.filter(({ master }) => master === '4K').flatMap(({ profile, engine, laterPeak }) => [[profile, engine.peak / 1e6], [`${profile}, second set`, laterPeak / 1e6]]);
  return [
    ...profiles.flatMap((profile): Measure[] => [
      { target: `bound ${profile}`, cases: cases(profile, ({ toBound }) => toBound), runs: runsOf(comparisons.filter((each) => each.profile === profile)) },
      { target: `script ${profile}`, cases: cases(profile, ({ toScript }) => toScript), runs: 1 },
      { target: `defaults ${profile}`, cases: cases(profile, ({ toDefaults }) => toDefaults), runs: 1 },
    ]),
    { target: 'memory', cases: Object.fromEntries(memory) as Record<string, number>, runs: runsOf(comparisons) },
  ];
}

function runsOf(comparisons: readonly Comparison[]): number {
  return Math.min(...comparisons.map(({ runs }) => runs));
}
