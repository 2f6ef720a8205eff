import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseBrandKit } from '../../../core/brief/brand-kit.ts';
import { publishedSchemas } from '../../../core/brief/json-schema.ts';
import { parseBrief } from '../../../core/brief/parse.ts';
import { Brand, Budget, Concept, Reference, ReviewPolicy } from '../../../core/brief/schema.ts';

const page = readFileSync(new URL('../../../docs/brief.md', import.meta.url), 'utf8');
const section = (heading: string): string => page.split(`\n## ${heading}\n`)[1]!.split('\n## ')[0]!;
/** The names in the first column of a section's table. */
const rows = (heading: string): string[] => [...section(heading).matchAll(/^\| (`.*?) \|/gmu)].flatMap(([, cell]) => [...cell!.matchAll(/`([^`]+)`/gu)].map(([, name]) => name!));
const fieldsOf = (schema: unknown): string[] => Object.keys((schema as { properties: object }).properties);

describe('docs/brief.md', () => {
  test.each([
    ['Fields', fieldsOf(publishedSchemas.brief())],
    ['Brand kits', fieldsOf(publishedSchemas['brand-kit']())],
    ['References', Object.keys(Reference.shape)],
  ])('its table of %s has every field of the schema, and no other', (heading, fields) => {
    expect(rows(heading).sort()).toEqual([...fields].sort());
  });

  test('it names the fields of every group', () => {
    for (const group of [Concept, ReviewPolicy, Budget, Brand]) for (const field of Object.keys(group.shape)) expect(section('Fields'), field).toContain(`\`${field}\``);
  });

  test('its defaults are those of the schema', () => {
    const { properties } = publishedSchemas.brief() as { properties: Record<string, { default?: unknown }> };
    for (const field of ['galley', 'kind', 'candidates', 'quality', 'encoding', 'aspect']) {
      const value = properties[field]?.default;
      expect(section('Fields')).toMatch(new RegExp(`^\\| \`${field}\` \\| .* \\| \`${field === 'aspect' ? `"${String(value)}"` : String(value)}\` \\|$`, 'mu'));
    }
  });

  test('its examples are accepted', () => {
    const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/gu)].map(([, text]) => text!);
    const [briefs, kits] = [examples.filter((text) => text.startsWith('title:')), examples.filter((text) => text.startsWith('name:'))];
    expect([briefs.length, kits.length]).toEqual([3, 1]);
    for (const text of briefs) expect(() => parseBrief(text, 'yaml')).not.toThrow();
    for (const text of kits) expect(() => parseBrandKit(text, 'yaml')).not.toThrow();
  });
});
