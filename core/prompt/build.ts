import type { z } from 'zod';
import type { Brief } from '../brief/schema.ts';
import { PromptDocument } from '../documents.ts';
import type { NotSent } from '../documents.ts';
import { estimateMicroUsd, lifecycleWarning } from '../models/models.ts';
import type { ImageModel } from '../models/models.ts';
import type { Direction } from '../workflow.ts';
import { noteToFollow } from './agreed.ts';
import { constraintsOf } from './constraints.ts';
import type { Constraint } from './constraints.ts';
import { parametersOf } from './parameters.ts';
import { referencesOf } from './references.ts';
import { slotLabels, slotsOf, withNewConcept } from './slots.ts';
import type { Slot } from './slots.ts';
import type { TemplateEdition } from './template.ts';

/** What a prompt is made of. */
export interface PromptSource {
  readonly brief: Brief;
  /** Oldest first; the last `startOver` among them gives the prompt a new concept. */
  readonly directions: readonly Direction[];
  readonly template: TemplateEdition;
  readonly model: ImageModel;
  /** ISO date, for warnings about the model's lifetime; none are given without it. */
  readonly today?: string | undefined;
}

export interface PromptRequest extends PromptSource {
  readonly runId: string;
  readonly round: number;
}

type Left = z.infer<typeof NotSent>;

export type ComposedPrompt = Omit<PromptDocument, 'runId' | 'round'>;

/**
 * The structured prompt of a brief: subject, action, setting, lighting, style and camera, each on a line of
 * its own, then mood, palette, message and constraints. The same request gives the same bytes. What the
 * model does not take, or what is too long to send, is listed in `notSent`.
 */
export function buildPrompt({ runId, round, ...source }: PromptRequest): PromptDocument {
  return PromptDocument.parse({ runId, round, ...composePrompt(source) });
}

/** As `buildPrompt`, for no run. */
export function composePrompt({ brief, directions, template, model, today }: PromptSource): ComposedPrompt {
  const conceptIndex = directions.findLastIndex(({ kind }) => kind === 'startOver');
  const concept = directions[conceptIndex];
  const said = directions.map(noteToFollow);
  const plain = slotsOf(brief, template);
  const anew = concept === undefined ? undefined : withNewConcept(plain, said[conceptIndex]?.note ?? anotherTake, conceptIndex + 1);
  const tooLong: Left[] = [];
  const slots = (anew?.slots ?? plain).map((slot) => ({ ...slot, text: clipped(slot.text, longestSlot, slot.slot, tooLong) }));
  const references = referencesOf(brief, model);
  const constraints = fitting(constraintsOf({ ...brief, references: [...references.sent] }, template, said.map(({ note }) => note), conceptIndex), tooLong);
  const statement = anew === undefined || anew.statement === '' ? undefined : clipped(anew.statement, longestSlot, anew.from, tooLong);
  const text = promptText(slots, constraints, statement);
  const { parameters, notSent } = parametersOf(brief, model);
  return {
    template: { name: template.name, version: template.version, label: template.label, sha256: template.sha256 },
    slots,
    constraints: [
      ...(statement === undefined || anew === undefined ? [] : [{ text: `New concept direction: ${statement}`, from: anew.from }]),
      ...constraints.map((constraint) => ({ text: constraint.text, from: constraint.from })),
    ],
    text,
    model: { name: model.name, snapshot: model.snapshot },
    parameters,
    notSent: [...notSent, ...references.notSent, ...said.flatMap((each) => each.notSent), ...tooLong],
    warnings: warningsOf(brief, template, model, today),
    estimateMicroUsd: estimateMicroUsd({ size: parameters.size, quality: parameters.quality, n: parameters.n, promptChars: text.length, operation: 'generate', references: references.sent.length }, model),
  };
}

function warningsOf(brief: Brief, template: TemplateEdition, model: ImageModel, today: string | undefined): string[] {
  const ending = today === undefined ? null : lifecycleWarning(model, today);
  return [
    ...(ending === null ? [] : [ending]),
    ...(template.kind === brief.kind ? [] : [`The template ${template.name}@${template.version} is for ${template.kind} and the brief is of kind ${brief.kind}. Write kind: ${template.kind}, or choose another template.`]),
  ];
}

/** A start over whose reviewers agree about nothing else. */
const anotherTake = 'another take on the brief';

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
