import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deltaE } from '../../core/imaging/colour.ts';
import { decode } from '../../core/imaging/decode.ts';
import type { Pixels } from '../../core/imaging/pixels.ts';
import { similarity } from '../../core/imaging/similarity.ts';
import { type FilePlan, fileOf } from './plan.ts';
import { mean } from './report.ts';

/** How files look beside the pixels they were made from. */
export interface Likeness {
  /** Similarity of brightness at several scales, 0 to 1. */
  readonly mean: number;
  readonly least: number;
  /** CIEDE2000 over an even sample of pixels, which sees the colour that `mean` does not. */
  readonly colour: number;
}

/** An odd stride does not fall into step with rows of even width. */
const stride = 1009;

/**
 * Compares every file with the lossless crop of the same variant, so that a variant is judged by what its
 * encoders lost, not by its taste in grading.
 */
export async function likenessOf(folder: string, references: string, files: readonly FilePlan[]): Promise<Likeness> {
  const originals = new Map<string, Pixels>();
  const scores: number[] = [];
  const colours: number[] = [];
  for (const plan of files) {
    const original = originals.get(plan.name) ?? (await decode(await readFile(join(references, fileOf({ name: plan.name, format: 'png' })))));
    originals.set(plan.name, original);
    const made = await decode(await readFile(join(folder, fileOf(plan))));
    scores.push(similarity(original, made));
    colours.push(meanDeltaE(original, made));
  }
  return { mean: mean(scores), least: Math.min(...scores), colour: mean(colours) };
}

/** CIEDE2000 between two pictures of one size and three channels. */
export function meanDeltaE(one: Pixels, other: Pixels): number {
  const distances: number[] = [];
  for (let pixel = 0; pixel < one.width * one.height; pixel += stride) distances.push(deltaE(colourAt(one, pixel), colourAt(other, pixel)));
  return mean(distances);
}

function colourAt({ data, channels }: Pixels, pixel: number): [number, number, number] {
  const at = pixel * channels;
  return [data[at]!, data[at + 1]!, data[at + 2]!];
}
