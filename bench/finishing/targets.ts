/**
 * What finishing has to reach, as data. Every figure is a ratio to something that was measured in the same run, or a fact about pixels that no machine changes; the one time there is an aim alone.
 */
export interface Target {
  readonly what: string;
  readonly unit: '×' | '' | ' MB' | ' dB' | ' px' | ' ms/MP' | ' %' | ' ΔE';
  readonly better: 'more' | 'less';
  /** Null where nothing has to be reached. */
  readonly atLeast: number | null;
  readonly aim: number | null;
}

const times = (what: string, atLeast: number, aim: number): Target => ({ what, unit: '×', better: 'more', atLeast, aim });
const most = (what: string, unit: Target['unit'], atLeast: number | null, aim: number | null): Target => ({ what, unit, better: 'less', atLeast, aim });

export const targets = {
  'bound quality': most('wall ÷ bare encoders, quality profile', '', 1.2, 1.05),
  'bound fast': most('wall ÷ bare encoders, fast profile', '', 1.45, 1.15),
  'script quality': times('faster than the script with the same encoders, quality', 4, 5.5),
  'script fast': times('faster than the script with the same encoders, fast', 8, 15),
  'defaults quality': times('faster than the script with sharp\'s defaults, quality', 8, 15),
  'defaults fast': times('faster than the script with sharp\'s defaults, fast', 30, 50),
  'budgets wall': times('budgets that bind: faster than the script with bisection', 8, 20),
  'budgets trials': most('budgets that bind: encodes a file', '', 2.3, 1.4),
  'budgets over': most('budgets: files over theirs without a word', '', 0, 0),
  'magick one': times('ten JPEG crops: faster than ImageMagick in one process', 5, 10),
  'magick ten': times('ten JPEG crops: faster than ImageMagick in ten', 9, 16),
  'jimp once': times('ten JPEG crops: faster than jimp, decoding once', 40, 80),
  'jimp each': times('ten JPEG crops: faster than jimp, decoding each time', 60, 130),
  memory: most('peak memory, 4K, thirty files', ' MB', 400, 250),
  'enlargement gain': { what: '2× enlargement: closer than sharp\'s', unit: ' dB', better: 'more', atLeast: 3, aim: 3 },
  'enlargement shift': most('2× enlargement: shift', ' px', 0.02, 0.02),
  'enlargement time': most('2× enlargement: time a megapixel', ' ms/MP', null, 20),
  'crops lost': most('crops that lose a subject they can hold, its box given', ' %', 2, 0),
  marks: { what: 'IPTC AI fields that exiftool reads back', unit: ' %', better: 'more', atLeast: 100, aim: 100 },
  colour: most('colour of unedited patches, the worst of 24', ' ΔE', 2, 2),
  neutral: most('pixels that a neutral recipe changes in a PNG', '', 0, 0),
} as const satisfies Readonly<Record<string, Target>>;

export type TargetName = keyof typeof targets;

/** One figure against its target. Where several were measured, the worst counts, and `cases` has all. */
export interface Measure {
  readonly target: TargetName;
  readonly cases: Readonly<Record<string, number>>;
  /** Runs that the figure is the median of. */
  readonly runs: number;
}

export type Verdict = 'aim reached' | 'held' | 'MISSED' | 'above the aim' | 'not measured';

export function worst({ target, cases }: Measure): number {
  const values = Object.values(cases);
  return targets[target].better === 'more' ? Math.min(...values) : Math.max(...values);
}

export function verdictOn(measure: Measure | undefined): Verdict {
  if (measure === undefined) return 'not measured';
  const { better, atLeast, aim }: Target = targets[measure.target];
  const value = worst(measure);
  const reaches = (limit: number): boolean => (better === 'more' ? value >= limit : value <= limit);
  if (aim !== null && reaches(aim)) return 'aim reached';
  if (atLeast === null) return 'above the aim';
  return reaches(atLeast) ? 'held' : 'MISSED';
}
