import { z } from 'zod';
import { EmailAddress } from '../address.ts';
import { Grade, HexColour } from '../imaging/recipe.ts';
import { brandFields, FormatVersion } from './schema.ts';

/** What a colour of the brand is for. */
export const ColourRole = z.enum(['primary', 'secondary', 'accent', 'neutral', 'background']);

export const KitColour = z.strictObject({
  colour: HexColour,
  name: z.string().trim().min(1).optional().meta({ description: 'What the brand calls it.', examples: ['Midnight'] }),
  role: ColourRole.optional().describe('What it is for.'),
});

/** A brand kit, version 1: what a brand lays down once, for every brief that names it. */
export const BrandKit = z.strictObject({
  $schema: z.string().optional().describe('Where an editor finds the JSON Schema of brand kits. Galley ignores it.'),
  galley: FormatVersion.default(1).describe('Version of the format.'),
  name: z.string().trim().min(1).meta({ description: 'Name of the brand, as people read it.', examples: ['Voltaire Motors'] }),
  version: z.number().int().min(1).describe('Version of the kit: count it up with every change. A brief may ask for one.'),
  description: z.string().trim().min(1).optional().describe('What the kit is for, and who answers for it. The body of a Markdown kit is added to it.'),
  colours: z.array(z.union([HexColour.transform((colour) => ({ colour })), KitColour])).max(12).default([]).describe('Colours that lead, the most important first: as #rrggbb in quotes, or with a name and a role.'),
  ...brandFields,
  grade: Grade.prefault({}).describe('Colour and tone of every finished picture of the brand.'),
  approvers: z.array(EmailAddress).max(10).default([]).meta({ description: 'Who decides where a brief names nobody.', examples: [['brand@example.com']] }),
});
export type BrandKit = z.infer<typeof BrandKit>;
