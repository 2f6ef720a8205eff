import { z } from 'zod';
import type { DocumentForm } from './form.ts';
import { patternOf } from './paths.ts';
import type { Path } from './paths.ts';

type Schema = z.core.$ZodType;

/** The schema of the field at `path`; of a choice, the option that the document means there. */
export function schemaAt(form: DocumentForm, path: Path, root: unknown): Schema | undefined {
  let value: unknown = root;
  let schema: Schema | undefined = chosen(form, form.schema, [], value);
  path.forEach((part, depth) => {
    value = typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined;
    const inner = schema instanceof z.ZodArray ? schema.element : own(shapeOf(schema), String(part));
    schema = inner === undefined ? undefined : chosen(form, inner, path.slice(0, depth + 1), value);
  });
  return schema;
}

/** The names that may be written below `path`. */
export function fieldsAt(form: DocumentForm, path: Path, root: unknown): readonly string[] {
  return Object.keys(shapeOf(schemaAt(form, path, root)));
}

/** Where fields of that name may be written, as patterns of what encloses them, the outermost first. */
export function homesOf(form: DocumentForm, name: string): readonly string[] {
  const homes = new Set<string>();
  const open: { readonly pattern: string; readonly schema: Schema }[] = [{ pattern: '', schema: form.schema }];
  for (const { pattern, schema: wrapped } of open) {
    const schema = bare(wrapped);
    if (schema instanceof z.ZodUnion) open.push(...schema.options.map((option) => ({ pattern, schema: option })));
    if (schema instanceof z.ZodArray) open.push({ pattern: `${pattern}[]`, schema: schema.element });
    if (Object.hasOwn(shapeOf(schema), name)) homes.add(pattern);
    open.push(...Object.entries(shapeOf(schema)).map(([key, inner]) => ({ pattern: pattern === '' ? key : `${pattern}.${key}`, schema: inner })));
  }
  return [...homes];
}

/**
 * The field that keeps `name` out of the value at `path`: the two belong to different options of a choice,
 * as do the name of a preset and a width.
 */
export function rivalOf(form: DocumentForm, path: Path, root: unknown, name: string, written: readonly string[]): string | undefined {
  const parent = path.length === 0 ? undefined : schemaAt(form, path.slice(0, -1), root);
  const union = parent instanceof z.ZodArray ? bare(parent.element) : undefined;
  if (!(union instanceof z.ZodUnion)) return undefined;
  const meant = fieldsAt(form, path, root);
  const others = union.options.map(shapeOf).filter((shape) => Object.hasOwn(shape, name));
  return others.length === 0 ? undefined : written.find((key) => meant.includes(key) && !others.some((shape) => Object.hasOwn(shape, key)));
}

function chosen(form: DocumentForm, wrapped: Schema, path: Path, value: unknown): Schema | undefined {
  const schema = bare(wrapped);
  if (!(schema instanceof z.ZodUnion)) return schema;
  const option = own(form.choices, patternOf(path))?.meant(value);
  const meant = option === undefined ? undefined : schema.options[option];
  return meant === undefined ? undefined : bare(meant);
}

/** The fields of an object's schema; none for any other. */
function shapeOf(schema: Schema | undefined): Readonly<Record<string, Schema>> {
  return schema instanceof z.ZodObject ? schema.shape : {};
}

/** Without what makes a field optional or gives it a default. */
function bare(schema: Schema): Schema {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault ? bare(schema.unwrap()) : schema;
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
