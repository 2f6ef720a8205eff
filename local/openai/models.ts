/** What each model takes, from the dated table beside this file. */
import { z } from 'zod';

import table from './models.json' with { type: 'json' };
import { ApiError } from './errors.ts';

const ImageModel = z.strictObject({
  /** What an alias stands for today. */
  snapshot: z.string().optional(),
  /** `any` WxH within the limits, or the three standard ones. */
  sizes: z.enum(['any', 'standard']),
  qualities: z.array(z.enum(['low', 'medium', 'high', 'xhigh', 'max'])),
  inputFidelity: z.boolean(),
  markup: z.boolean(),
});
export type ImageModel = z.infer<typeof ImageModel>;

const Table = z.strictObject({
  checked: z.iso.date(),
  source: z.string(),
  image: z.record(z.string(), ImageModel),
  retired: z.array(z.string()),
  vision: z.array(z.string()),
});
const models = Table.parse(table);

/** @throws ApiError 404 `model_not_found` for a name that is unknown or retired */
export function imageModel(name: string): ImageModel {
  const model = models.image[name];
  if (model !== undefined) return model;
  const message = models.retired.includes(name)
    ? `The model \`${name}\` has been retired. Use one of: ${Object.keys(models.image).join(', ')}.`
    : `The model '${name}' does not exist or you do not have access to it.`;
  throw new ApiError(404, { message, param: 'model', code: 'model_not_found' });
}

/** @throws ApiError 404 when the model does not take images and answer in text; a dated snapshot counts as its alias */
export function requireVisionModel(name: string): void {
  const alias = name.replace(/-\d{4}-\d{2}-\d{2}$/u, '');
  if (models.vision.includes(alias)) return;
  throw new ApiError(404, { message: `The model '${name}' does not exist or you do not have access to it.`, param: 'model', code: 'model_not_found' });
}

/** The answer to `GET /v1/models`. */
export function listModels(): object {
  const data = [...Object.keys(models.image), ...models.vision].map(modelObject);
  return { object: 'list', data };
}

/** @throws ApiError 404 */
export function describeModel(name: string): object {
  if (!models.vision.includes(name)) imageModel(name);
  return modelObject(name);
}

function modelObject(id: string): object {
  return { id, object: 'model', created: Math.floor(Date.parse(models.checked) / 1000), owned_by: 'system' };
}
