import { z } from 'zod';
import { Sha256 } from '../references.ts';
import { TemplateLabel, TemplateName, TemplateVersion } from './template.ts';

/** A version, and the SHA-256 of its file when the label was moved there. */
export const LabelTarget = z.strictObject({ version: TemplateVersion, sha256: Sha256 });
export type LabelTarget = z.infer<typeof LabelTarget>;

/** Percent of the runs that leave the choice open, by label; empty when all follow `production`. */
export const Shares = z.record(TemplateLabel, z.number().int().min(0).max(100));
export type Shares = z.infer<typeof Shares>;

const who = { at: z.iso.datetime(), by: z.string().min(1) };

export const LabelChange = z.discriminatedUnion('action', [
  z.strictObject({ action: z.enum(['move', 'rollback']), ...who, label: TemplateLabel, from: LabelTarget.nullable(), to: LabelTarget }),
  z.strictObject({ action: z.literal('share'), ...who, from: Shares, to: Shares }),
]);
export type LabelChange = z.infer<typeof LabelChange>;

/** `labels/<name>.json`: where the labels of one template point, how they share the traffic, and who moved them when. */
export const TemplateLabels = z.strictObject({
  galley: z.literal(1),
  name: TemplateName,
  labels: z.record(TemplateLabel, LabelTarget),
  shares: Shares,
  /** Oldest first. */
  history: z.array(LabelChange),
});
export type TemplateLabels = z.infer<typeof TemplateLabels>;
