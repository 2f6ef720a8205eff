import { z } from 'zod';
import { ImageRef, ObjectRef, Sha256 } from './references.ts';
import { AssessVerdict, CandidatesDecision, Direction, JudgeVerdict, ReviewTag, Round, RunId } from './workflow.ts';
import { Brief, ReferenceUse } from './brief/schema.ts';
import { Finding } from './critique/finding.ts';
import { Drawing, Pin, Point, Region } from './geometry.ts';
import { CropStrategy, EncodingProfile, Grade, HexColour, MetadataProfile } from './imaging/recipe.ts';

/** The documents that a run leaves in S3, one per stage, each readable on its own. */

/** US dollars, as a number of millionths, so that sums are exact. */
export const MicroUsd = z.number().int().nonnegative();

/** `critique.json`: what the critique found when the brief was accepted, the gravest first. */
export const CritiqueDocument = z.strictObject({ runId: RunId, findings: z.array(Finding) });
export type CritiqueDocument = z.infer<typeof CritiqueDocument>;

/** What generating is expected to cost against the cheapest traditional route. US dollars, rounded to cents. */
export const ReturnOnInvestment = z.strictObject({
  /** Generating, with people's time and the expected number of rounds. */
  generationUsd: z.number().nonnegative(),
  modelUsd: z.number().nonnegative(),
  /** The chance that no candidate is approved, 0 to 1, and what the traditional route then costs on top, times that chance. */
  unapprovedShare: z.number().min(0).max(1).default(0),
  fallbackUsd: z.number().nonnegative().default(0),
  /** The cheapest traditional route for this kind of asset. */
  alternative: z.strictObject({ route: z.string(), usd: z.number().nonnegative() }),
  /** Every route that was looked at, the cheapest first. */
  routes: z.array(z.strictObject({ route: z.string(), usd: z.number().nonnegative() })).default([]),
  /** The alternative less generating and less the fallback. */
  savingUsd: z.number(),
  expectedRounds: z.number().positive(),
  /** Where generating stops paying, everything else unchanged; null where no such point exists. */
  breakEven: z
    .strictObject({
      rounds: z.number().positive().nullable(),
      unapprovedShare: z.number().min(0).max(1).nullable(),
      alternativeUsd: z.number().nonnegative(),
      /** Generating pays on this side of a designer's hourly rate. */
      designerHourly: z.strictObject({ usd: z.number().positive(), pays: z.enum(['below', 'above']) }).nullable(),
    })
    .nullable()
    .default(null),
  /** The saving when one constant is 30 % lower or higher, the one that moves it most first. */
  sensitivity: z.array(z.strictObject({ constant: z.string(), what: z.string(), lowUsd: z.number(), highUsd: z.number(), flips: z.boolean() })).default([]),
  /** The finished runs of this kind and team that the rounds rest on, and how much of them they make, 0 to 1. */
  history: z.strictObject({ runs: z.number().int().nonnegative(), unapproved: z.number().int().nonnegative(), rounds: z.number().int().nonnegative(), weight: z.number().min(0).max(1) }).default({ runs: 0, unapproved: 0, rounds: 0, weight: 0 }),
  /** Date of the constants, ISO, and the team whose figures are among them. */
  constantsAsOf: z.string(),
  team: z.string().nullable().default(null),
});
export type ReturnOnInvestment = z.infer<typeof ReturnOnInvestment>;

export const Assessment = z.strictObject({
  verdict: AssessVerdict,
  reasons: z.array(z.string()),
  signals: z.array(
    z.strictObject({
      id: z.string(),
      severity: z.enum(['block', 'doubt', 'note']),
      field: z.string(),
      /** Why it is a concern. */
      message: z.string(),
      /** The words of the brief that speak for it. */
      evidence: z.array(z.strictObject({ field: z.string(), words: z.string() })).default([]),
      wayOut: z.string().default(''),
    }),
  ),
  returnOnInvestment: ReturnOnInvestment,
});
export type Assessment = z.infer<typeof Assessment>;

export const PromptSlotName = z.enum(['subject', 'action', 'environment', 'lighting', 'style', 'camera']);
export type PromptSlotName = z.infer<typeof PromptSlotName>;

/** A parameter that the brief or its template asks for and the model does not take; `sent` is the nearest thing that is sent instead. */
export const NotSent = z.strictObject({ parameter: z.string(), value: z.json(), reason: z.string(), sent: z.json().exactOptional() });

/** `prompt.json`: the structured prompt of one concept. */
export const PromptDocument = z.strictObject({
  runId: RunId,
  round: Round,
  /** The label that pointed at the version, and the SHA-256 of its file; a document of before they were kept has neither. */
  template: z.strictObject({ name: z.string(), version: z.string(), label: z.string().nullable().default(null), sha256: Sha256.nullable().default(null) }),
  slots: z.array(z.strictObject({ slot: PromptSlotName, text: z.string(), from: z.string() })),
  /** Mood, palette, message, exclusions worded as constraints. */
  constraints: z.array(z.strictObject({ text: z.string(), from: z.string() })),
  /** The text that is sent, byte for byte. */
  text: z.string().min(1).max(32_000),
  model: z.strictObject({ name: z.string(), snapshot: z.string() }),
  /** What `images.generate` is called with besides prompt and model. */
  parameters: z.strictObject({
    n: z.number().int().min(1).max(10),
    size: z.string(),
    quality: z.enum(['low', 'medium', 'high']),
    output_format: z.literal('png'),
    background: z.literal('opaque').exactOptional(),
    moderation: z.literal('auto'),
  }),
  notSent: z.array(NotSent),
  /** What to know before the call: a model near its shutdown, a template of another kind. */
  warnings: z.array(z.string()).default([]),
  estimateMicroUsd: MicroUsd,
});
export type PromptDocument = z.infer<typeof PromptDocument>;

/** `generation.json`: what was asked of the model in one round, and what came. */
export const GenerationDocument = z.strictObject({
  runId: RunId,
  round: Round,
  operation: z.enum(['generate', 'edit']),
  /** The text sent: the prompt, or the instruction of the edit. */
  text: z.string(),
  model: z.strictObject({ name: z.string(), snapshot: z.string() }),
  parameters: z.record(z.string(), z.json()),
  notSent: z.array(NotSent),
  reference: ImageRef.nullable(),
  /** What led to this round; null for the first. */
  direction: Direction.nullable().default(null),
  /** What the reviewer drew over the reference, as it was sent. */
  markup: ImageRef.nullable().default(null),
  /** The area that the edit was confined to, as it was sent: transparent where it may change. */
  mask: ImageRef.nullable().default(null),
  /** Pictures of the brief that were sent with the text, in their order. */
  references: z.array(ImageRef.extend({ file: z.string(), use: ReferenceUse, note: z.string().optional() })).default([]),
  candidates: z.array(ImageRef).min(1),
  usage: z.strictObject({
    inputTextTokens: z.number().int().nonnegative(),
    inputImageTokens: z.number().int().nonnegative(),
    outputTokens: z.number().int().nonnegative(),
  }),
  costMicroUsd: MicroUsd,
  reservationId: z.string(),
  requestId: z.string().nullable(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
});
export type GenerationDocument = z.infer<typeof GenerationDocument>;

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

export const JudgementDocument = z.strictObject({
  runId: RunId,
  round: Round,
  verdict: JudgeVerdict,
  reasons: z.array(z.string()),
  /** Best first. */
  ranking: z.array(z.strictObject({ candidate: Sha256, score: z.number(), passedGates: z.boolean() })),
  threshold: z.number(),
  direction: Direction.nullable(),
  /** What else could have been done, and why it was not. */
  alternatives: z.array(z.strictObject({ choice: JudgeVerdict, reason: z.string() })).default([]),
  /** What one more round is expected to bring, and what that rests on; null where nothing was expected. */
  expectation: z
    .strictObject({
      /** Expected rise of the best score, and the chance of an approval that it brings. */
      gain: z.number(),
      /** That people approve one of this round, and of the next; null where it was not kept. */
      chance: z.strictObject({ now: z.number().min(0).max(1), after: z.number().min(0).max(1) }).nullable().default(null),
      /** Worth of the gain, and cost of the round with people's time, in US dollars. */
      worthUsd: z.number(),
      costUsd: z.number(),
      /** Rounds of the past that the expectation rests on, and how much of it they make, 0 to 1. */
      rounds: z.number().int().nonnegative(),
      weight: z.number().min(0).max(1),
      sentence: z.string(),
    })
    .nullable()
    .default(null),
  /** Whether the check had earned trust, and why; null where nobody asked. */
  trust: z.strictObject({ trusted: z.boolean(), reason: z.string() }).nullable().default(null),
  /** Of `approve`: the decision that the check made in people's place. */
  decision: CandidatesDecision.nullable().default(null),
});
export type JudgementDocument = z.infer<typeof JudgementDocument>;

/** How a round stood; the words are those of `core/judge/standing.ts`. */
const RoundStanding = z.strictObject({ standing: z.enum(['clean', 'faulty', 'out']), score: z.number().min(0).max(1) });

/** `outcome.json`: what became of a judgement, written once it is known. */
export const OutcomeDocument = z.strictObject({
  runId: RunId,
  round: Round,
  verdict: JudgeVerdict,
  /** The best candidate when it was judged. */
  stood: RoundStanding,
  /** As expected then; null where nothing was. */
  expectedGain: z.number().nullable(),
  became: z.discriminatedUnion('what', [
    /** The round that the judge had made: how its best candidate stood, and what it cost. */
    z.strictObject({ what: z.literal('round'), stood: RoundStanding, rise: z.number(), costMicroUsd: MicroUsd }),
    /** What people decided, and on which candidate by rank, 1 for the best; null where it is not one of this round. */
    z.strictObject({ what: z.literal('people'), decision: CandidatesDecision.shape.decision, candidate: Sha256.nullable(), rank: z.number().int().positive().nullable() }),
    /** It went on without people: nobody has said whether that was right. */
    z.strictObject({ what: z.literal('check'), candidate: Sha256 }),
  ]),
  at: z.iso.datetime(),
});
export type OutcomeDocument = z.infer<typeof OutcomeDocument>;

/** `annotations/<sha256>.json`: what one reviewer put on a candidate. */
export const AnnotationsDocument = z.strictObject({
  runId: RunId,
  round: Round,
  candidate: Sha256,
  by: z.string(),
  at: z.iso.datetime(),
  tags: z.array(ReviewTag),
  pins: z.array(Pin),
  /** Pen strokes: become the `markup` of the next edit. */
  markup: Drawing,
  /** Brush strokes: become its `mask`. */
  brush: Drawing,
});
export type AnnotationsDocument = z.infer<typeof AnnotationsDocument>;

export const Rendition = z.strictObject({
  name: z.string(),
  preset: z.string().nullable(),
  file: ImageRef,
  crop: z.strictObject({
    /** The crop of the master, in master pixels. */
    window: z.strictObject({ left: z.number().int(), top: z.number().int(), width: z.number().int(), height: z.number().int() }),
    /** What put it where it is. */
    by: z.enum(['whole', 'focus', 'subject', ...CropStrategy.options]),
    /** Share of the subject inside the window; null where no subject is known. */
    subjectKept: z.number().min(0).max(1).nullable(),
    /** Whether the subject lies in the channel's safe area, whole; null without a subject or a safe area. */
    subjectSafe: z.boolean().nullable(),
  }),
  /** Factor by which pixels were enlarged; 1 or less means none were. */
  enlargement: z.number().positive(),
  dpi: z.number().int().nullable(),
  quality: z.number().int().nullable(),
  /** Likeness to the pixels before encoding, 0 to 1; null where it was not measured. */
  score: z.number().min(0).max(1).nullable(),
  /** How often the file was encoded to find its quality. */
  trials: z.number().int().positive(),
  maxBytes: z.number().int().nullable(),
  metadata: MetadataProfile,
  warnings: z.array(z.string()),
});
export type Rendition = z.infer<typeof Rendition>;

const Gains = z.tuple([z.number(), z.number(), z.number()]).readonly();

/** What a grade did to the picture; units are those of `core/imaging/grade/grade.ts`. */
export const GradeReport = z.strictObject({
  neutral: z.boolean(),
  correction: z.strictObject({ measuredGains: Gains, gains: Gains, measuredStops: z.number(), stops: z.number(), limited: z.boolean() }).nullable(),
  meanDeltaE: z.number().nonnegative(),
  clippedShare: z.number().min(0).max(1),
  palette: z
    .strictObject({
      before: z.number().nonnegative(),
      after: z.number().nonnegative(),
      colours: z.array(z.strictObject({ colour: HexColour, share: z.number().min(0).max(1), nearest: HexColour, deltaE: z.number().nonnegative() })).readonly(),
    })
    .nullable(),
});
export type GradeReport = z.infer<typeof GradeReport>;

/** `report.json` of the finish stage: what was made, how, and what of it needs a look. */
export const FinishReport = z.strictObject({
  runId: RunId,
  original: ImageRef,
  master: ImageRef,
  grade: Grade,
  gradeReport: GradeReport,
  encoding: EncodingProfile,
  /** What steered the crops. */
  subject: Region.nullable(),
  focus: Point.nullable(),
  /** Files of the brand that went in, as they were when the brief was accepted. */
  brandFiles: z.array(ObjectRef.extend({ file: z.string() })),
  renditions: z.array(Rendition),
  warnings: z.array(z.string()),
});
export type FinishReport = z.infer<typeof FinishReport>;

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
