/**
 * Token counts, so that the published price of a picture comes out.
 *
 * Output: at $30 per million tokens the price table fixes two anchors for each quality, 1024x1024 and
 * 1536x1024 (the larger picture is the cheaper one, as published). Between their areas the count is linear in
 * the area; below the first and above the second it is proportional to the area. `xhigh` and `max` have no
 * published price here: they count as two and four times `high`. Each partial image adds 100 tokens.
 * Text: one token for four characters. Input pictures: 65 + 129 for each tile of 512 px after the shorter
 * side was brought to 512 px, the formula published for the first GPT Image model.
 */

export type Quality = 'low' | 'medium' | 'high' | 'xhigh' | 'max';

export interface ImageUsage {
  readonly input_tokens: number;
  readonly input_tokens_details: { readonly image_tokens: number; readonly text_tokens: number };
  readonly output_tokens: number;
  readonly output_tokens_details: { readonly image_tokens: number; readonly text_tokens: number };
  readonly total_tokens: number;
}

const SQUARE_AREA = 1024 * 1024;
const WIDE_AREA = 1536 * 1024;
/** Tokens of one picture at the two anchors: price in dollars / 30 * 1e6, rounded. */
const ANCHORS: Readonly<Record<Quality, readonly [square: number, wide: number]>> = {
  low: [200, 167],
  medium: [1767, 1367],
  high: [7033, 5500],
  xhigh: [14_066, 11_000],
  max: [28_132, 22_000],
};
const PARTIAL_IMAGE_TOKENS = 100;

/** Output tokens of one picture of `width` x `height` pixels. */
export function imageOutputTokens(quality: Quality, width: number, height: number): number {
  const [square, wide] = ANCHORS[quality];
  const area = width * height;
  if (area <= SQUARE_AREA) return Math.round((square * area) / SQUARE_AREA);
  if (area >= WIDE_AREA) return Math.round((wide * area) / WIDE_AREA);
  return Math.round(square + ((wide - square) * (area - SQUARE_AREA)) / (WIDE_AREA - SQUARE_AREA));
}

export function textTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

export function imageInputTokens(width: number, height: number): number {
  const scale = 512 / Math.min(width, height);
  return 65 + 129 * Math.ceil((width * scale) / 512) * Math.ceil((height * scale) / 512);
}

/** Usage of one call. @param inputs sizes of the input pictures, in pixels */
export function imageUsage(call: {
  readonly prompt: string;
  readonly inputs: readonly { readonly width: number; readonly height: number }[];
  readonly n: number;
  readonly partials: number;
  readonly quality: Quality;
  readonly width: number;
  readonly height: number;
}): ImageUsage {
  const text = textTokens(call.prompt);
  const image = call.inputs.reduce((sum, input) => sum + imageInputTokens(input.width, input.height), 0);
  const output = call.n * imageOutputTokens(call.quality, call.width, call.height) + call.partials * PARTIAL_IMAGE_TOKENS;
  return {
    input_tokens: text + image,
    input_tokens_details: { image_tokens: image, text_tokens: text },
    output_tokens: output,
    output_tokens_details: { image_tokens: output, text_tokens: 0 },
    total_tokens: text + image + output,
  };
}
