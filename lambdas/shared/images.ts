import OpenAI, { toFile } from 'openai';
import { z } from 'zod';
import { OutcomeUnknown } from '../../core/errors.ts';
import type { PromptDocument } from '../../core/documents.ts';
import { galleyErrorOf } from './openai-errors.ts';

export interface ImageRequest {
  readonly model: string;
  readonly prompt: string;
  readonly parameters: PromptDocument['parameters'];
  /** PNG bytes of the candidate to edit; absent for a new generation. */
  readonly reference?: Buffer | undefined;
  /** Pictures to look at, after the one to edit. With either of them the call is `images.edit`. */
  readonly references?: readonly InputPicture[] | undefined;
  /** A drawing on the picture to edit, as PNG of its size; one of the two at the most. */
  readonly drawing?: { readonly kind: 'mask' | 'markup'; readonly bytes: Buffer } | undefined;
}

export interface InputPicture {
  readonly bytes: Buffer;
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/webp';
}

export interface ImageUsage {
  readonly inputTextTokens: number;
  readonly inputImageTokens: number;
  readonly outputTokens: number;
}

export interface ImageAnswer {
  /** PNG files as the model delivered them. */
  readonly pictures: readonly Buffer[];
  readonly usage: ImageUsage;
  readonly requestId: string | null;
}

export interface ImageModel {
  /**
   * Calls the image model once; retries are the workflow's business, because each try may cost.
   * @throws RateLimited, ModerationBlocked, ImageApiRefused, ImageApiUnavailable (nothing spent), OutcomeUnknown (perhaps spent)
   */
  create(request: ImageRequest): Promise<ImageAnswer>;
}

/** A picture may take over two minutes; hanging up loses it and pays all the same. */
export const callTimeoutMs = 300_000;

const Answer = z.object({
  data: z.array(z.object({ b64_json: z.string().min(1) })).min(1),
  usage: z.object({
    input_tokens: z.number().int(),
    output_tokens: z.number().int(),
    input_tokens_details: z.object({ text_tokens: z.number().int(), image_tokens: z.number().int() }).optional(),
  }),
});

/** What `images.edit` takes of the parameters: all but the level of moderation, which is `images.generate`'s alone. */
export function editParameters({ moderation: _moderation, ...parameters }: PromptDocument['parameters']): Omit<PromptDocument['parameters'], 'moderation'> {
  return parameters;
}

/** @param apiKey asked for on every call, so that a rotated key takes effect */
export function openaiImages(apiKey: () => Promise<string>, timeoutMs: number = callTimeoutMs): ImageModel {
  return {
    create: async ({ model, prompt, parameters, reference, references = [], drawing }) => {
      const client = new OpenAI({ apiKey: await apiKey(), maxRetries: 0, timeout: timeoutMs });
      const pictures = [...(reference === undefined ? [] : [{ bytes: reference, mediaType: 'image/png' as const }]), ...references];
      const what = pictures.length === 0 ? 'images.generate' : 'images.edit';
      try {
        const { data, request_id } =
          pictures.length === 0
            ? await client.images.generate({ model, prompt, ...parameters }).withResponse()
            : await client.images.edit({ model, prompt, ...editParameters(parameters), image: await Promise.all(pictures.map(fileOf)), ...(await drawingOf(drawing)) }).withResponse();
        const answer = Answer.parse(data);
        return {
          pictures: answer.data.map((picture) => Buffer.from(picture.b64_json, 'base64')),
          usage: {
            inputTextTokens: answer.usage.input_tokens_details?.text_tokens ?? answer.usage.input_tokens,
            inputImageTokens: answer.usage.input_tokens_details?.image_tokens ?? 0,
            outputTokens: answer.usage.output_tokens,
          },
          requestId: request_id,
        };
      } catch (error) {
        if (error instanceof z.ZodError) {
          throw new OutcomeUnknown(`Expected pictures and usage in the answer of ${what} but received another form; the call stays on the books`);
        }
        throw galleyErrorOf(error, what);
      }
    },
  };
}

async function drawingOf(drawing: ImageRequest['drawing']): Promise<Pick<OpenAI.ImageEditParams, 'mask' | 'markup'>> {
  return drawing === undefined ? {} : { [drawing.kind]: await toFile(drawing.bytes, `${drawing.kind}.png`, { type: 'image/png' }) };
}

function fileOf({ bytes, mediaType }: InputPicture, index: number): ReturnType<typeof toFile> {
  return toFile(bytes, `picture-${String(index + 1)}.${mediaType.slice('image/'.length)}`, { type: mediaType });
}
