import type { Measure } from '../documents.ts';
import type { z } from 'zod';
import type { LimitName, Limits } from './limits.ts';
import { advice, type MeasureId } from './measures.ts';
import { hashDistance } from './perceptual-hash.ts';
import { english } from '../language/catalogues.ts';
import type { Speaker } from '../language/speaker.ts';

/** A picture that another is compared with. */
export interface Fingerprint {
  /** SHA-256 of its file. */
  readonly sha256: string;
  /** SHA-256 of its decoded pixels; null where they were not kept. */
  readonly pixels: string | null;
  /** 64 bits as 16 hexadecimal digits; null where only the very same picture counts. */
  readonly perceptualHash: string | null;
  /** How a reader knows it, in the reader's language: "candidate 2". */
  readonly name: string;
}

type DuplicateId = Extract<MeasureId, 'duplicate' | 'earlier-duplicate' | 'archive-duplicate'>;
const limitOf: Readonly<Record<DuplicateId, LimitName>> = { duplicate: 'duplicate', 'earlier-duplicate': 'duplicate', 'archive-duplicate': 'archiveDuplicate' };

const wording = {
  duplicate: { none: 'check.duplicate', same: 'check.duplicate.failed' },
  'earlier-duplicate': { none: 'check.earlier-duplicate', same: 'check.earlier-duplicate.failed' },
  'archive-duplicate': { none: 'check.archive-duplicate', same: 'check.archive-duplicate.failed' },
} as const satisfies Readonly<Record<DuplicateId, object>>;

/**
 * How near a picture comes to the nearest of others, in bits of the perceptual hash. 0 for the same file or the same
 * pixels; also for pictures that differ in detail only, which the message tells apart.
 */
export function duplicateMeasure(id: DuplicateId, own: Fingerprint, others: readonly Fingerprint[], limits: Limits, { say }: Speaker = english): z.input<typeof Measure> & { id: MeasureId } {
  const nearest = others
    .map((other) => ({ other, exact: isSame(own, other), distance: distanceOf(own, other) }))
    .sort((a, b) => Number(b.exact) - Number(a.exact) || a.distance - b.distance)[0];
  const message = (passed: boolean): string => {
    if (passed || nearest === undefined) return say(wording[id].none);
    return say(wording[id].same, { likeness: say(nearest.exact ? 'check.likeness.exact' : 'check.likeness.near'), name: nearest.other.name });
  };
  const measured = advice(limitOf[id], nearest?.distance ?? 64, 0, limits, message);
  // The same file twice is a twin whatever distance a brand allows.
  return nearest?.exact === true ? { ...measured, id, passed: false, message: message(false) } : { ...measured, id };
}

function distanceOf(own: Fingerprint, other: Fingerprint): number {
  if (isSame(own, other)) return 0;
  return own.perceptualHash === null || other.perceptualHash === null ? 64 : hashDistance(own.perceptualHash, other.perceptualHash);
}

function isSame(a: Fingerprint, b: Fingerprint): boolean {
  return a.sha256 === b.sha256 || (a.pixels !== null && a.pixels === b.pixels);
}
