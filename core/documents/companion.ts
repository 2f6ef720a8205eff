import { z } from 'zod';
import { Brief } from '../brief/schema.ts';
import { ImageRef, ObjectRef, Sha256 } from '../references.ts';
import { Direction } from '../workflow/direction.ts';
import { CandidatesDecision } from '../workflow/review.ts';
import { Round, RunId } from '../workflow/run.ts';
import { Assessment } from './assessment.ts';
import { FinishReport } from './finish.ts';
import { GenerationDocument } from './generation.ts';
import { CandidateInspection } from './inspection.ts';
import { JudgementDocument } from './judgement.ts';
import { MicroUsd } from './money.ts';
import { NotSent, PromptDocument } from './prompt.ts';

/** One file of an archived asset. */
export const ArchivedFile = z.discriminatedUnion('role', [
  z.strictObject({ role: z.enum(['original', 'master', 'rendition', 'reference', 'drawing']), name: z.string(), file: ImageRef }),
  z.strictObject({ role: z.enum(['brand', 'annotations']), name: z.string(), file: ObjectRef }),
]);

/** `asset.json`: the companion document, all that is needed to find the picture and to make it again. */
export const CompanionDocument = z.strictObject({
  galley: z.literal(1),
  assetId: RunId,
  title: z.string(),
  archivedAt: z.iso.datetime(),
  brief: Brief,
  source: ObjectRef,
  assessment: Assessment,
  prompt: PromptDocument,
  generation: GenerationDocument,
  inspection: CandidateInspection,
  judgement: JudgementDocument,
  decision: CandidatesDecision,
  /** The chain of rounds that led here, first round first. */
  lineage: z.array(
    z.strictObject({
      round: Round,
      operation: z.enum(['generate', 'edit']),
      direction: Direction.nullable(),
      reference: Sha256.nullable(),
      candidates: z.array(Sha256),
      costMicroUsd: MicroUsd,
      /** The text that was sent; null in documents of before it was kept. */
      text: z.string().nullable().default(null),
      /** What was drawn and sent with it, as it lies in the archive. */
      markup: ImageRef.nullable().default(null),
      mask: ImageRef.nullable().default(null),
      notSent: z.array(NotSent).default([]),
    }),
  ),
  costMicroUsd: MicroUsd,
  files: z.array(ArchivedFile).min(2),
  report: FinishReport,
});
export type CompanionDocument = z.infer<typeof CompanionDocument>;
