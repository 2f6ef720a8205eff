import { z } from 'zod';
import { Point } from '../geometry.ts';
import { Deliverables, EncodingProfile, Grade, HexColour, Watermark } from '../imaging/recipe.ts';

/**
 * The brief, version 1: what a person writes. Every default is applied here, so that the rest of Galley
 * reads a complete document. Unknown fields are errors, because a misspelt field is a lost instruction.
 */

const words = (minimum: number, field: string) =>
  z.string().trim().refine((text) => text.split(/\s+/u).filter(Boolean).length >= minimum, {
    error: (issue) => `Expected ${field} of at least ${String(minimum)} words but received ${JSON.stringify(issue.input)}`,
  });

const email = z.email({ error: (issue) => `Expected an e-mail address but received ${JSON.stringify(issue.input)}` });

export const AssetKind = z.enum(['product', 'editorial', 'portrait', 'food', 'interior', 'illustration', 'background', 'infographic']);
export type AssetKind = z.infer<typeof AssetKind>;

export const Concept = z.strictObject({
  /** Who or what the picture is of: "a golden retriever". */
  subject: words(2, 'a subject'),
  /** What it does, or how it is posed: "catching a red frisbee mid-air". */
  action: z.string().trim().min(1).optional(),
  /** Where: "a sunlit urban park". */
  environment: z.string().trim().min(1).optional(),
  weather: z.string().trim().min(1).optional(),
  background: z.string().trim().min(1).optional(),
});

export const Brand = z.strictObject({
  name: z.string().trim().min(1).optional(),
  colours: z.array(HexColour).max(12).default([]),
  typography: z.array(z.string().trim().min(1)).default([]),
  do: z.array(z.string().trim().min(1)).default([]),
  dont: z.array(z.string().trim().min(1)).default([]),
  banned: z.array(z.string().trim().min(1)).default([]),
  /** Who is named beside the picture; the brand's name when absent. */
  credit: z.string().trim().min(1).max(200).optional(),
  /** Written into every file: "© 2026 Acme". */
  rights: z.string().trim().min(1).max(200).optional(),
  /** The mark that is laid over renditions. */
  watermark: Watermark.optional(),
});
export type Brand = z.infer<typeof Brand>;

export const ReviewPolicy = z.strictObject({
  /** Addresses of those who may decide; the deployment's default approvers when empty. */
  approvers: z.array(email).max(10).default([]),
  /** Hours until the review expires, 1 to 720. */
  dueHours: z.number().min(1).max(720).default(72),
  /** Hours after which a reminder goes out; it must lie before the due time. */
  remindHours: z.number().min(0.5).max(720).optional(),
  /** How many rounds of candidates may be made in all, 1 to 10. */
  rounds: z.number().int().min(1).max(10).default(3),
});
export type ReviewPolicy = z.infer<typeof ReviewPolicy>;

export const Budget = z.strictObject({
  /** Most that this brief may spend on model calls, in US dollars. */
  cap: z.number().positive().max(1000).default(2),
  campaign: z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/, 'Expected a campaign name of lower-case letters, digits and hyphens').optional(),
  /** Most that all briefs of the campaign may spend, in US dollars. */
  campaignCap: z.number().positive().max(100_000).optional(),
});

export const Brief = z.strictObject({
  galley: z.literal(1).default(1),
  title: z.string().trim().min(1).max(160),
  /** Who is told what became of the brief. */
  owner: email.optional(),
  /** Whose figures and whose history the assessment counts with. */
  team: z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/, 'Expected a team name of lower-case letters, digits and hyphens').optional(),
  /** What the picture is for. */
  objective: z.string().trim().min(1).optional(),
  /** The core message. */
  message: z.string().trim().min(1).optional(),
  audience: z.string().trim().min(1).optional(),
  channels: z.array(z.string().trim().min(1)).default([]),
  kind: AssetKind.default('editorial'),
  concept: Concept,
  lighting: z.string().trim().min(1).optional(),
  /** Style or medium: "photorealistic", "watercolour". */
  style: z.string().trim().min(1).optional(),
  /** Camera angle and lens. */
  camera: z.string().trim().min(1).optional(),
  /** The emotion the picture should evoke. */
  mood: z.string().trim().min(1).optional(),
  /** What must not be in the picture. */
  exclude: z.array(z.string().trim().min(1)).default([]),
  brand: Brand.prefault({}),
  /** Width to height of the master, "3:2"; between 1:3 and 3:1. */
  aspect: z.string().regex(/^\d{1,2}(\.\d+)?:\d{1,2}(\.\d+)?$/, { error: (issue) => `Expected an aspect ratio as "3:2" but received ${JSON.stringify(issue.input)}` }).default('3:2'),
  candidates: z.number().int().min(1).max(8).default(3),
  quality: z.enum(['low', 'medium', 'high']).default('medium'),
  /** Model or snapshot of the capability table; the deployment's default when absent. */
  model: z.string().trim().min(1).optional(),
  /** A value that the model does not take is recorded as not sent, never silently dropped. */
  seed: z.number().int().nonnegative().optional(),
  deliverables: Deliverables,
  /** The point of the picture that crops are centred on; a reviewer's wins over it. */
  focus: Point.optional(),
  grade: Grade.prefault({}),
  encoding: EncodingProfile.default('quality'),
  review: ReviewPolicy.prefault({}),
  budget: Budget.prefault({}),
  /** ISO date, `2026-12-24`. */
  deadline: z.iso.date().optional(),
  keywords: z.array(z.string().trim().min(1)).max(40).default([]),
});
export type Brief = z.infer<typeof Brief>;
export type BriefInput = z.input<typeof Brief>;
