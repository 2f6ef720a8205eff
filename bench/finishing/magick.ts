import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type FilePlan, fileOf, look } from './plan.ts';

const run = promisify(execFile);

/** ImageMagick as its users run it: one command line for all files, or one for each. */
export interface Magick {
  readonly version: string;
  /** One process: decoded and graded once, kept in memory as `mpr:`. Gives its milliseconds. */
  inOne(master: Size, files: readonly FilePlan[], out: string): Promise<number>;
  /** A process for each file, one after another, graded after it is reduced. */
  inEach(master: Size, files: readonly FilePlan[], out: string): Promise<number>;
}

export interface Size {
  readonly file: string;
  readonly width: number;
  readonly height: number;
}

/** How saturation is changed: in CIE LCh as sharp does and much as the engine does, or in HSL, ImageMagick's cheap default. */
export type Saturation = 'LCh' | 'HSL';

/** The first program that says it is ImageMagick: a `convert` may be something else. */
export async function findMagick(saturation: Saturation): Promise<Magick | null> {
  for (const program of ['magick', '/usr/bin/convert', 'convert']) {
    const { stdout } = await run(program, ['-version']).catch(() => ({ stdout: '' }));
    const [, version] = /^Version: (ImageMagick \S+)/.exec(stdout) ?? [];
    if (version !== undefined) return magickAt(program, version, saturation);
  }
  return null;
}

function magickAt(program: string, version: string, saturation: Saturation): Magick {
  const timed = async (args: readonly string[]): Promise<number> => {
    const started = performance.now();
    await run(program, args);
    return performance.now() - started;
  };
  return {
    version,
    inOne: (master, files, out) => {
      const [last, ...rest] = files.toReversed();
      const others = rest.flatMap((plan) => ['(', 'mpr:master', ...cut(master, plan), '-write', join(out, fileOf(plan)), '+delete', ')']);
      return timed([master.file, ...graded(saturation), ...output, '-write', 'mpr:master', '+delete', ...others, 'mpr:master', ...cut(master, last!), join(out, fileOf(last!))]);
    },
    inEach: async (master, files, out) => {
      let sum = 0;
      for (const plan of files) sum += await timed([master.file, ...cut(master, plan), ...graded(saturation), ...output, join(out, fileOf(plan))]);
      return sum;
    },
  };
}

const output = ['-quality', '80', '-interlace', 'JPEG'];

function graded(saturation: Saturation): string[] {
  const warmth = look.temperature / 500;
  return [
    '-color-matrix', `${String(1 + warmth)} 0 0 0 1 0 0 0 ${String(1 - warmth)}`,
    // As the engine's contrast, it leaves black and white where they are.
    '-sigmoidal-contrast', '1x50%',
    ...(saturation === 'LCh' ? ['-define', 'modulate:colorspace=LCHab'] : []),
    '-modulate', `100,${String(look.saturation * 100)}`,
    '-fill', look.tint, '-colorize', String(look.tintStrength * 100),
  ];
}

/** The largest window of the shape, from the middle: ImageMagick has no smarter crop. */
function cut(master: Size, { width, height }: FilePlan): string[] {
  const scale = Math.min(master.width / width, master.height / height);
  const window = `${String(Math.round(width * scale))}x${String(Math.round(height * scale))}+0+0`;
  return ['-gravity', 'center', '-crop', window, '+repage', '-resize', `${String(width)}x${String(height)}!`];
}
