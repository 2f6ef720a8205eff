import { z } from 'zod';
import { AssetKind } from '../brief/schema.ts';
import { Sha256 } from '../references.ts';

export const TemplateName = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/, 'Expected a template name of lower-case letters, digits and hyphens');
/** Semantic version: a change of any word that is sent is a new one. */
export const TemplateVersion = z.string().regex(/^\d{1,4}\.\d{1,4}\.\d{1,4}$/, 'Expected a version such as 1.1.0');
/** A movable pointer at a version: `production`, `candidate`. */
export const TemplateLabel = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/, 'Expected a label of lower-case letters, digits and hyphens');

const Line = z.string().trim().min(1).max(600);

/** A prompt template, one file for each version: the defaults and constraints of one kind of asset. */
export const PromptTemplate = z.strictObject({
  name: TemplateName,
  version: TemplateVersion,
  kind: AssetKind,
  /** What a slot says when the brief leaves it open. The subject is always the brief's. */
  slots: z.strictObject({ action: Line, environment: Line, lighting: Line, style: Line, camera: Line }),
  /** Sentences that hold for every picture of the kind. */
  constraints: z.array(Line).max(20),
  /** For people who choose or improve the template; never sent. */
  notes: z.string(),
  /** What to know about a model with this template, by the model's name; shown in previews, never sent. */
  modelNotes: z.record(z.string(), z.string()).default({}),
});
export type PromptTemplate = z.infer<typeof PromptTemplate>;

/** A template as it was chosen for a prompt. */
export const TemplateEdition = PromptTemplate.extend({
  /** The label that pointed at it; null where the brief names the version itself. */
  label: TemplateLabel.nullable(),
  /** Of the file's bytes. */
  sha256: Sha256,
});
export type TemplateEdition = z.infer<typeof TemplateEdition>;

/** What a brief asks for under `template`: a name, and a version or a label where it does not leave that open. */
export interface TemplatePin {
  readonly name: string;
  readonly version: string | null;
  readonly label: string | null;
}

/** Reads `product`, `product@1.0.0` or `product@candidate`; the template of the kind where the brief names none. */
export function pinOf({ template, kind }: { readonly template?: string | undefined; readonly kind: AssetKind }): TemplatePin {
  const [name = kind, at] = (template ?? kind).split('@');
  if (at === undefined) return { name, version: null, label: null };
  return TemplateVersion.safeParse(at).success ? { name, version: at, label: null } : { name, version: null, label: at };
}

/** Older first: 1.9.0 before 1.10.0. */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [one, other].map((version) => version.split('.').map(Number));
  return [0, 1, 2].map((part) => (a?.[part] ?? 0) - (b?.[part] ?? 0)).find((difference) => difference !== 0) ?? 0;
}
