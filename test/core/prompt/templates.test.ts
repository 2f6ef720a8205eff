import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { AssetKind } from '../../../core/brief/schema.ts';
import { compareVersions, pinOf, PromptTemplate } from '../../../core/prompt/template.ts';
import { shippedLabelsOf, shippedNames, shippedTemplate, shippedTemplates, shippedVersions, templateFor } from '../../../core/prompt/templates.ts';
import lock from '../../../templates/lock.json' with { type: 'json' };

const folder = new URL('../../../templates/', import.meta.url);
const files = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => readdirSync(new URL(`${name}/`, folder)).map((file) => ({ key: `${name}@${file.replace(/\.json$/u, '')}`, bytes: readFileSync(new URL(`${name}/${file}`, folder)) })));

describe('a published version', () => {
  test.each(Object.entries(lock))('%s is the file that was published', (key, sha256) => {
    const file = files.find((each) => each.key === key);
    expect(file, `${key} was published and is gone: put the file back`).toBeDefined();
    expect(createHash('sha256').update(file!.bytes).digest('hex'), `${key} was published and must not change: put the file back, and publish the change as a new version (templates/<name>/<version>.json, then node tools/lock-templates.ts)`).toBe(sha256);
  });

  test.each(files)('$key is locked, ships, and says in the file what its path says', ({ key, bytes }) => {
    expect(Object.keys(lock), `${key} is not published yet: node tools/lock-templates.ts`).toContain(key);
    const template = PromptTemplate.parse(JSON.parse(bytes.toString('utf8')));
    expect(`${template.name}@${template.version}`).toBe(key);
    expect(shippedTemplates.get(key)?.template).toEqual(template);
  });
});

test.each(AssetKind.options)('the template for %s is its own, complete, and in production', (kind) => {
  expect(templateFor(kind)).toMatchObject({ name: kind, kind, label: 'production', sha256: lock[`${kind}@${templateFor(kind).version}` as keyof typeof lock] });
  expect(templateFor(kind).constraints.length).toBeGreaterThan(0);
});

test('at least two kinds have a second version, which is the candidate and differs in what is sent', () => {
  const grown = shippedNames.filter((name) => shippedVersions(name).length > 1);
  expect(grown.length).toBeGreaterThanOrEqual(2);
  for (const name of grown) {
    const { production = '', candidate = '' } = shippedLabelsOf(name);
    expect(compareVersions(candidate, production)).toBeGreaterThan(0);
    expect(shippedTemplate(name, candidate)?.template.slots).not.toEqual(shippedTemplate(name, production)?.template.slots);
  }
});

test('versions are older or newer by number, not by letter', () => {
  expect(['1.10.0', '1.9.1', '0.12.0', '1.9.0'].sort(compareVersions)).toEqual(['0.12.0', '1.9.0', '1.9.1', '1.10.0']);
});

test.each([
  [undefined, { name: 'food', version: null, label: null }],
  ['product', { name: 'product', version: null, label: null }],
  ['product@1.0.0', { name: 'product', version: '1.0.0', label: null }],
  ['product@candidate', { name: 'product', version: null, label: 'candidate' }],
])('template: %s of a brief for food means %o', (template, pin) => {
  expect(pinOf({ template, kind: 'food' })).toEqual(pin);
});
