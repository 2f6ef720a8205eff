import type { z } from 'zod';
import type { GenerationDocument, InspectionDocument } from '../documents.ts';
import type { ImageRef } from '../references.ts';
import { candidateLetter } from '../review/letters.ts';
import type { Direction, Naming, ReviewTag, ReviewerNote } from '../workflow.ts';

/** What one round left behind; the inspection is missing while the round is in the making. */
export interface LineageRound {
  readonly generation: GenerationDocument;
  readonly inspection: z.infer<typeof InspectionDocument> | null;
}

/** A candidate with what led to it. */
export interface LineageCandidate {
  readonly round: number;
  /** As on the contact sheet: A, B, C… */
  readonly letter: string;
  readonly candidate: ImageRef;
  readonly preview: ImageRef;
  /** SHA-256 of the candidate that it is an edit of; null for one that was made from a prompt alone. */
  readonly parent: string | null;
  readonly operation: 'generate' | 'edit';
  /** What asked for its round; null for the first. */
  readonly direction: Direction | null;
  readonly tags: readonly ReviewTag[];
  /** The reviewers' own words, unmerged. */
  readonly notes: readonly ReviewerNote[];
  /** SHA-256 of the pins and drawings that went with the direction, one for each person. */
  readonly annotations: readonly string[];
  readonly score: number | null;
  /** Its share of what its round cost, inspection and all; millionths of a US dollar. */
  readonly costMicroUsd: number;
  /** Its own share and those of every candidate that it descends from. */
  readonly pathMicroUsd: number;
  /** What became of it: a later round edited it, or it was approved. */
  readonly chosen: 'edited' | 'approved' | null;
}

/**
 * The candidates of a run as a tree: each knows its parent by SHA-256. First round first, in the order of the contact sheet.
 *
 * @param approved SHA-256 of the candidate that was approved, if one was
 */
export function lineageOf(rounds: readonly LineageRound[], approved: string | null = null): LineageCandidate[] {
  const edited = new Set(rounds.flatMap(({ generation }) => (generation.reference === null ? [] : [generation.reference.sha256])));
  const paths = new Map<string, number>();
  return rounds.flatMap(({ generation, inspection }) => {
    const { round, operation, direction, candidates } = generation;
    const shares = sharesOf(roundCostMicroUsd({ generation, inspection }), candidates.length);
    const parent = operation === 'edit' ? (generation.reference?.sha256 ?? null) : null;
    const before = parent === null ? 0 : (paths.get(parent) ?? 0);
    return candidates.map((candidate, index): LineageCandidate => {
      const { sha256 } = candidate;
      const inspected = inspection?.candidates.find((entry) => entry.candidate.sha256 === sha256);
      const costMicroUsd = shares[index] ?? 0;
      paths.set(sha256, before + costMicroUsd);
      return {
        round,
        letter: candidateLetter(index),
        candidate,
        preview: inspected?.preview ?? candidate,
        parent,
        operation,
        direction,
        tags: [...new Set([...(direction?.tags ?? []), ...(direction?.notes ?? []).flatMap(({ tags }) => tags)])],
        notes: direction?.notes ?? [],
        annotations: (direction?.annotations ?? []).map((ref) => ref.sha256),
        score: inspected?.score ?? null,
        costMicroUsd,
        pathMicroUsd: before + costMicroUsd,
        chosen: sha256 === approved ? 'approved' : edited.has(sha256) ? 'edited' : null,
      };
    });
  });
}

/**
 * Who was asked in place of the brief's approvers, by the round that they were asked about, first round first.
 *
 * @param last of the review of the last round: the one that is open, or that led to the approval
 */
export function namingsOf(rounds: readonly LineageRound[], last: Naming | undefined): (Naming & { readonly round: number })[] {
  // A direction names those who gave it: they had been asked about the round before.
  const given = rounds.flatMap(({ generation: { round, direction } }) => (direction?.naming === undefined ? [] : [{ round: round - 1, ...direction.naming }]));
  return last === undefined ? given : [...given, { round: Math.max(1, ...rounds.map(({ generation }) => generation.round)), ...last }];
}

/** What a round cost: its pictures and its inspection. */
export function roundCostMicroUsd({ generation, inspection }: LineageRound): number {
  return generation.costMicroUsd + (inspection?.judge?.costMicroUsd ?? 0);
}

/** An amount shared out in whole millionths, so that the shares add up to it; the first ones carry the rest. */
export function sharesOf(amountMicroUsd: number, count: number): number[] {
  const each = Math.floor(amountMicroUsd / count);
  return Array.from({ length: count }, (_, index) => each + (index < amountMicroUsd - each * count ? 1 : 0));
}
