import { z } from 'zod';
import { AnnotationsDocument, MicroUsd } from '../documents.ts';
import { Sha256 } from '../references.ts';
import { Direction, Naming, ReviewerNote, ReviewTag, Round, RunId } from '../workflow.ts';

/** The candidates of a run as a tree. */

/** Two reviewers want opposite things. */
export const Contradiction = z.object({ about: z.string(), sides: z.tuple([z.object({ by: z.string(), words: z.string() }), z.object({ by: z.string(), words: z.string() })]) });
export type Contradiction = z.infer<typeof Contradiction>;

/** A candidate in the tree of a run; the fields are those of `core/lineage`. */
export const LineageNode = z.object({
  round: Round,
  letter: z.string(),
  sha256: Sha256,
  previewUrl: z.url(),
  width: z.number().int(),
  height: z.number().int(),
  parent: Sha256.nullable(),
  operation: z.enum(['generate', 'edit']),
  direction: Direction.nullable(),
  tags: z.array(ReviewTag),
  notes: z.array(ReviewerNote),
  /** Names some of the tree's `drawings`, one for each person who drew. */
  annotations: z.array(Sha256),
  score: z.number().nullable(),
  /** Its share of its round, and the sum along the way to it. */
  costMicroUsd: MicroUsd,
  pathMicroUsd: MicroUsd,
  chosen: z.enum(['edited', 'approved']).nullable(),
});
export type LineageNode = z.infer<typeof LineageNode>;

/** `GET /api/runs/{runId}/lineage`: every candidate of a run, first round first, each with its parent. */
export const LineageTree = z.object({
  runId: RunId,
  title: z.string(),
  nodes: z.array(LineageNode),
  /** Pins and drawings that led from one candidate to the next. */
  drawings: z.array(AnnotationsDocument.extend({ sha256: Sha256 })),
  /** What reviewers could not agree about, by the round that followed. */
  contradictions: z.array(Contradiction.extend({ round: Round })),
  /** Who was asked in place of the brief's approvers, by the round that they were asked about. */
  namings: z.array(Naming.extend({ round: Round })).default([]),
  /** Of all rounds. */
  costMicroUsd: MicroUsd,
});
export type LineageTree = z.infer<typeof LineageTree>;
