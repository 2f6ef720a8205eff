import { z } from 'zod';
import { EmailAddress } from '../address.ts';
import { Point, Region } from '../geometry.ts';
import { brandFile, Deliverables, EncodingProfile, Grade, HexColour, isPlainPath, Watermark } from '../imaging/recipe.ts';
import { InspectionLimits } from '../inspection/limits.ts';
import { briefKeys } from '../keys.ts';
import { Sha256 } from '../references.ts';
import { quoted } from '../source/paths.ts';

/**
 * The brief, version 1: what a person writes. Every default is applied here, so that the rest of Galley
 * reads a complete document. Unknown fields are errors, because a misspelt field is a lost instruction. The
 * descriptions are what editors show: `json-schema.ts` publishes them.
 */

const text = z.string().trim().min(1);

/** What a prompt takes in all: prose that is longer cannot be sent. */
const mostProse = 32_000;
const prose = text.max(mostProse);

/** Things that are named one by one; each is looked for in all the prose. */
const names = z.array(text.max(300)).max(200).default([]);

const words = (minimum: number, field: string) =>
  z.string().trim().max(mostProse).refine((value) => value.split(/\s+/u).filter(Boolean).length >= minimum, {
    error: (issue) => `Expected ${field} of at least ${String(minimum)} words but received ${quoted(issue.input)}`,
  });

/** Version of the format; another one is told how to go on. */
export const FormatVersion = z.literal(1, {
  error: (issue) => `Expected 1, the version of the format that this Galley reads, for galley but received ${JSON.stringify(issue.input)}; write galley: 1, or hand it to a Galley that reads that version`,
});

export const AssetKind = z.enum(['product', 'editorial', 'portrait', 'food', 'interior', 'illustration', 'background', 'infographic']);
export type AssetKind = z.infer<typeof AssetKind>;

export const Concept = z.strictObject({
  subject: words(2, 'a subject').meta({ description: 'Who or what the picture is of, in two words or more: name the breed, the model, the material.', examples: ['a golden retriever'] }),
  action: prose.optional().meta({ description: 'What it does, or how it is posed.', examples: ['catching a red frisbee mid-air'] }),
  environment: prose.optional().meta({ description: 'Where it is.', examples: ['a sunlit urban park'] }),
  weather: prose.optional().meta({ description: 'The weather, where it shows.', examples: ['after the rain'] }),
  background: prose.optional().meta({ description: 'What is behind it.', examples: ['plane trees and a distant skyline'] }),
});

/** A brand kit by the folder that it lies in, below `brands/`. */
export const KitName = z.string().trim().regex(/^[a-z0-9][a-z0-9-]{0,60}$/, {
  error: (issue) => `Expected the name of a brand kit, of lower-case letters, digits and hyphens such as voltaire, but received ${JSON.stringify(issue.input)}`,
});

/** Which kit is meant; what a brief leaves open is filled in when it is accepted, so that the run names the kit's very bytes. */
export const KitPin = z.strictObject({
  name: KitName.describe('Folder of the kit below brands/ in the briefs bucket.'),
  version: z.number().int().min(1).optional().describe('The version that the kit must have; its present one when absent.'),
  file: text.optional().describe('Key of the kit. Galley fills it in.'),
  sha256: Sha256.optional().describe('The bytes that are meant, as 64 hexadecimal digits. Galley fills it in.'),
  objectVersion: text.optional().describe('Version of the object in S3. Galley fills it in.'),
  limits: z.array(text).optional().describe("Which limits of brand.inspection are the kit's. Galley fills it in."),
});
export type KitPin = z.infer<typeof KitPin>;

/** What a brand says of itself, in a kit or in a brief. */
export const brandFields = {
  typography: z.array(text).default([]).meta({ description: 'Typefaces of the brand. They are for layout: a picture carries no lettering.', examples: [['Söhne', 'Tiempos Text']] }),
  do: names.meta({ description: 'What pictures of the brand do.', examples: [['leave room above the subject']] }),
  dont: names.meta({ description: 'What pictures of the brand avoid.', examples: [['stock-photo smiles']] }),
  banned: names.meta({ description: 'Subjects that are never shown.', examples: [['alcohol', 'weapons']] }),
  credit: text.max(200).optional().meta({ description: "Who is named beside the picture; the brand's name when absent.", examples: ['Voltaire Motors'] }),
  rights: text.max(200).optional().meta({ description: 'Written into every file.', examples: ['© 2026 Voltaire Motors'] }),
  logo: brandFile(['.png', '.webp', '.svg']).optional().meta({ description: 'The logo, as a file below brands/. It is kept with the picture for layout, and never drawn by the model.', examples: ['brands/voltaire/mark.png'] }),
  watermark: Watermark.optional().describe('The mark that is laid over renditions.'),
  inspection: InspectionLimits.optional().meta({ description: "Limits of the technical inspection, each Galley's when absent.", examples: [{ noise: 8, palette: 10 }] }),
};

export const Brand = z.strictObject({
  kit: z.union([KitName.transform((name): KitPin => ({ name })), KitPin]).optional().meta({ description: 'The brand kit that the fields beside it add to or replace: its name, or its name with a version.', examples: ['voltaire'] }),
  name: text.optional().describe('Name of the brand.'),
  colours: z.array(HexColour).max(12).default([]).meta({ description: 'Colours that lead, as #rrggbb in quotes. Written beside a kit, they replace its colours.', examples: [['#0b1f33', '#e8552d']] }),
  ...brandFields,
});
export type Brand = z.infer<typeof Brand>;

/** A language that mails are written in, that the check answers in, and that the page behind their links speaks. */
export const Language = z.enum(['en', 'es']);
export type Language = z.infer<typeof Language>;

const slug = /^[a-z][a-z0-9-]{0,40}$/;

/** When candidates count as approved. */
export const Approval = z.union([
  z.enum(['one', 'all', 'sequence', 'roles']),
  z.strictObject({ atLeast: z.number().int().min(1).max(10).describe('How many approvers must approve the same candidate.') }),
]);
export type Approval = z.infer<typeof Approval>;

/** How long a review may wait. */
export const ReviewHours = z.number().min(1).max(720);

const remindHours = z.number().min(0.5).max(720);

export const ReviewPolicy = z.strictObject({
  approvers: z.array(EmailAddress).max(10).default([]).meta({ description: "Addresses of those who may decide; the brand kit's when empty, else the deployment's.", examples: [['art.director@example.com']] }),
  approval: Approval.default('one').describe('When a candidate is approved: one approver (the first to decide), all, in sequence (each after the one before), by roles (one of each), or at least so many.'),
  roles: z.record(z.string().regex(slug, 'Expected the name of a role of lower-case letters, digits and hyphens'), z.array(EmailAddress).min(1).max(10)).optional().meta({ description: 'Who may decide for each role; of approval: roles.', examples: [{ brand: ['ana@example.com'], legal: ['li@example.com'] }] }),
  delegates: z.record(EmailAddress, EmailAddress).default({}).meta({ description: 'Who decides in whose place: an approver, and the delegate.', examples: [{ 'ana@example.com': 'bo@example.com' }] }),
  ownApproval: z.boolean().default(false).describe("Whether the brief's owner may approve it."),
  automatic: z.enum(['never', 'when-trusted']).default('never').describe('Whether a candidate that passes goes on without people, once the automatic check has earned trust.'),
  escalateTo: z.array(EmailAddress).max(5).default([]).meta({ description: 'Who else is asked when a review stays undecided.', examples: [['head.of.brand@example.com']] }),
  escalateHours: z.number().min(0.5).max(720).optional().describe('Hours after which escalateTo is asked; three quarters of dueHours when absent.'),
  dueHours: ReviewHours.default(72).describe('Hours until the review expires. Hours are of real time: nights and weekends count.'),
  remindHours: z.union([remindHours, z.array(remindHours).max(5)]).optional().meta({ description: 'Hours after which reminders go out, one number or up to five: from 1 to an hour before dueHours; half of dueHours and nine tenths of it when absent, none when empty.', examples: [24, [24, 48]] }),
  rounds: z.number().int().min(1).max(10).default(3).describe('How many rounds of candidates may be made in all.'),
});
export type ReviewPolicy = z.infer<typeof ReviewPolicy>;

/** A question of the brief's own for the check of candidates. */
export const OwnQuestion = z.strictObject({
  id: z.string().regex(slug, { error: (issue) => `Expected an id of lower-case letters, digits and hyphens but received ${JSON.stringify(issue.input)}` }).meta({ description: 'Short name, unique in the brief.', examples: ['helmet'] }),
  ask: text.max(300).meta({ description: 'The question, so that yes is good.', examples: ['Does every rider wear a helmet?'] }),
  required: z.boolean().default(false).describe('Whether a sure no rules a candidate out.'),
});
export type OwnQuestion = z.infer<typeof OwnQuestion>;

/** Answers are kept by the id: a second question of the same one would take the first one's. */
function uniqueIds(questions: readonly OwnQuestion[], context: z.RefinementCtx): void {
  for (const [index, { id }] of questions.entries()) {
    const first = questions.findIndex((question) => question.id === id);
    if (first === index) continue;
    context.addIssue({ code: 'custom', path: [index, 'id'], message: `Expected an id of its own for qa.questions[${String(index)}].id but received ${JSON.stringify(id)}, which qa.questions[${String(first)}] has; give each question another` });
  }
}

export const Qa = z.strictObject({
  threshold: z.number().min(0).max(1).default(0.7).describe('"Good enough": the score from which a candidate goes to people, 0 to 1.'),
  questions: z.array(OwnQuestion).max(8).superRefine(uniqueIds).default([]).describe('Questions beside the five that every candidate is checked for.'),
});

export const Budget = z.strictObject({
  cap: z.number().positive().max(1000).default(2).describe('Most that this brief may spend on model calls, in US dollars.'),
  campaign: z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/, 'Expected a campaign name of lower-case letters, digits and hyphens').optional().meta({ description: 'Name of the campaign that the brief belongs to.', examples: ['spring-2027'] }),
  campaignCap: z.number().positive().max(100_000).optional().describe('Most that all briefs of the campaign may spend, in US dollars.'),
});

/** Prefixes of the briefs bucket that references lie under. */
export const referencePrefixes = [briefKeys.referencesPrefix, briefKeys.brandsPrefix] as const;
const pictureExtensions = ['.png', '.jpg', '.jpeg', '.webp'] as const;

export const ReferenceUse = z.enum(['subject', 'style', 'composition']);
export type ReferenceUse = z.infer<typeof ReferenceUse>;

export const Reference = z.strictObject({
  file: z.string().trim().refine((path) => isPlainPath(path) && referencePrefixes.some((prefix) => path.startsWith(prefix)) && pictureExtensions.some((extension) => path.toLowerCase().endsWith(extension)), {
    error: (issue) => `Expected a picture ending in ${pictureExtensions.join(', ')} below ${referencePrefixes.join(' or ')}, without "..", such as references/bottle.jpg, but received ${JSON.stringify(issue.input)}`,
  }).meta({ description: 'The picture: a key below references/ or brands/ in the briefs bucket.', examples: ['references/bottle.jpg'] }),
  use: ReferenceUse.default('subject').describe('What the picture is for: the subject itself, the style, or the composition.'),
  note: text.max(500).optional().meta({ description: 'What to take from it.', examples: ["the bottle's shape"] }),
  sha256: Sha256.optional().describe('The bytes that are meant, as 64 hexadecimal digits. Galley fills it in.'),
});
export type Reference = z.infer<typeof Reference>;

/** Of the image model: pictures in one call. */
export const mostReferences = 16;

const copySpaceText = { description: 'Where the picture needs calm, empty room for text: a side (its third), or a box inside the picture as fractions of width and height.', examples: ['left', { x: 0, y: 0, width: 0.4, height: 1 }] };
const Side = z.enum(['left', 'right', 'top', 'bottom']);

/** Sums of fractions are off by a bit of the last place: 0.58 + 0.42. */
const roundingError = 1e-9;

/** A box of no size, or one that reaches beyond the picture, is refused where it is written; briefs that were accepted before keep theirs. */
const BoxInside = Region.superRefine((box, context) => {
  for (const [at, size, side] of [['x', 'width', 'right'], ['y', 'height', 'lower']] as const) {
    if (box[size] === 0) context.addIssue({ code: 'custom', path: [size], message: `Expected a number above 0 for copySpace.${size} but received 0, which leaves no room for text; write a larger ${size}, or leave copySpace out` });
    const reach = box[at] + box[size];
    if (reach <= 1 + roundingError) continue;
    const most = Number((1 - box[at]).toFixed(4));
    const wayOut = most > 0 ? `write ${size}: ${String(most)}, or a smaller ${at}` : `write a smaller ${at}`;
    context.addIssue({ code: 'custom', path: [size], message: `Expected ${at} and ${size} of at most 1 together for copySpace.${size} but received ${String(box[at])} and ${String(box[size])}, which reaches beyond the ${side} edge; ${wayOut}` });
  }
});

export const Brief = z.strictObject({
  galley: FormatVersion.default(1).describe('Version of the format.'),
  title: z.string().trim().min(1).max(160).meta({ description: 'What the brief is called.', examples: ['Park launch'] }),
  owner: EmailAddress.optional().meta({ description: 'Who is told what became of the brief.', examples: ['ana@example.com'] }),
  team: z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/, 'Expected a team name of lower-case letters, digits and hyphens').optional().meta({ description: 'Whose figures and whose history the assessment counts with.', examples: ['press'] }),
  objective: text.optional().meta({ description: 'What the picture is for. The body of a Markdown brief is added to it.', examples: ['Announce the opening of the park'] }),
  message: text.optional().meta({ description: 'The core message; felt from the picture, never written in it.', examples: ['The park belongs to everyone'] }),
  audience: text.optional().meta({ description: 'Who will see it.', examples: ['families in the city'] }),
  channels: z.array(text).default([]).meta({ description: 'Where it will be seen.', examples: [['website', 'newsletter']] }),
  kind: AssetKind.default('editorial').describe('The kind of picture; it chooses the prompt template.'),
  template: z.string().regex(/^[a-z][a-z0-9-]{0,40}(?:@(?:\d{1,4}\.\d{1,4}\.\d{1,4}|[a-z][a-z0-9-]{0,40}))?$/, { error: (issue) => `Expected a template as product, product@1.0.0 or product@candidate but received ${JSON.stringify(issue.input)}` }).optional().meta({ description: 'The prompt template, where it is not the one of the kind in production.', examples: ['product', 'product@1.0.0', 'product@candidate'] }),
  concept: Concept.describe('The one picture that is asked for.'),
  lighting: prose.optional().meta({ description: 'The light.', examples: ['soft morning light'] }),
  style: prose.optional().meta({ description: 'Style or medium.', examples: ['photorealistic', 'watercolour'] }),
  camera: prose.optional().meta({ description: 'Camera angle and lens.', examples: ['35 mm lens, eye level'] }),
  mood: prose.optional().meta({ description: 'The emotion that the picture should evoke.', examples: ['joyful'] }),
  exclude: names.meta({ description: 'What must not be in the picture. It is worded into the prompt.', examples: [['people', 'text']] }),
  brand: Brand.prefault({}).describe('The brand: a kit by its name, fields, or both.'),
  references: z.array(Reference).max(mostReferences).default([]).describe('Pictures that are sent with the prompt, at most 16.'),
  copySpace: z.union([Side, Region]).optional().meta(copySpaceText),
  aspect: z.string().regex(/^\d{1,2}(\.\d+)?:\d{1,2}(\.\d+)?$/, { error: (issue) => `Expected an aspect ratio as "3:2" but received ${JSON.stringify(issue.input)}` }).default('3:2').meta({ description: 'Width to height of the master, in quotes; from 1:3 to 3:1.', examples: ['3:2', '16:9', '4:5'] }),
  candidates: z.number().int().min(1).max(8).default(3).describe('How many pictures a round offers.'),
  quality: z.enum(['low', 'medium', 'high', 'xhigh', 'max']).default('medium').describe('Quality that the model is asked for; low is for drafts. What the model does not take is recorded as not sent.'),
  master: z.strictObject({
    format: z.enum(['png', 'jpeg', 'webp']).optional().describe('File format.'),
    background: z.enum(['opaque', 'transparent']).optional().describe('Whether the picture has a background.'),
  }).optional().describe('How the model is asked to deliver; Galley keeps an opaque PNG, and records what else was asked for.'),
  model: text.optional().describe("Model or snapshot of the capability table; the deployment's default when absent."),
  seed: z.number().int().nonnegative().optional().describe('Recorded as not sent: no present model takes one.'),
  deliverables: Deliverables.describe('The files that are made of the approved picture: names of presets, or sizes of your own.'),
  focus: Point.optional().describe("The point of the picture that crops are centred on; a reviewer's wins over it."),
  grade: Grade.prefault({}).describe("Colour and tone of the finished picture. Written beside a kit, each field wins over the kit's."),
  encoding: EncodingProfile.default('quality').describe('quality takes about five times as long as fast, for files a fifth smaller.'),
  qa: Qa.prefault({}).describe('What the check of candidates asks, and when it is content.'),
  language: Language.default('en').describe('Language of the mails about this brief, of what the check says of its pictures, and of its review page.'),
  review: ReviewPolicy.prefault({}).describe('Who decides, and by when.'),
  budget: Budget.prefault({}).describe('What may be spent.'),
  deadline: z.iso.date().optional().meta({ description: 'The day on which the picture is needed.', examples: ['2026-12-24'] }),
  keywords: z.array(text).max(40).default([]).meta({ description: 'Words to find the picture by; they are written into the files.', examples: [['park', 'spring']] }),
});
export type Brief = z.infer<typeof Brief>;
export type BriefInput = z.input<typeof Brief>;

/** A brief as people write it: with the shorthands that `parse.ts` writes out. */
export const WrittenBrief = z.strictObject({
  $schema: z.string().optional().describe('Where an editor finds the JSON Schema of briefs. Galley ignores it.'),
  ...Brief.shape,
  copySpace: z.union([Side, BoxInside]).optional().meta(copySpaceText),
  approvers: z.array(EmailAddress).max(10).optional().meta({ description: 'Short for review.approvers.', examples: [['art.director@example.com']] }),
  brand: z.union([KitName, Brand]).prefault({}).meta({ description: 'The brand: a kit by its name, fields, or both.', examples: ['voltaire'] }),
});
export type WrittenBrief = z.output<typeof WrittenBrief>;
