import OpenAI from 'openai';
import { zodTextFormat } from 'openai/helpers/zod';
import { OutcomeUnknown } from '../../core/errors.ts';
import type { VisionAnswers } from '../../core/inspection/vision-answers.ts';
import type { VisionRequest as Asked } from '../../core/inspection/vision-request.ts';
import { callTimeoutMs } from './images.ts';
import { galleyErrorOf } from './openai-errors.ts';

export interface VisionRequest extends Asked {
  readonly model: string;
  /** The candidate's preview, JPEG. */
  readonly picture: Buffer;
}

export interface VisionAnswer {
  /** Null when the model refused to answer. */
  readonly answers: VisionAnswers | null;
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number };
}

export interface VisionModel {
  /**
   * Asks a vision model about one picture, once.
   * @throws RateLimited, ModerationBlocked, ImageApiRefused, ImageApiUnavailable (nothing spent), OutcomeUnknown (perhaps spent)
   */
  look(request: VisionRequest): Promise<VisionAnswer>;
}

/** @param apiKey asked for on every call, so that a rotated key takes effect */
export function openaiVision(apiKey: () => Promise<string>, timeoutMs: number = callTimeoutMs): VisionModel {
  return {
    look: async ({ model, instructions, input, answers, picture }) => {
      const client = new OpenAI({ apiKey: await apiKey(), maxRetries: 0, timeout: timeoutMs });
      try {
        const response = await client.responses.parse({
          model,
          instructions,
          input: [
            {
              role: 'user',
              content: [
                { type: 'input_text', text: input },
                { type: 'input_image', image_url: `data:image/jpeg;base64,${picture.toString('base64')}`, detail: 'high' },
              ],
            },
          ],
          text: { format: zodTextFormat(answers, 'inspection') },
          store: false,
        });
        if (response.usage === undefined) throw new OutcomeUnknown('Expected usage in the answer of responses.create but received none; the call stays on the books');
        return { answers: response.output_parsed, usage: { inputTokens: response.usage.input_tokens, outputTokens: response.usage.output_tokens } };
      } catch (error) {
        throw error instanceof OutcomeUnknown ? error : galleyErrorOf(error, 'responses.create');
      }
    },
  };
}
