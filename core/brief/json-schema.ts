import { z } from 'zod';
import { presetNames } from '../imaging/presets.ts';
import { defaultDeliverables } from '../imaging/recipe.ts';
import { modelNames } from '../models/models.ts';
import { BrandKit } from './brand-kit-schema.ts';
import { WrittenBrief } from './schema.ts';

/** A JSON Schema, as far as its readers here look into it. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/**
 * JSON Schema (draft 7, which every editor reads) of the brief as people write it: what
 * `schemas/brief.v1.schema.json` holds and the pages serve. Rules between fields are not in it;
 * `galley check` and intake know them.
 */
export function briefJsonSchema(): JsonSchema {
  return jsonSchemaOf(WrittenBrief, 'Galley brief, version 1', 'What a person writes to get a picture. At least a title and a concept with a subject; docs/brief.md explains every field.');
}

/** JSON Schema of the brand kit: `schemas/brand-kit.v1.schema.json`. */
export function brandKitJsonSchema(): JsonSchema {
  return jsonSchemaOf(BrandKit, 'Galley brand kit, version 1', 'What a brand lays down once for all its briefs: brands/<name>/kit.yaml in the briefs bucket. docs/brief.md explains every field.');
}

/** The published schemas, by the name of their document and the version of its format. */
export const publishedSchemas: Readonly<Record<'brief' | 'brand-kit', () => JsonSchema>> = { brief: briefJsonSchema, 'brand-kit': brandKitJsonSchema };

/** A published schema of one kind of document. */
function jsonSchemaOf(schema: z.ZodObject, title: string, description: string): JsonSchema {
  const published = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    override: ({ zodSchema, jsonSchema, path }) => {
      // Whole numbers are bounded by what JavaScript can count to: true, and no help to anybody.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (zodSchema instanceof z.ZodObject) return;
      const [enclosing, last] = path.slice(-2);
      // A default with a transform is not the one that is written.
      if (enclosing === 'properties' && last === 'deliverables') jsonSchema.default = defaultDeliverables.map(({ preset }) => preset);
      if (jsonSchema.type !== 'string') return;
      // Names out of tables, for an editor to complete.
      if (last === 'model') jsonSchema.enum = [...modelNames()];
      if (last === 'preset' || (enclosing === 'anyOf' && path.includes('deliverables'))) jsonSchema.enum = [...presetNames()];
      // The reader counts words: two or more.
      if (last === 'subject' && path.includes('concept')) jsonSchema.pattern = String.raw`\S\s+\S`;
    },
  });
  return { ...published, title, description };
}
