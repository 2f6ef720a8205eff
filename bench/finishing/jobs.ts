import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { EncodingProfile } from '../../core/imaging/recipe.ts';
import { allocatorEnvironment } from '../../lib/functions.ts';
import { FilePlan } from './plan.ts';

/** Work for one process: which variant makes which files of which master. */
export const Job = z.strictObject({
  variant: z.enum(['engine', 'bound', 'script', 'script-at-once', 'script-search', 'script-search-anew', 'jimp-once', 'jimp-each']),
  /** A PNG on the disk. */
  master: z.string(),
  /** `defaults` is for scripts alone: whatever sharp does when no option is given. */
  encoding: z.union([EncodingProfile, z.literal('defaults')]),
  files: z.array(FilePlan).min(1),
  /** How often the work is done in the process, one after the other. */
  turns: z.number().int().min(1),
  /** Folder of lossless crops, for the variant that encodes alone. */
  references: z.string().optional(),
  /** Folder that the files of the last turn are written to, when they are wanted. */
  out: z.string().optional(),
});
export type Job = z.infer<typeof Job>;

/** The work done once. */
export const Turn = z.strictObject({
  /** Milliseconds. */
  wall: z.number(),
  /** User and system time of all threads, in milliseconds. */
  cpu: z.number(),
  /** Most memory that the process has held so far, in bytes. */
  peak: z.number(),
  /** Share of all cores' time that went to other processes meanwhile, 0 to 1: what it took, others would have given. */
  others: z.number(),
});
export type Turn = z.infer<typeof Turn>;

/** What is told of a file that was made; its bytes stay in the worker or go to the disk. */
export const MadeFile = z.strictObject({
  file: z.string(),
  bytes: z.number(),
  maxBytes: z.number().nullable(),
  /** How often it was encoded. */
  trials: z.number(),
  /** True where the variant itself says that the budget was not met. */
  warned: z.boolean(),
});
export type MadeFile = z.infer<typeof MadeFile>;

/** What a worker prints. */
export const Report = z.strictObject({ turns: z.array(Turn).min(1), files: z.array(MadeFile) });
export type Report = z.infer<typeof Report>;

export interface Result extends Report {
  /** Milliseconds from the start of the process to its end. */
  readonly process: number;
}

const run = promisify(execFile);
const workerSource = fileURLToPath(new URL('./worker.ts', import.meta.url));

/**
 * Does a job in a process of its own, so that no variant profits or suffers from what another left in memory.
 *
 * @param program the worker; its TypeScript when left out
 */
export async function work(job: Job, program = workerSource): Promise<Result> {
  const started = performance.now();
  const { stdout } = await run(process.execPath, [program, JSON.stringify(job)], { env: environmentFor(job), maxBuffer: 2 ** 24 }).catch((cause: unknown) => {
    const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : String(cause);
    throw new Error(`Expected a process to do ${job.variant} but it failed: ${said.trim()}`, { cause });
  });
  return { process: performance.now() - started, ...Report.parse(JSON.parse(stdout)) };
}

/** Scripts that nobody tuned; all others run with glibc's allocator set as the deployed function has it. */
const untuned: readonly Job['variant'][] = ['script', 'script-search', 'script-search-anew'];

function environmentFor({ variant }: Job): NodeJS.ProcessEnv {
  const rest = Object.fromEntries(Object.entries(process.env).filter(([name]) => !Object.hasOwn(allocatorEnvironment, name)));
  return untuned.includes(variant) ? rest : { ...rest, ...allocatorEnvironment };
}

export function bytesOf({ files }: Pick<Result, 'files'>): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** The turn after the first, when libraries and heaps are warm. */
export function warm({ turns }: Result): Turn {
  return turns[1] ?? turns[0]!;
}
