/** `POST /v1/images/generations` and `/v1/images/edits`. */
import sharp from 'sharp';

import type { DrawJob } from './draw.ts';
import { ApiError, invalid } from './errors.ts';
import type { Form } from './http.ts';
import type { Studio } from './studio.ts';
import { imageUsage } from './usage.ts';
import type { ImageUsage } from './usage.ts';
import { checkImageCall } from './validation.ts';
import type { ImageCall, Operation } from './validation.ts';

const MAX_INPUTS = 16;
const MAX_INPUT_BYTES = 50 * 1024 * 1024;
const MAX_MASK_BYTES = 4 * 1024 * 1024;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A checked call with its pictures, ready to be drawn. */
export interface ImageTask {
  readonly operation: Operation;
  readonly call: ImageCall;
  readonly size: Size;
  readonly inputs: readonly (Size & { readonly data: Buffer })[];
  readonly mask: Buffer | undefined;
  readonly markup: Buffer | undefined;
}

/** @throws ApiError 400, 404 */
export function generationTask(body: Readonly<Record<string, unknown>>): ImageTask {
  const call = checkImageCall('generations', body);
  return { operation: 'generations', call, size: call.size === 'auto' ? { width: 1024, height: 1024 } : call.size, inputs: [], mask: undefined, markup: undefined };
}

/** @throws ApiError 400, 404 */
export async function editTask({ fields, files }: Form): Promise<ImageTask> {
  const call = checkImageCall('edits', { ...fields, ...files });
  const images = files['image'] ?? [];
  if (images.length === 0) throw invalid('image', 'missing_required_parameter', "Missing required parameter: 'image'.");
  if (images.length > MAX_INPUTS) throw invalid('image', 'array_above_max_length', `Invalid 'image': array too long. Expected an array with maximum length ${String(MAX_INPUTS)}, but got an array with length ${String(images.length)} instead.`);
  const inputs = await Promise.all(images.map(async (data) => ({ data, ...(await sizeOfInput(data)) })));
  const [first] = inputs;
  if (first === undefined) throw invalid('image', 'missing_required_parameter', "Missing required parameter: 'image'.");
  const [mask] = files['mask'] ?? [];
  const [markup] = files['markup'] ?? [];
  if (mask !== undefined) await checkDrawing('mask', mask, first);
  if (mask !== undefined && markup !== undefined) throw invalid('markup', 'invalid_value', "'markup' cannot be combined with 'mask'.");
  if (markup !== undefined) await checkDrawing('markup', markup, first);
  return { operation: 'edits', call, size: call.size === 'auto' ? nearestSize(first) : call.size, inputs, mask, markup };
}

async function sizeOfInput(data: Buffer): Promise<Size> {
  if (data.length > MAX_INPUT_BYTES) throw invalid('image', 'image_too_large', `Invalid 'image': expected at most ${String(MAX_INPUT_BYTES)} bytes but received ${String(data.length)}.`);
  try {
    const { width, height, format } = await sharp(data).metadata();
    if (!['png', 'jpeg', 'webp'].includes(format)) throw invalid('image', 'unsupported_image', `Invalid 'image': expected PNG, JPEG or WebP but received ${format}.`);
    return { width, height };
  } catch (cause) {
    if (cause instanceof ApiError) throw cause;
    throw invalid('image', 'invalid_image_file', 'Invalid image file or mode for image 1, please check your image file.');
  }
}

async function checkDrawing(kind: 'mask' | 'markup', file: Buffer, image: Size): Promise<void> {
  if (file.length > MAX_MASK_BYTES) throw invalid(kind, 'image_too_large', `Invalid '${kind}': expected at most ${String(MAX_MASK_BYTES)} bytes but received ${String(file.length)}.`);
  const facts = await sharp(file).metadata().catch(() => undefined);
  if (facts?.format !== 'png' || !facts.hasAlpha) throw invalid(kind, 'invalid_image_file', `Invalid ${kind}: expected a PNG with an alpha channel.`);
  if (facts.width !== image.width || facts.height !== image.height) {
    throw invalid(kind, 'invalid_value', `Invalid ${kind}: expected the size of the image, ${String(image.width)}x${String(image.height)}, but received ${String(facts.width)}x${String(facts.height)}.`);
  }
}

/** What `auto` makes of an input: its ratio, in a size that the model can draw. */
function nearestSize({ width, height }: Size): Size {
  const ratio = Math.min(3, Math.max(1 / 3, width / height));
  const area = Math.min(8_294_400, Math.max(1024 * 1024, width * height));
  const scale = Math.min(1, 3840 / Math.max(Math.sqrt(area * ratio), Math.sqrt(area / ratio)), 2160 / Math.min(Math.sqrt(area * ratio), Math.sqrt(area / ratio)));
  const grid = (edge: number) => Math.max(16, Math.floor((edge * scale) / 16 + 0.001) * 16);
  return { width: grid(Math.sqrt(area * ratio)), height: grid(Math.sqrt(area / ratio)) };
}

export function usageOf({ call, inputs, size, mask, markup }: ImageTask): ImageUsage {
  // A mask or a markup is read like a picture of its own.
  const first = inputs[0];
  const read = (mask ?? markup) === undefined || first === undefined ? inputs : [...inputs, first];
  return imageUsage({ prompt: call.prompt, inputs: read, n: call.n, partials: call.stream ? call.partialImages : 0, quality: call.quality, ...size });
}

function job({ call, size, inputs, mask, markup }: ImageTask, index: number, progress: number): DrawJob {
  return {
    prompt: call.prompt, index, ...size, format: call.format, compression: call.compression, transparent: call.background === 'transparent',
    images: inputs.map(({ data }) => data), mask, markup, progress,
  };
}

function shared({ call, size }: ImageTask): object {
  return { background: call.background, output_format: call.format, quality: call.quality, size: `${String(size.width)}x${String(size.height)}` };
}

/** The answer of a call without `stream`. */
export async function imagesResponse(task: ImageTask, studio: Studio, created: number): Promise<object> {
  const pictures = await Promise.all(Array.from({ length: task.call.n }, async (_, index) => studio.draw(job(task, index, 1))));
  return {
    created,
    ...shared(task),
    data: pictures.map((picture) => ({ b64_json: picture.toString('base64') })),
    ...(task.call.safetyIdentifier === null ? {} : { safety_identifier: task.call.safetyIdentifier }),
    usage: usageOf(task),
  };
}

/** The events of a call with `stream`: partial pictures sharpen towards the last one. */
export async function* imageEvents(task: ImageTask, studio: Studio, created: number): AsyncGenerator<{ readonly type: string; readonly [field: string]: unknown }> {
  const prefix = task.operation === 'generations' ? 'image_generation' : 'image_edit';
  const { call } = task;
  for (let index = 0; index < call.n; index++) {
    for (let part = 0; part < call.partialImages; part++) {
      const partial = await studio.draw(job(task, index, (part + 1) / (call.partialImages + 1)));
      yield { type: `${prefix}.partial_image`, created_at: created, ...shared(task), partial_image_index: part, b64_json: partial.toString('base64') };
    }
    const picture = await studio.draw(job(task, index, 1));
    yield { type: `${prefix}.completed`, created_at: created, ...shared(task), b64_json: picture.toString('base64'), usage: usageOf(task) };
  }
}
