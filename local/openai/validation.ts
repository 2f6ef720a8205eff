/** The parameters of an image call, checked as the API checks them: by model, first error first. */
import { z } from 'zod';

import { invalid } from './errors.ts';
import { imageModel } from './models.ts';
import type { Quality } from './usage.ts';

export type Operation = 'generations' | 'edits';

/** A checked call: every default applied, `size` still undecided when it is `auto`. */
export interface ImageCall {
  readonly model: string;
  readonly prompt: string;
  readonly n: number;
  readonly size: { readonly width: number; readonly height: number } | 'auto';
  readonly quality: Quality;
  readonly format: 'png' | 'jpeg' | 'webp';
  /** 0 to 100, of jpeg and webp. */
  readonly compression: number;
  readonly background: 'opaque' | 'transparent';
  readonly stream: boolean;
  readonly partialImages: number;
  readonly safetyIdentifier: string | null;
}

const PROMPT_LIMIT = 32_000;
const MIN_PIXELS = 655_360;
const MAX_PIXELS = 8_294_400;
const MAX_LONG_EDGE = 3840;
const MAX_SHORT_EDGE = 2160;
const STANDARD_SIZES = ['1024x1024', '1536x1024', '1024x1536'];
const COMMON = [
  'prompt', 'model', 'n', 'size', 'quality', 'complexity', 'background', 'output_format', 'output_compression',
  'partial_images', 'stream', 'safety_identifier', 'user',
];
const KNOWN: Readonly<Record<Operation, ReadonlySet<string>>> = {
  generations: new Set([...COMMON, 'moderation']),
  edits: new Set([...COMMON, 'image', 'mask', 'markup', 'input_fidelity', 'moderation']),
};

/**
 * @param fields the body, or the text fields of a form with numbers and booleans still as text
 * @throws ApiError 400 or 404 naming the parameter
 */
export function checkImageCall(operation: Operation, fields: Readonly<Record<string, unknown>>): ImageCall {
  for (const name of Object.keys(fields)) {
    if (!KNOWN[operation].has(name)) throw invalid(name, 'unknown_parameter', `Unknown parameter: '${name}'.`);
  }
  const model = text(fields, 'model');
  if (model === undefined) throw invalid('model', 'missing_required_parameter', "Missing required parameter: 'model'.");
  const capability = imageModel(model);
  const prompt = text(fields, 'prompt');
  if (prompt === undefined || prompt.trim() === '') throw invalid('prompt', 'missing_required_parameter', "Missing required parameter: 'prompt'.");
  if (prompt.length > PROMPT_LIMIT) {
    throw invalid('prompt', 'string_above_max_length', `Invalid 'prompt': string too long. Expected a string with maximum length ${String(PROMPT_LIMIT)}, but got a string with length ${String(prompt.length)} instead.`);
  }
  const quality = oneOf(fields, 'quality', ['auto', ...capability.qualities], 'auto');
  const format = oneOf(fields, 'output_format', ['png', 'jpeg', 'webp'], 'png');
  const background = oneOf(fields, 'background', ['auto', 'opaque', 'transparent'], 'auto');
  if (background === 'transparent' && format === 'jpeg') {
    throw invalid('background', 'invalid_value', "Transparent background is not supported for output format 'jpeg'. Use 'png' or 'webp'.");
  }
  oneOf(fields, 'moderation', ['auto', 'low'], 'auto');
  oneOf(fields, 'complexity', ['low', 'medium', 'high'], 'medium');
  const compression = integer(fields, 'output_compression', 0, 100);
  if (compression !== undefined && compression !== 100 && format === 'png') {
    throw invalid('output_compression', 'invalid_value', "Compression less than 100 is not supported for PNG output format.");
  }
  if (given(fields, 'input_fidelity')) {
    if (!capability.inputFidelity) throw invalid('input_fidelity', 'invalid_value', `The model '${model}' does not support the 'input_fidelity' parameter.`);
    oneOf(fields, 'input_fidelity', ['low', 'high'], 'low');
  }
  if (given(fields, 'markup') && !capability.markup) {
    throw invalid('markup', 'invalid_value', `The model '${model}' does not support the 'markup' parameter.`);
  }
  const stream = boolean(fields, 'stream');
  const partialImages = integer(fields, 'partial_images', 0, 3) ?? 0;
  if (partialImages > 0 && !stream) throw invalid('partial_images', 'invalid_value', "'partial_images' is only supported when 'stream' is true.");
  return {
    model,
    prompt,
    n: integer(fields, 'n', 1, 10) ?? 1,
    size: sizeOf(text(fields, 'size') ?? 'auto', capability.sizes),
    quality: quality === 'auto' ? 'high' : quality,
    format,
    compression: compression ?? 100,
    background: background === 'transparent' ? 'transparent' : 'opaque',
    stream,
    partialImages,
    safetyIdentifier: text(fields, 'safety_identifier') ?? text(fields, 'user') ?? null,
  };
}

function sizeOf(size: string, allowed: 'any' | 'standard'): ImageCall['size'] {
  if (size === 'auto') return 'auto';
  const match = /^(\d{1,5})x(\d{1,5})$/u.exec(size);
  if (match === null || (allowed === 'standard' && !STANDARD_SIZES.includes(size))) {
    throw invalid('size', 'invalid_value', `Invalid value: '${size}'. Supported values are: ${allowed === 'any' ? "'WIDTHxHEIGHT'" : STANDARD_SIZES.map((name) => `'${name}'`).join(', ')}, and 'auto'.`);
  }
  const width = Number(match[1]);
  const height = Number(match[2]);
  const refuse = (rule: string) => invalid('size', 'invalid_value', `Invalid size '${size}': ${rule}`);
  if (width % 16 !== 0 || height % 16 !== 0 || width === 0 || height === 0) throw refuse('width and height must both be divisible by 16.');
  if (width > height * 3 || height > width * 3) throw refuse('the aspect ratio must be between 1:3 and 3:1.');
  if (Math.max(width, height) > MAX_LONG_EDGE || Math.min(width, height) > MAX_SHORT_EDGE) throw refuse(`the maximum supported resolution is ${String(MAX_LONG_EDGE)}x${String(MAX_SHORT_EDGE)}.`);
  if (width * height < MIN_PIXELS) throw refuse(`it must have at least ${String(MIN_PIXELS)} pixels.`);
  if (width * height > MAX_PIXELS) throw refuse(`it must have at most ${String(MAX_PIXELS)} pixels.`);
  return { width, height };
}

type Fields = Readonly<Record<string, unknown>>;

/** The API takes null for "not given". */
function given(fields: Fields, name: string): boolean {
  return fields[name] !== undefined && fields[name] !== null;
}

function text(fields: Fields, name: string): string | undefined {
  if (!given(fields, name)) return undefined;
  const parsed = z.string().safeParse(fields[name]);
  if (!parsed.success) throw invalid(name, 'invalid_type', `Invalid type for '${name}': expected a string, but got ${typeName(fields[name])} instead.`);
  return parsed.data;
}

function oneOf<const Value extends string>(fields: Fields, name: string, values: readonly Value[], standard: Value): Value {
  const value = text(fields, name);
  if (value === undefined) return standard;
  const found = values.find((candidate) => candidate === value);
  if (found === undefined) throw invalid(name, 'invalid_value', `Invalid value: '${value}'. Supported values are: ${values.map((known) => `'${known}'`).join(', ')}.`);
  return found;
}

function integer(fields: Fields, name: string, minimum: number, maximum: number): number | undefined {
  if (!given(fields, name)) return undefined;
  const raw = fields[name];
  const value = typeof raw === 'string' && /^-?\d+$/u.test(raw) ? Number(raw) : raw;
  if (typeof value !== 'number' || !Number.isInteger(value)) throw invalid(name, 'invalid_type', `Invalid type for '${name}': expected an integer, but got ${typeName(raw)} instead.`);
  if (value < minimum) throw invalid(name, 'integer_below_min_value', `Invalid '${name}': integer below minimum value. Expected a value >= ${String(minimum)}, but got ${String(value)} instead.`);
  if (value > maximum) throw invalid(name, 'integer_above_max_value', `Invalid '${name}': integer above maximum value. Expected a value <= ${String(maximum)}, but got ${String(value)} instead.`);
  return value;
}

function boolean(fields: Fields, name: string): boolean {
  if (!given(fields, name)) return false;
  const value = fields[name];
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw invalid(name, 'invalid_type', `Invalid type for '${name}': expected a boolean, but got ${typeName(value)} instead.`);
}

function typeName(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'an integer' : 'a decimal number';
  return value === null ? 'null' : `a ${typeof value === 'object' ? 'object' : typeof value}`;
}
