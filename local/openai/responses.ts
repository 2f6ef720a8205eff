/** `POST /v1/responses`: text and pictures in, JSON by a schema out. */
import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import { ApiError, invalid } from './errors.ts';
import { fillSchema } from './fill-schema.ts';
import type { FillContext } from './fill-schema.ts';
import { measure } from './measure.ts';
import type { Measures } from './measure.ts';
import { requireVisionModel } from './models.ts';
import { hear, toldToPassAll } from './spoken.ts';
import type { ToldAnswer } from './told.ts';
import { imageInputTokens, textTokens } from './usage.ts';
import sharp from 'sharp';

const Part = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('input_text'), text: z.string() }),
  z.looseObject({ type: z.literal('output_text'), text: z.string() }),
  z.looseObject({ type: z.literal('input_image'), image_url: z.string().nullish() }),
]);
const Message = z.looseObject({ role: z.enum(['user', 'system', 'developer', 'assistant']), content: z.union([z.string(), z.array(Part)]) });
const Body = z.looseObject({
  model: z.string(),
  instructions: z.string().nullish(),
  input: z.union([z.string(), z.array(Message)]),
  text: z.looseObject({ format: z.looseObject({ type: z.enum(['text', 'json_object', 'json_schema']), name: z.string().optional(), schema: z.unknown().optional(), strict: z.boolean().nullish() }).optional() }).optional(),
  stream: z.literal(false).nullish(),
  temperature: z.number().nullish(),
  max_output_tokens: z.number().int().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
});
const KNOWN = new Set(['model', 'instructions', 'input', 'text', 'stream', 'temperature', 'top_p', 'max_output_tokens', 'metadata', 'store', 'reasoning', 'safety_identifier', 'user', 'service_tier', 'truncation', 'tools', 'tool_choice', 'parallel_tool_calls', 'prompt_cache_key', 'include', 'background']);

export interface VisionRequest {
  readonly model: string;
  readonly instructions: string | null;
  /** Everything that was written, instructions first. */
  readonly texts: readonly string[];
  readonly images: readonly Buffer[];
  /** Undefined when plain text is asked for. */
  readonly schema: unknown;
  readonly format: object;
  readonly metadata: object;
}

/** @throws ApiError 400, 404 */
export function readVisionRequest(raw: Readonly<Record<string, unknown>>): VisionRequest {
  for (const name of Object.keys(raw)) if (!KNOWN.has(name)) throw invalid(name, 'unknown_parameter', `Unknown parameter: '${name}'.`);
  const parsed = Body.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const param = issue?.path.join('.') ?? 'input';
    throw invalid(param, raw[param] === undefined ? 'missing_required_parameter' : 'invalid_value', `Invalid '${param}': ${issue?.message ?? 'not understood'}.`);
  }
  const body = parsed.data;
  requireVisionModel(body.model);
  const format = body.text?.format ?? { type: 'text' as const };
  if (format.type === 'json_schema' && format.schema === undefined) throw invalid('text.format.schema', 'missing_required_parameter', "Missing required parameter: 'text.format.schema'.");
  const parts = typeof body.input === 'string' ? [{ type: 'input_text' as const, text: body.input }] : body.input.flatMap(({ content }) => (typeof content === 'string' ? [{ type: 'input_text' as const, text: content }] : content));
  const texts = parts.flatMap((part) => (part.type === 'input_image' ? [] : [part.text]));
  const images = parts.flatMap((part) => (part.type === 'input_image' ? [imageOf(part.image_url ?? '')] : []));
  return {
    model: body.model, instructions: body.instructions ?? null, texts: [body.instructions ?? '', ...texts], images,
    schema: format.type === 'json_schema' ? format.schema : undefined, format, metadata: body.metadata ?? {},
  };
}

function imageOf(url: string): Buffer {
  const match = /^data:image\/(?:png|jpeg|webp|gif);base64,([A-Za-z0-9+/=\s]+)$/u.exec(url);
  if (match !== null) return Buffer.from(match[1] ?? '', 'base64');
  throw invalid('input', 'invalid_image_url', `Invalid 'input': expected image_url as a data URL of a PNG, JPEG or WebP (the stand-in fetches nothing), but received ${JSON.stringify(url.slice(0, 32))}.`);
}

/** @param created Unix time in seconds @param told what was ordered, before anything is measured */
export async function answerVision(request: VisionRequest, created: number, told: ToldAnswer = () => undefined): Promise<object> {
  const [picture] = request.images;
  const measures = picture === undefined ? undefined : await measure(picture).catch(() => { throw unreadable(); });
  const sizes = await Promise.all(request.images.map(async (image) => sharp(image).metadata().catch(() => { throw unreadable(); })));
  // Without a picture there is nothing to measure: mid-grey, so that every question is answered `unsure`.
  const seen = measures ?? { luminance: 0.5, contrast: 0.2, colourfulness: 0.2, warmth: 0, darkShare: 0, dominant: [], blank: false, subject: null };
  const text = request.schema === undefined
    ? `Mean luminance ${seen.luminance.toFixed(2)}, contrast ${seen.contrast.toFixed(2)}, dominant colours ${seen.dominant.map(({ colour }) => colour).join(', ') || 'none'}.`
    : JSON.stringify(fillSchema(request.schema, contextOf(request, seen, told)));
  const input = textTokens(request.texts.join('\n')) + sizes.reduce((sum, { width, height }) => sum + imageInputTokens(width, height), 0);
  const output = textTokens(text);
  return {
    id: `resp_${randomUUID().replaceAll('-', '')}`,
    object: 'response',
    created_at: created,
    completed_at: created,
    status: 'completed',
    background: false,
    error: null,
    incomplete_details: null,
    instructions: request.instructions,
    max_output_tokens: null,
    model: request.model,
    output: [{ id: `msg_${randomUUID().replaceAll('-', '')}`, type: 'message', status: 'completed', role: 'assistant', content: [{ type: 'output_text', annotations: [], logprobs: [], text }] }],
    parallel_tool_calls: true,
    previous_response_id: null,
    reasoning: { effort: null, summary: null },
    service_tier: 'default',
    store: false,
    temperature: 1,
    text: { format: request.format, verbosity: 'medium' },
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    truncation: 'disabled',
    usage: { input_tokens: input, input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 }, output_tokens: output, output_tokens_details: { reasoning_tokens: 0 }, total_tokens: input + output },
    user: null,
    metadata: request.metadata,
  };
}

function contextOf({ schema, texts }: VisionRequest, measures: Measures, told: ToldAnswer): FillContext {
  const heard = texts.map(hear);
  const spoken = heard.map((each) => each.spoken).join('\n');
  return { root: schema, source: { documents: heard.flatMap(({ documents }) => documents), text: spoken }, measures, passAll: toldToPassAll(spoken), told };
}

function unreadable(): ApiError {
  return new ApiError(400, { message: 'The image data you provided does not represent a valid image. Please check your input and try again.', param: 'input', code: 'invalid_image' });
}
