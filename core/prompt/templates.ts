import { z } from 'zod';
import type { AssetKind } from '../brief/schema.ts';
import { Sha256 } from '../references.ts';
import { compareVersions, PromptTemplate, TemplateLabel, TemplateVersion } from './template.ts';
import type { TemplateEdition } from './template.ts';
import background100 from '../../templates/background/1.0.0.json' with { type: 'json' };
import editorial100 from '../../templates/editorial/1.0.0.json' with { type: 'json' };
import food100 from '../../templates/food/1.0.0.json' with { type: 'json' };
import illustration100 from '../../templates/illustration/1.0.0.json' with { type: 'json' };
import infographic100 from '../../templates/infographic/1.0.0.json' with { type: 'json' };
import interior100 from '../../templates/interior/1.0.0.json' with { type: 'json' };
import portrait100 from '../../templates/portrait/1.0.0.json' with { type: 'json' };
import portrait110 from '../../templates/portrait/1.1.0.json' with { type: 'json' };
import product100 from '../../templates/product/1.0.0.json' with { type: 'json' };
import product110 from '../../templates/product/1.1.0.json' with { type: 'json' };
import labels from '../../templates/labels.json' with { type: 'json' };
import lock from '../../templates/lock.json' with { type: 'json' };

/** The templates that ship. Each version is a file that never changes: `templates/lock.json` has its SHA-256. */

/** A version and the SHA-256 of its file. */
export interface ShippedTemplate {
  readonly template: PromptTemplate;
  readonly sha256: string;
}

const hashes = z.record(z.string(), Sha256).parse(lock);
const files = [background100, editorial100, food100, illustration100, infographic100, interior100, portrait100, portrait110, product100, product110];

/** By name and version, `product@1.0.0`. */
export const shippedTemplates: ReadonlyMap<string, ShippedTemplate> = new Map(
  z
    .array(PromptTemplate)
    .parse(files)
    .map((template) => {
      const key = `${template.name}@${template.version}`;
      const sha256 = hashes[key];
      if (sha256 === undefined) throw new RangeError(`Expected ${key} in templates/lock.json but received none; publish it with: node tools/lock-templates.ts`);
      return [key, { template, sha256 }];
    }),
);

const labelsByName = new Map(Object.entries(z.record(z.string(), z.record(TemplateLabel, TemplateVersion)).parse(labels)));

/** Names of the templates that ship. */
export const shippedNames: readonly string[] = [...labelsByName.keys()];

/** Where the labels of a shipped template point before anybody moves one; none for another name. */
export function shippedLabelsOf(name: string): Readonly<Record<string, string>> {
  return labelsByName.get(name) ?? {};
}

export function shippedTemplate(name: string, version: string): ShippedTemplate | undefined {
  return shippedTemplates.get(`${name}@${version}`);
}

/** Versions of a template that ship, oldest first. */
export function shippedVersions(name: string): string[] {
  return [...shippedTemplates.values()]
    .filter(({ template }) => template.name === name)
    .map(({ template }) => template.version)
    .sort(compareVersions);
}

/** The template that ships for a kind, at its label `production`. */
export function templateFor(kind: AssetKind): TemplateEdition {
  const version = shippedLabelsOf(kind)['production'] ?? '';
  const shipped = shippedTemplate(kind, version);
  if (shipped === undefined) throw new RangeError(`Expected a template for every kind of asset but received none for ${kind}`);
  return { ...shipped.template, label: 'production', sha256: shipped.sha256 };
}
