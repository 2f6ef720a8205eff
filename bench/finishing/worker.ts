/** One process of the benchmark: does the job in its argument and tells how long it took and what memory it needed. */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Job, type Report, type Turn } from './jobs.ts';
import { type FilePlan, fileOf } from './plan.ts';

/** A file that a variant made. */
export interface Made {
  readonly plan: FilePlan;
  readonly bytes: Buffer;
  readonly trials: number;
  readonly warned: boolean;
}

/** What is not to be timed is done before; the function that comes back is timed, once for each turn. */
export type Variant = (job: Job) => Promise<(turn: number) => Promise<Made[]>>;

// A process loads its own variant and no other: libraries cost time and memory.
const variants: Readonly<Record<Job['variant'], () => Promise<Variant>>> = {
  engine: async () => (await import('./variants/engine.ts')).engine,
  bound: async () => (await import('./variants/bound.ts')).bound,
  script: async () => (await import('./variants/script.ts')).script,
  'script-at-once': async () => (await import('./variants/script.ts')).scriptAtOnce,
  'script-search': async () => (await import('./variants/script.ts')).searching('once'),
  'script-search-anew': async () => (await import('./variants/script.ts')).searching('anew'),
  'jimp-once': async () => (await import('./variants/jimp.ts')).jimpOnce,
  'jimp-each': async () => (await import('./variants/jimp.ts')).jimpEach,
};

const job = Job.parse(JSON.parse(process.argv[2] ?? '{}'));
const perform = await (await variants[job.variant]())(job);
const turns: Turn[] = [];
let made: Made[] = [];
for (let turn = 0; turn < job.turns; turn += 1) {
  const [started, cpuBefore, busyBefore] = [performance.now(), process.cpuUsage(), busyMilliseconds()];
  const files = await perform(turn);
  const [wall, { user, system }] = [performance.now() - started, process.cpuUsage(cpuBefore)];
  const cpu = (user + system) / 1000;
  turns.push({ wall, cpu, peak: peakBytes(), others: Math.max(0, busyMilliseconds() - busyBefore - cpu) / (wall * availableParallelism()) });
  // Those of earlier turns are dropped, so that the next finds the memory as the first did.
  if (turn === job.turns - 1) made = files;
}
const { out } = job;
if (out !== undefined) await Promise.all(made.map(({ plan, bytes }) => writeFile(join(out, fileOf(plan)), bytes)));
const files = made.map(({ plan, bytes, trials, warned }) => ({ file: fileOf(plan), bytes: bytes.length, maxBytes: plan.maxBytes, trials, warned }));
process.stdout.write(JSON.stringify({ turns, files } satisfies Report));

/** What all processes of the machine have worked so far, and what its host has taken from it; the kernel counts in hundredths of a second. */
function busyMilliseconds(): number {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = readFileSync('/proc/stat', 'utf8').split('\n')[0]!.split(/\s+/).slice(1).map(Number);
  return (user + nice + system + irq + softirq + steal) * 10;
}

/** The kernel's high-water mark of the resident set. */
function peakBytes(): number {
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  if (kibibytes === undefined) throw new RangeError('Expected VmHWM in /proc/self/status but found none; memory is measured on Linux');
  return Number(kibibytes) * 1024;
}
