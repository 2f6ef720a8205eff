import { describe, expect, test } from 'vitest';
import { estimateMicroUsd, modelOf } from '../../../core/models/models.ts';
import { buildPrompt } from '../../../core/prompt/build.ts';
import { besideReferences, referencesOf } from '../../../core/prompt/references.ts';
import { templateFor } from '../../../core/prompt/templates.ts';
import { briefWith } from '../support/briefs.ts';

const references = [
  { file: 'references/bottle.jpg', note: "the bottle's shape." },
  { file: 'brands/acme/look.webp', use: 'style' },
  { file: 'references/layout.png', use: 'composition', note: 'the bottle stands\nlow on the left' },
] as const;
const promptOf = (changes: Parameters<typeof briefWith>[0], model = modelOf()) =>
  buildPrompt({ runId: '0'.repeat(24), round: 1, brief: briefWith(changes), directions: [], template: templateFor('editorial'), model });

describe('a prompt with reference pictures', () => {
  test('says of each what it is for, by its place among those that are sent', () => {
    const { text, constraints, notSent } = promptOf({ references: [...references] });
    expect(text).toContain("- Reference picture 1 shows the subject: keep its shape, proportions, materials and markings as they are there; what counts is the bottle's shape.\n");
    expect(text).toContain('- Reference picture 2 shows the style: take its palette, light and rendering from it, and none of its objects.\n');
    expect(text).toContain('- Reference picture 3 shows the composition: place things as they are placed there, and take nothing else from it; what counts is the bottle stands low on the left.\n');
    expect(constraints.filter(({ from }) => from.startsWith('brief:references')).map(({ from }) => from)).toEqual(['brief:references[0]', 'brief:references[1]', 'brief:references[2]']);
    expect(notSent.map(({ parameter }) => parameter)).not.toContain('references');
  });

  test('is estimated with what the model charges to look at them', () => {
    const call = { size: '1536x1024', quality: 'medium', n: 3, promptChars: 300, operation: 'generate' } as const;
    const { imageIn } = modelOf().usdPerMillionTokens;
    expect(estimateMicroUsd({ ...call, references: 3 }, modelOf()) - estimateMicroUsd(call, modelOf())).toBe(3 * 6467 * imageIn);
    expect(promptOf({ references: [...references] }).estimateMicroUsd - promptOf({}).estimateMicroUsd).toBeGreaterThan(3 * 6467 * imageIn);
  });

  test('of a model that takes none speaks of none, and reports them as not sent', () => {
    const { text, notSent, estimateMicroUsd: estimate } = promptOf({ references: [...references] }, { ...modelOf(), edits: null });
    expect(text).not.toContain('Reference picture');
    expect(notSent).toContainEqual({ parameter: 'references', value: references.map(({ file }) => file), reason: 'gpt-image-2 takes no input pictures; say in the concept what matters about them' });
    expect(estimate).toBe(promptOf({}).estimateMicroUsd);
  });

  test('reports a logo as kept for layout, and never sends it', () => {
    const { text, notSent } = promptOf({ brand: { logo: 'brands/acme/logo.svg' } });
    expect(text).not.toContain('logo.svg');
    expect(notSent).toMatchObject([{ parameter: 'brand.logo', value: 'brands/acme/logo.svg' }]);
  });
});

describe('an edit', () => {
  const sixteen = briefWith({ references: Array.from({ length: 16 }, (_, index) => ({ file: `references/${String(index)}.png` })) });

  test('leaves the last reference behind when the picture to change takes its place, and says so', () => {
    const { sent, notSent } = referencesOf(sixteen, modelOf(), 1);
    expect(sent).toHaveLength(15);
    expect(notSent).toEqual([{ parameter: 'references', value: ['references/15.png'], reason: 'gpt-image-2 takes 16 pictures in one call, and the picture to change is one of them' }]);
    expect(referencesOf(sixteen, modelOf()).sent).toHaveLength(16);
  });

  test('says which picture is which, within the length that the API takes', () => {
    expect(besideReferences('Change only this: x.', 0)).toBe('Change only this: x.');
    expect(besideReferences('Change only this: x.', 1)).toBe('Change only this: x.\nOf the pictures sent, the first is the one to edit; the picture after it is reference picture 1.');
    const long = besideReferences('x'.repeat(32_000), 3);
    expect(long).toHaveLength(32_000);
    expect(long.endsWith('the pictures after it are reference pictures 1 to 3, in this order.')).toBe(true);
  });
});
