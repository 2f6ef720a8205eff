import type { PromptPreview } from '../api.ts';
import { microUsd } from '../budget.ts';
import { estimateMicroUsd, modelsAsOf, nearestSize, ratioOf } from '../models/models.ts';
import type { ImageModel, Size } from '../models/models.ts';
import { outputAnchors, table } from '../models/table.ts';
import { composePrompt } from './build.ts';
import type { PromptSource } from './build.ts';
import { editInstruction } from './edit.ts';

/** As for a prompt; `shares` are those of the template's labels. */
export interface PreviewRequest extends PromptSource {
  readonly shares: Readonly<Record<string, number>>;
}

/**
 * What the next call for a brief would send, slot by slot, with its size, its price and what is left out. A last
 * direction that asks for changes makes it an edit; without directions it is the first round.
 */
export function previewOf({ shares, ...source }: PreviewRequest): PromptPreview {
  const { brief, directions, template, model } = source;
  const last = directions.at(-1);
  const editing = last?.kind === 'changes';
  // An edit keeps the prompt of its picture; the change itself is in the instruction.
  const composed = composePrompt(editing ? { ...source, directions: directions.slice(0, -1) } : source);
  const instruction = editing ? editInstruction({ prompt: composed, brief, direction: last }) : composed;
  const operation = editing ? 'edit' : 'generate';
  const { size, quality, n } = composed.parameters;
  const call = { size, quality, promptChars: instruction.text.length, operation } as const;
  const estimate = estimateMicroUsd({ ...call, n }, model);
  return {
    title: brief.title,
    operation,
    prompt: { ...composed, notSent: [...instruction.notSent], estimateMicroUsd: estimate },
    text: instruction.text,
    template: { kind: template.kind, notes: template.notes, modelNote: modelNoteOf(template.modelNotes, model.name), shares },
    size: { aspect: brief.aspect, ...sizeOf(brief.aspect, model) },
    price: { callMicroUsd: estimate, pictureMicroUsd: Math.ceil(estimate / n), pictures: n, capMicroUsd: microUsd(brief.budget.cap), pricesAsOf: modelsAsOf },
  };
}

function modelNoteOf(notes: Readonly<Record<string, string>>, name: string): string | null {
  return Object.hasOwn(notes, name) ? (notes[name] ?? null) : null;
}

function sizeOf(aspect: string, model: ImageModel): { width: number; height: number; reason: string } {
  const { width, height, size } = nearestSize(aspect, model);
  return { width, height, reason: reasonOf({ width, height, size }, aspect, model) };
}

function reasonOf({ width, height, size }: Size, aspect: string, model: ImageModel): string {
  const off = Math.abs(Math.log(width / height / ratioOf(aspect))) * 100;
  const meets = off < 0.005 ? `it is ${aspect} exactly` : `it is ${off.toFixed(off < 1 ? 2 : 0)} % off ${aspect}`;
  if (model.sizes === 'standard') return `the nearest of the three sizes of ${model.name}: ${meets}`;
  if (outputAnchors.some((anchor) => anchor.size === size)) return `a size with a published price: ${meets}`;
  return `the nearest legal size of about the usual area (sides in steps of ${table.sizes.any.multipleOf}): ${meets}; its price is reckoned from the dearest published one per pixel`;
}
