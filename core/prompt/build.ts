import type { z } from 'zod';
import type { Brief } from '../brief/schema.ts';
import { PromptDocument } from '../documents.ts';
import type { NotSent } from '../documents.ts';
import { estimateMicroUsd, nearestSize } from '../models/models.ts';
import type { ImageModel } from '../models/models.ts';
import type { Direction } from '../workflow.ts';
import { constraintsOf } from './constraints.ts';
import type { Constraint } from './constraints.ts';
import { referencesOf } from './references.ts';
import { slotLabels, slotsOf, withNewConcept } from './slots.ts';
import type { Slot } from './slots.ts';
import type { PromptTemplate } from './templates.ts';

export interface PromptRequest {
  readonly runId: string;
  readonly round: number;
  readonly brief: Brief;
  /** Oldest first; the last `startOver` among them gives the prompt a new concept. */
  readonly directions: readonly Direction[];
  readonly template: PromptTemplate;
  readonly model: ImageModel;
}

type Left = z.infer<typeof NotSent>;

/**
 * The structured prompt of a brief: subject, action, setting, lighting, style and camera, each on a line of
 * its own, then mood, palette, message and constraints. The same request gives the same bytes. What the
 * model does not take, or what is too long to send, is listed in `notSent`.
 */
export function buildPrompt({ runId, round, brief, directions, template, model }: PromptRequest): PromptDocument {
  const conceptIndex = directions.findLastIndex(({ kind }) => kind === 'startOver');
  const concept = directions[conceptIndex];
  const plain = slotsOf(brief, template);
  const anew = concept === undefined ? undefined : withNewConcept(plain, concept, conceptIndex + 1);
  const tooLong: Left[] = [];
  const slots = (anew?.slots ?? plain).map((slot) => ({ ...slot, text: clipped(slot.text, longestSlot, slot.slot, tooLong) }));
  const references = referencesOf(brief, model);
  const constraints = fitting(constraintsOf({ ...brief, references: [...references.sent] }, template, directions, conceptIndex), tooLong);
  const statement = anew === undefined || anew.statement === '' ? undefined : clipped(anew.statement, longestSlot, anew.from, tooLong);
  const text = promptText(slots, constraints, statement);
  const size = nearestSize(brief.aspect, model);
  return PromptDocument.parse({
    runId,
    round,
    template: { name: template.name, version: template.version },
    slots,
    constraints: [
      ...(statement === undefined || anew === undefined ? [] : [{ text: `New concept direction: ${statement}`, from: anew.from }]),
      ...constraints.map((constraint) => ({ text: constraint.text, from: constraint.from })),
    ],
    text,
    model: { name: model.name, snapshot: model.snapshot },
    parameters: { n: brief.candidates, size: size.size, quality: brief.quality, output_format: 'png', background: 'opaque', moderation: 'auto' },
    notSent: [...notTaken(brief, model), ...references.notSent, ...tooLong],
    estimateMicroUsd: estimateMicroUsd({ size: size.size, quality: brief.quality, n: brief.candidates, promptChars: text.length, operation: 'generate', references: references.sent.length }, model),
  });
}

/** 6 slots and the direction at 2,000, and constraints at 16,000: at most 30,000 of the API's 32,000 characters. */
const longestSlot = 2_000;
const longestConstraint = 1_000;
const roomForConstraints = 15_000;

function promptText(slots: readonly Slot[], constraints: readonly Constraint[], statement: string | undefined): string {
  const facts = constraints.filter(({ line }) => line !== 'Constraints').map(({ text }) => text);
  const rules = constraints.filter(({ line }) => line === 'Constraints').map(({ text }) => `- ${text}`);
  return [
    ...(statement === undefined ? [] : [`New concept direction: ${statement} (It overrides whatever below contradicts it.)`]),
    ...slots.map(({ slot, text }) => `${slotLabels[slot]}: ${text}`),
    ...facts,
    ...(rules.length === 0 ? [] : ['Constraints:', ...rules]),
  ].join('\n');
}

function notTaken(brief: Brief, model: ImageModel): Left[] {
  return [
    ...(brief.seed === undefined ? [] : [{ parameter: 'seed', value: brief.seed, reason: `${model.name} takes no seed; a picture is made again from the archived original, by an edit` }]),
    ...(brief.exclude.length === 0 ? [] : [{ parameter: 'negative_prompt', value: brief.exclude, reason: `${model.name} takes no negative prompt; the exclusions are worded as constraints` }]),
    ...(brief.brand.logo === undefined ? [] : [{ parameter: 'brand.logo', value: brief.brand.logo, reason: 'a model draws logos wrong; it is kept with the picture for layout, and brand.watermark lays it over' }]),
    ...(brief.brand.typography.length === 0 ? [] : [{ parameter: 'brand.typography', value: brief.brand.typography, reason: 'pictures carry no lettering; type is set in layout' }]),
  ];
}

function clipped(text: string, longest: number, parameter: string, left: Left[]): string {
  if (text.length <= longest) return text;
  const kept = text.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/u, '').replace(/\s+\S{0,40}$/u, '');
  left.push({ parameter, value: text.slice(kept.length), reason: `longer than ${String(longest)} characters; the rest is not sent` });
  return `${kept}…`;
}

function fitting(constraints: readonly Constraint[], left: Left[]): Constraint[] {
  let room = roomForConstraints;
  return constraints.flatMap((constraint) => {
    const text = clipped(constraint.text, longestConstraint, constraint.from, left);
    // Each constraint takes three more characters for its bullet and line break.
    room -= text.length + 3;
    if (room >= 0) return [{ ...constraint, text }];
    left.push({ parameter: constraint.from, value: constraint.text, reason: `constraints beyond ${String(roomForConstraints)} characters are not sent` });
    return [];
  });
}
