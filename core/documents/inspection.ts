import { z } from 'zod';
import { Region } from '../geometry.ts';
import { ImageRef } from '../references.ts';
import { Round, RunId } from '../workflow/run.ts';
import { MicroUsd } from './money.ts';
import { PromptSlotName } from './prompt.ts';

/** One measure of one candidate: a value with its unit and the limit it is held against. */
export const Measure = z.strictObject({
  id: z.string(),
  value: z.number(),
  unit: z.string(),
  limit: z.string(),
  passed: z.boolean(),
  /** A failed gate rules the candidate out; anything else is advice. */
  gate: z.boolean(),
  message: z.string(),
  /** The part of the picture that the measure speaks of; null for all of it. */
  region: Region.nullable().default(null),
  /** Whose limit it is held against. */
  limitFrom: z.enum(['galley', 'brand', 'brief']).default('galley'),
});
export type Measure = z.infer<typeof Measure>;

/** The workflow's five questions. */
export const QuestionId = z.enum(['concept', 'structure', 'lighting', 'style', 'emotion']);
export type QuestionId = z.infer<typeof QuestionId>;

/** One of the five, or a question of the brief's own: `own-` and its id. */
export const AnyQuestionId = z.string().regex(/^(?:concept|structure|lighting|style|emotion|own-[a-z][a-z0-9-]{0,40})$/);

/** A change in the vocabulary of the prompt: what to write in a slot, or what to exclude. */
export const Suggestion = z.strictObject({
  /** Null in documents of before slots were named. */
  slot: z.enum([...PromptSlotName.options, 'exclude']).nullable(),
  text: z.string(),
});
export type Suggestion = z.infer<typeof Suggestion>;

export const Answer = z.strictObject({
  question: AnyQuestionId,
  answer: z.enum(['pass', 'fail', 'unsure']),
  confidence: z.number().min(0).max(1),
  evidence: z.string(),
  region: Region.nullable(),
  suggestion: z.preprocess((value) => (typeof value === 'string' ? { slot: null, text: value } : value), Suggestion.nullable()),
});
export type Answer = z.infer<typeof Answer>;

export const CandidateInspection = z.strictObject({
  candidate: ImageRef,
  preview: ImageRef,
  measures: z.array(Measure),
  answers: z.array(Answer),
  /** Where the vision model saw the main subject; null when none looked, or it could not tell. */
  subject: Region.nullable().default(null),
  /** Perceptual hash, 64 bits as 16 hexadecimal digits. */
  perceptualHash: z.string().regex(/^[0-9a-f]{16}$/),
  /** 0 to 1; weights in `core/inspection`. */
  score: z.number().min(0).max(1),
  passedGates: z.boolean(),
});
export type CandidateInspection = z.infer<typeof CandidateInspection>;

export const InspectionDocument = z.strictObject({
  runId: RunId,
  round: Round,
  contactSheet: ImageRef,
  judge: z.strictObject({ model: z.string(), costMicroUsd: MicroUsd }).nullable(),
  candidates: z.array(CandidateInspection).min(1),
});
export type InspectionDocument = z.infer<typeof InspectionDocument>;
