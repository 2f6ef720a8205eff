import { z } from 'zod';
import { Point } from '../geometry.ts';
import { ObjectRef, Sha256 } from '../references.ts';
import { ReviewTag } from '../workflow.ts';

/** What one voice of a review belongs to: an approver, or a role that one of several people speaks for. */
export const Seat = z.object({
  /** Null for a seat that is a person's own. */
  role: z.string().nullable(),
  /** Addresses of those who may speak for it. */
  holders: z.array(z.string()).min(1),
});
export type Seat = z.infer<typeof Seat>;

/** A seat that went from one person to another. */
export const Delegation = z.object({
  from: z.string(),
  to: z.string(),
  note: z.string().optional(),
  at: z.iso.datetime(),
  /** False where the brief said so from the beginning. */
  byHand: z.boolean(),
});
export type Delegation = z.infer<typeof Delegation>;

/** What one person has said about the candidates. A later vote of the same person takes its place. */
export const Vote = z.object({
  by: z.string(),
  decision: z.enum(['approve', 'changes', 'startOver', 'reject']),
  candidate: Sha256.nullable(),
  note: z.string().max(4000),
  tags: z.array(ReviewTag).default([]),
  at: z.iso.datetime(),
  focus: Point.optional(),
  checklist: z.record(z.string(), z.enum(['pass', 'fail', 'unsure'])).optional(),
  /** Questions whose answer is the check's own, left as the page filled it in. */
  untouched: z.array(z.string()).optional(),
  /** Pins and drawings on the candidate: an `AnnotationsDocument`. */
  annotations: ObjectRef.optional(),
});
export type Vote = z.infer<typeof Vote>;

/** Whether two addresses are one person's: mail services do not tell capitals apart. */
export function sameAddress(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** Each address once, in the order and spelling of its first mention. */
export function distinctAddresses(addresses: readonly string[]): string[] {
  const kept: string[] = [];
  for (const address of addresses.map((each) => each.trim())) if (address !== '' && !kept.some((other) => sameAddress(other, address))) kept.push(address);
  return kept;
}
