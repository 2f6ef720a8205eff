import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { photographOf, readPhotograph } from '../../test/fixtures/photographs.ts';
import { type Job, type Result, work } from './jobs.ts';
import { losslessSet } from './plan.ts';
import { mean, percent } from './report.ts';

/** A master on the disk, as the finish function finds it in the bucket: a PNG. */
export interface Master {
  readonly label: string;
  readonly file: string;
}

/** The real photographs that times are measured on, in sizes that image models deliver. */
const sources = { '4K': 'large/river-otter', '1024²': 'large/red-panda', '1536×1024': 'large/desert-hikers' } as const;

/** Share of the machine below which other processes do not disturb. */
const calm = 0.04;
/** Milliseconds up to which a disturbed job is done once more. */
const short = 20_000;

/** The most of the machine that other processes took in one turn. */
function disturbanceOf({ turns }: Result): number {
  return Math.max(...turns.map(({ others }) => others));
}

/** With the filters that libpng and most others choose by themselves; sharp writes none unless it is told to. */
const asModelsDeliver = { adaptiveFiltering: true } as const;

/** A folder for all files of a run, how thorough the run is, and what its subjects share. */
export class Workshop {
  readonly quick: boolean;
  readonly #folder: string;
  readonly #log: (line: string) => void;
  readonly #others: number[] = [];
  readonly #references = new Map<string, Promise<string>>();

  private constructor(folder: string, quick: boolean, log: (line: string) => void) {
    this.#folder = folder;
    this.quick = quick;
    this.#log = log;
  }

  static async open(quick: boolean, log: (line: string) => void): Promise<Workshop> {
    return new Workshop(await mkdtemp(join(tmpdir(), 'galley-bench-')), quick, log);
  }

  /** How often something that takes seconds is measured. */
  get rounds(): number {
    return this.quick ? 1 : 3;
  }

  /**
   * Measures variants side by side, `rounds` times. A round in which other processes took part of the machine is
   * measured again, twice at most, and left out where there are calm ones.
   */
  async calmRounds<T extends readonly Result[]>(rounds: number, measure: () => Promise<T>): Promise<T[]> {
    const before = this.#others.length;
    const measured: T[] = [];
    const isCalm = (results: T): boolean => results.every((result) => disturbanceOf(result) < calm);
    while (measured.length < rounds || (!this.quick && measured.length < rounds + 2 && measured.filter(isCalm).length < rounds)) {
      measured.push(await measure());
    }
    const kept = measured.some(isCalm) ? measured.filter(isCalm) : measured;
    this.#others.splice(before, Infinity, ...kept.flat().map(disturbanceOf));
    return kept;
  }

  /** Does a job once; a short one once more when it was disturbed, and the calmer one counts. */
  async calmest(what: string, job: Job): Promise<Result> {
    const first = await this.run(what, job);
    if (this.quick || disturbanceOf(first) < calm || first.process > short) return first;
    const second = await this.run(what, job);
    const [calmer, other] = disturbanceOf(first) < disturbanceOf(second) ? [first, second] : [second, first];
    this.#others.splice(this.#others.indexOf(disturbanceOf(other)), 1);
    return calmer;
  }

  /** A sentence on what other processes took of the machine while all of this was measured. */
  disturbance(): string {
    const most = Math.max(0, ...this.#others);
    const shares = `${percent(mean(this.#others))} of the machine in the mean and ${percent(most)} at the worst`;
    return mean(this.#others) < calm ? `While times were measured, other processes took ${shares}.` : `**Other processes took ${shares} while times were measured: ratios of times are not to be trusted.**`;
  }

  async master(label: keyof typeof sources): Promise<Master> {
    const file = join(this.#folder, `${label}.png`);
    await sharp(await readPhotograph(photographOf(sources[label]))).png(asModelsDeliver).toFile(file);
    return { label, file };
  }

  /** The 4K photograph in another size. */
  async resized(width: number, height: number, label: string): Promise<Master> {
    const file = join(this.#folder, `${label}.png`);
    await sharp(await readPhotograph(photographOf(sources['4K']))).resize(width, height, { fit: 'fill' }).png(asModelsDeliver).toFile(file);
    return { label, file };
  }

  async folder(name: string): Promise<string> {
    const path = join(this.#folder, name.replaceAll(' ', '-'));
    await mkdir(path, { recursive: true });
    return path;
  }

  /** A variant's own crops without loss: what its files are compared with, and what the bound encodes. Made once. */
  references(variant: 'engine' | 'script', master: Master): Promise<string> {
    const key = `${variant} ${master.label} lossless`;
    const known = this.#references.get(key) ?? this.#lossless(variant, master, key);
    this.#references.set(key, known);
    return known;
  }

  async #lossless(variant: 'engine' | 'script', master: Master, key: string): Promise<string> {
    const out = await this.folder(key);
    await work({ variant, master: master.file, encoding: 'fast', files: [...losslessSet], turns: 1, out });
    return out;
  }

  /** Does a job and says how long it took, because the slow ones take a minute. */
  async run(what: string, job: Job, program?: string): Promise<Result> {
    const result = await work(job, program);
    this.#others.push(disturbanceOf(result));
    const times = result.turns.map(({ wall, cpu, others }) => `${(wall / 1000).toFixed(2)} s (${(cpu / 1000).toFixed(2)} s of CPU, others ${percent(others)})`).join(', ');
    this.#log(`${what}: ${times}`);
    return result;
  }

  async close(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}
