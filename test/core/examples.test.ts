import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { assess } from '../../core/assessment/assess.ts';
import { brandFileProblem, brandFilesOf } from '../../core/brief/brand-files.ts';
import { briefFormatOf, parseBrief, senderOf } from '../../core/brief/parse.ts';
import { AssetKind } from '../../core/brief/schema.ts';
import { InvalidBrief } from '../../core/errors.ts';
import { parseRecipe } from '../../core/imaging/parse-recipe.ts';
import { resolveDeliverables } from '../../core/imaging/presets.ts';
import { critique } from '../../core/critique/critique.ts';
import { modelOf } from '../../core/models/models.ts';

const folder = new URL('../../examples/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const names = readdirSync(folder).filter((name) => /\.(?:ya?ml|json|md)$/u.test(name) && name !== 'README.md' && !name.includes('.recipe.'));
const recipes = readdirSync(folder).filter((name) => name.includes('.recipe.'));
const briefOf = (name: string): ReturnType<typeof parseBrief> => parseBrief(read(name), briefFormatOf({ fileName: name }));

const otherwise: Readonly<Record<string, string>> = { 'dog-in-a-park.yaml': 'ask', 'annual-report.yaml': 'ask', 'sales-chart.yaml': 'decline' };

describe.each(names)('%s', (name) => {
  test('is accepted, and assessed as its README says', () => {
    const brief = briefOf(name);
    expect(assess(brief, { model: modelOf(brief.model) }).verdict).toBe(otherwise[name] ?? 'generate');
    expect(resolveDeliverables(brief.deliverables).length).toBeGreaterThan(0);
  });

  test('leaves the critique nothing to say, unless it shows a doubtful concept', () => {
    expect(critique(briefOf(name)).map(({ rule }) => rule)).toEqual(name === 'dog-in-a-park.yaml' ? ['vague-concept', 'generic-subject', 'no-action', 'no-light'] : []);
  });

  test('says what it shows, and uses addresses that nobody has', () => {
    const text = read(name);
    if (!name.endsWith('.json')) expect(text).toMatch(/^(?:---\n)?# \S/u);
    expect(read('README.md')).toContain(`(${name})`);
    for (const [, domain] of text.matchAll(/[\w.]+@([\w.]+)/gu)) expect(domain).toBe('example.com');
  });
});

describe.each(recipes)('%s', (name) => {
  test('is a recipe whose deliverables can be made and whose brand files lie beside it', () => {
    const recipe = parseRecipe(read(name), 'yaml');
    expect(resolveDeliverables(recipe.deliverables).length).toBeGreaterThan(0);
    for (const file of [recipe.grade.lut?.file, recipe.watermark?.file]) if (file !== undefined) expect(existsSync(new URL(file, folder))).toBe(true);
    expect(read(name)).toMatch(/^# \S/u);
    expect(read('README.md')).toContain(`(${name})`);
  });
});

test('the brand files that examples name lie beside them and are what they should be', () => {
  for (const name of names) {
    for (const file of brandFilesOf(briefOf(name))) expect(brandFileProblem(file, readFileSync(new URL(file.file, folder)))).toBeNull();
  }
});

test('there are examples of every kind and format', () => {
  expect(new Set(names.map((name) => briefOf(name).kind))).toEqual(new Set(AssetKind.options));
  expect(new Set(names.map((name) => briefFormatOf({ fileName: name })))).toEqual(new Set(['yaml', 'json', 'markdown']));
});

test('the shortest example is five lines under its comment', () => {
  expect(read('five-lines.yaml').trim().split('\n')).toHaveLength(6);
});

test('the invalid example is refused with ten problems, each with its line, and its sender is known', () => {
  const text = read('invalid/misspelt.yaml');
  expect(() => parseBrief(text, 'yaml')).toThrow(InvalidBrief);
  try {
    parseBrief(text, 'yaml');
  } catch (error) {
    if (!(error instanceof InvalidBrief)) throw error;
    expect(error.problems).toHaveLength(10);
    expect(error.problems.every(({ line }) => line !== undefined && line > 1)).toBe(true);
  }
  expect(senderOf(text, 'yaml')).toBe('marketing@example.com');
});
