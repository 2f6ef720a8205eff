import { z } from 'zod';
import { AssetKind } from '../brief/schema.ts';
import { MicroUsd, PromptDocument } from '../documents.ts';
import { LabelChange, LabelTarget, Shares } from '../prompt/labels-document.ts';
import { TemplateLabel, TemplateVersion } from '../prompt/template.ts';

/** Previews of prompts, and the templates that they are built from. */

/** What a brief's next call would send, cost and leave out. */
export const PromptPreview = z.object({
  title: z.string(),
  operation: z.enum(['generate', 'edit']),
  prompt: PromptDocument.omit({ runId: true, round: true }),
  /** What is sent: the prompt's text, or the instruction of an edit. */
  text: z.string(),
  template: z.object({ kind: AssetKind, notes: z.string(), modelNote: z.string().nullable(), shares: Shares }),
  size: z.object({ aspect: z.string(), width: z.number().int(), height: z.number().int(), reason: z.string() }),
  /** Upper bounds in millionths of a US dollar, and the date of the prices. */
  price: z.object({ callMicroUsd: MicroUsd, pictureMicroUsd: MicroUsd, pictures: z.number().int(), capMicroUsd: MicroUsd, pricesAsOf: z.iso.date() }),
});
export type PromptPreview = z.infer<typeof PromptPreview>;

export const TemplateSummary = z.object({
  name: z.string(),
  /** Oldest first; `shipped` ones come with Galley, the others lie in the briefs bucket. */
  versions: z.array(z.object({ version: TemplateVersion, shipped: z.boolean() })),
  labels: z.record(TemplateLabel, LabelTarget),
  shares: Shares,
});
export type TemplateSummary = z.infer<typeof TemplateSummary>;

export const TemplateList = z.object({ templates: z.array(TemplateSummary) });

/** With every move of a label, oldest first. */
export const TemplateDetail = TemplateSummary.extend({ history: z.array(LabelChange) });
export type TemplateDetail = z.infer<typeof TemplateDetail>;

export const MoveLabelRequest = z.strictObject({ label: TemplateLabel, version: TemplateVersion });

export const ShareRequest = z.strictObject({ shares: Shares });

export const RollbackRequest = z.strictObject({ label: TemplateLabel });
