import { z } from 'zod';
import { AssetKind } from '../brief/schema.ts';
import background from '../../templates/background.json' with { type: 'json' };
import editorial from '../../templates/editorial.json' with { type: 'json' };
import food from '../../templates/food.json' with { type: 'json' };
import illustration from '../../templates/illustration.json' with { type: 'json' };
import infographic from '../../templates/infographic.json' with { type: 'json' };
import interior from '../../templates/interior.json' with { type: 'json' };
import portrait from '../../templates/portrait.json' with { type: 'json' };
import product from '../../templates/product.json' with { type: 'json' };

/** A prompt template: the defaults and constraints of one kind of asset. */
export const PromptTemplate = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  /** Semantic version: a change of any word that is sent is a new one. */
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  kind: AssetKind,
  /** What a slot says when the brief leaves it open. The subject is always the brief's. */
  slots: z.strictObject({
    action: z.string().min(1),
    environment: z.string().min(1),
    lighting: z.string().min(1),
    style: z.string().min(1),
    camera: z.string().min(1),
  }),
  /** Sentences that hold for every picture of the kind. */
  constraints: z.array(z.string().min(1)),
  /** For people who choose or improve the template; never sent. */
  notes: z.string(),
});
export type PromptTemplate = z.infer<typeof PromptTemplate>;

const templates: ReadonlyMap<AssetKind, PromptTemplate> = new Map(
  z
    .array(PromptTemplate)
    .parse([product, editorial, portrait, food, interior, illustration, background, infographic])
    .map((template) => [template.kind, template]),
);

/** The template that ships for a kind. */
export function templateFor(kind: AssetKind): PromptTemplate {
  const template = templates.get(kind);
  if (template === undefined) throw new RangeError(`Expected a template for every kind of asset but received none for ${kind}`);
  return template;
}
