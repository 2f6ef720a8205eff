import { expect, test } from 'vitest';

import { imageInputTokens, imageOutputTokens, imageUsage } from '../../../local/openai/usage.ts';

const dollars = (tokens: number) => (tokens * 30) / 1e6;

test.each([
  ['low', 1024, 1024, 0.006], ['medium', 1024, 1024, 0.053], ['high', 1024, 1024, 0.211],
  ['low', 1536, 1024, 0.005], ['medium', 1024, 1536, 0.041], ['high', 1536, 1024, 0.165],
] as const)('%s %ix%i costs what the price list says', (quality, width, height, price) => {
  expect(dollars(imageOutputTokens(quality, width, height))).toBeCloseTo(price, 3);
});

test('above 1536x1024 a picture costs in proportion to its area', () => {
  expect(imageOutputTokens('high', 3072, 2048) / imageOutputTokens('high', 1536, 1024)).toBeCloseTo(4, 3);
});

test('an input picture counts by tiles of 512 after its shorter side was brought to 512', () => {
  expect(imageInputTokens(1024, 1024)).toBe(65 + 129);
  expect(imageInputTokens(1536, 1024)).toBe(65 + 2 * 129);
});

test('usage adds up text, pictures, candidates and partial pictures', () => {
  expect(imageUsage({ prompt: 'x'.repeat(41), inputs: [{ width: 1024, height: 1024 }], n: 3, partials: 2, quality: 'low', width: 1024, height: 1024 })).toEqual({
    input_tokens: 11 + 194, input_tokens_details: { text_tokens: 11, image_tokens: 194 },
    output_tokens: 800, output_tokens_details: { image_tokens: 800, text_tokens: 0 }, total_tokens: 1005,
  });
});
