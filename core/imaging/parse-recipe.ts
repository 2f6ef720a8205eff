import { InvalidRecipe } from '../errors.ts';
import { deliverableChoice, deliverableProblems } from '../source/deliverables.ts';
import type { DocumentForm } from '../source/form.ts';
import { fieldsOf } from '../source/paths.ts';
import { checked } from '../source/problems.ts';
import { readSource } from '../source/read.ts';
import { regionProblems } from '../source/regions.ts';
import { presetNames } from './presets.ts';
import { Recipe } from './recipe.ts';

const recipeForm: DocumentForm<typeof Recipe> = {
  noun: 'recipe',
  schema: Recipe,
  shortest: 'a deliverable, such as deliverables: [open-graph]',
  wayOuts: {
    '': 'write at least a deliverable, such as deliverables: [open-graph]',
    'watermark.file': 'name a picture with transparency, such as file: acme-mark.png',
    'grade.lut.file': 'name a table of colours, such as file: acme-look.cube',
    'grade.brandTint.colour': 'add a colour in quotes, such as colour: "#1a2b3c"',
  },
  choices: { 'deliverables[]': deliverableChoice },
  Invalid: InvalidRecipe,
};

/**
 * Reads a recipe and applies its defaults. Whether the files that it names exist is not looked at.
 *
 * @throws InvalidRecipe naming every field that is wrong, all at once, with lines where the source has them.
 * @example parseRecipe('grade: { contrast: 1.1 }\ndeliverables: [open-graph]\n', 'yaml').grade.contrast // 1.1
 */
export function parseRecipe(text: string, format: 'yaml' | 'json'): Recipe {
  const { value, lineOf } = readSource(text, format, recipeForm);
  const { deliverables, subject } = fieldsOf(value);
  return checked(recipeForm, value, lineOf, [...regionProblems(['subject'], subject, lineOf), ...deliverableProblems(deliverables, presetNames(), lineOf)]);
}
