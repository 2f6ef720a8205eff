import { Ajv } from 'ajv';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { publishedSchemas } from '../../../core/brief/json-schema.ts';
import { briefFormatOf, parseBrief } from '../../../core/brief/parse.ts';
import { InvalidBrief } from '../../../core/errors.ts';
import { presetNames } from '../../../core/imaging/presets.ts';
import { modelNames } from '../../../core/models/models.ts';

const project = new URL('../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, project), 'utf8');
const names = ['brief', 'brand-kit'] as const;
const published = (name: string): Record<string, unknown> => JSON.parse(read(`schemas/${name}.v1.schema.json`)) as Record<string, unknown>;

// A real validator, as editors have one; each format has a pattern beside it.
const ajv = new Ajv({ strict: true, strictTypes: false, allErrors: true, formats: { email: true, date: true } });
const validators = { brief: ajv.compile(published('brief')), 'brand-kit': ajv.compile(published('brand-kit')) };
const refusalsOf = (kind: keyof typeof validators, document: unknown): string[] => {
  const validate = validators[kind];
  return validate(document) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
};

/** What an editor checks: of Markdown the front matter. */
function documentIn(path: string): unknown {
  const text = read(path);
  return parse(path.endsWith('.md') ? (/^---\n([\s\S]*?)^---/mu.exec(text)?.[1] ?? '') : text);
}

const examples = readdirSync(new URL('examples/', project)).filter((name) => /\.(?:ya?ml|json|md)$/u.test(name) && name !== 'README.md' && !name.includes('.recipe.'));
const kits = readdirSync(new URL('examples/brands/', project), { recursive: true, encoding: 'utf8' }).filter((name) => /kit\.(?:ya?ml|json|md)$/u.test(name));

describe.each(names)('the JSON Schema of %s', (name) => {
  test('is the one in schemas/; "npx galley schema" prints it', () => {
    expect(read(`schemas/${name}.v1.schema.json`)).toBe(`${JSON.stringify(publishedSchemas[name](), null, 2)}\n`);
  });

  test('describes every field', () => {
    const silent: string[] = [];
    const look = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      const { properties } = node as { properties?: Record<string, { description?: string }> };
      for (const [field, property] of Object.entries(properties ?? {})) if (!property.description) silent.push(`${path}/${field}`);
      for (const [key, inner] of Object.entries(node)) look(inner, `${path}/${key}`);
    };
    look(published(name), '');
    expect(silent).toEqual([]);
  });
});

test.each(examples)('examples/%s keeps to the published schema', (name) => {
  expect(refusalsOf('brief', documentIn(`examples/${name}`))).toEqual([]);
});

test('so does every brand kit of the examples', () => {
  expect(kits).not.toEqual([]);
  for (const name of kits) expect(refusalsOf('brand-kit', documentIn(`examples/brands/${name}`)), name).toEqual([]);
});

describe('an editor', () => {
  const whole = { title: 'Frisbee', concept: { subject: 'a golden retriever' } };

  test.each([
    ['a misspelt field', { ...whole, lightning: 'soft' }],
    ['a subject of one word', { title: 'x', concept: { subject: 'dog' } }],
    ['an unknown preset', { ...whole, deliverables: ['hero-16x8'] }],
    ['an unknown model', { ...whole, model: 'gpt-image-9' }],
    ['a colour without its number sign', { ...whole, brand: { colours: ['ff0000'] } }],
    ['too many candidates', { ...whole, candidates: 12 }],
    ['a day that is none', { ...whole, deadline: 'soon' }],
    ['a wrong address', { ...whole, owner: 'ana' }],
    ['another version of the format', { ...whole, galley: 2 }],
    ['a missing concept', { title: 'x' }],
  ])('marks %s, as the reader refuses it', (_, document) => {
    expect(refusalsOf('brief', document)).not.toEqual([]);
    expect(() => parseBrief(JSON.stringify(document), 'json')).toThrow(InvalidBrief);
  });

  test('completes presets, models, kinds and defaults', () => {
    const text = JSON.stringify(published('brief'));
    for (const name of [...presetNames(), ...modelNames(), 'editorial']) expect(text).toContain(`"${name}"`);
    expect(published('brief')).toMatchObject({ properties: { aspect: { default: '3:2' }, candidates: { default: 3 }, deliverables: { default: ['hero-16x9', 'instagram-square', 'open-graph'] } } });
  });

  test('may name the schema in the brief itself', () => {
    const schema = 'https://galley.example.com/schemas/brief.v1.json';
    const plain = parseBrief(JSON.stringify(whole), 'json');
    expect(parseBrief(JSON.stringify({ $schema: schema, ...whole }), 'json')).toEqual(plain);
    expect(parseBrief(`# yaml-language-server: $schema=${schema}\n${JSON.stringify(whole)}`, 'yaml')).toEqual(plain);
    expect(refusalsOf('brief', { $schema: schema, ...whole })).toEqual([]);
    expect(briefFormatOf({ fileName: 'brief.json' })).toBe('json');
  });
});
