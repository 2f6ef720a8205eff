import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { costMicroUsd, defaultModel, estimateMicroUsd, modelOf, nearestSize, ratioOf, visionCostMicroUsd } from '../../../core/models/models.ts';

const model = modelOf();

test('a name and its snapshot are the same model', () => {
  expect(modelOf().name).toBe(defaultModel);
  expect(modelOf('gpt-image-2-2026-04-21')).toEqual(model);
});

test('a model that was shut down is refused with the date and the names to use', () => {
  expect(() => modelOf('gpt-image-1')).toThrow(/"gpt-image-1", which was shut down on 2026-10-23; write one of gpt-image-2/u);
});

test('a model without a known price is refused, because no cap could hold', () => {
  expect(() => modelOf('gpt-image-2.6-flare')).toThrow(/known price/u);
});

describe('sizes', () => {
  test.each([
    ['3:2', '1536x1024'],
    ['2:3', '1024x1536'],
    ['1:1', '1024x1024'],
    ['16:9', '1792x1008'],
    ['4:5', '1152x1440'],
  ])('%s becomes %s', (aspect, size) => {
    expect(nearestSize(aspect, model).size).toBe(size);
  });

  test('every ratio from 1:3 to 3:1 gets a legal size within one percent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 34, max: 99 }), fc.integer({ min: 34, max: 99 }), (width, height) => {
        const size = nearestSize(`${String(width)}:${String(height)}`, model);
        const pixels = size.width * size.height;
        expect(size.width % 16).toBe(0);
        expect(size.height % 16).toBe(0);
        expect(pixels).toBeGreaterThanOrEqual(655_360);
        expect(pixels).toBeLessThanOrEqual(8_294_400);
        expect(size.width / size.height).toBeGreaterThanOrEqual(1 / 3);
        expect(size.width / size.height).toBeLessThanOrEqual(3);
        expect(Math.abs(Math.log(size.width / size.height / ratioOf(`${String(width)}:${String(height)}`)))).toBeLessThan(0.01);
      }),
      { numRuns: 60 },
    );
  });
});

describe('prices', () => {
  test('a million tokens of each kind cost what the table says', () => {
    expect(costMicroUsd({ inputTextTokens: 1_000_000, inputImageTokens: 0, outputTokens: 0 }, model)).toBe(5_000_000);
    expect(costMicroUsd({ inputTextTokens: 0, inputImageTokens: 1_000_000, outputTokens: 0 }, model)).toBe(8_000_000);
    expect(costMicroUsd({ inputTextTokens: 0, inputImageTokens: 0, outputTokens: 1_000_000 }, model)).toBe(30_000_000);
  });

  test.each([
    ['1024x1024', 'low', 6_000],
    ['1024x1024', 'medium', 53_000],
    ['1024x1024', 'high', 211_000],
    ['1536x1024', 'low', 5_000],
    ['1536x1024', 'medium', 41_000],
    ['1024x1536', 'high', 165_000],
  ] as const)('one %s picture at %s is estimated at its published price, or at most half a cent-tenth more', (size, quality, published) => {
    const estimate = estimateMicroUsd({ size, quality, n: 1, promptChars: 0, operation: 'generate' }, model);
    expect(estimate).toBeGreaterThanOrEqual(published);
    expect(estimate).toBeLessThanOrEqual(published + 520);
  });

  test('an estimate grows with the number of pictures, the text and a picture to edit', () => {
    const call = { size: '1536x1024', quality: 'medium', n: 1, promptChars: 300, operation: 'generate' } as const;
    const one = estimateMicroUsd(call, model);
    expect(estimateMicroUsd({ ...call, n: 3 }, model)).toBeGreaterThan(2 * one);
    expect(estimateMicroUsd({ ...call, promptChars: 3000 }, model)).toBeGreaterThan(one);
    expect(estimateMicroUsd({ ...call, operation: 'edit' }, model)).toBeGreaterThan(one);
  });

  test('a vision model is priced by its name or snapshot, an unknown one is refused', () => {
    expect(visionCostMicroUsd({ inputTokens: 1000, outputTokens: 100 }, 'gpt-5.4-mini-2026-03-17')).toBe(1200);
    expect(() => visionCostMicroUsd({ inputTokens: 1, outputTokens: 1 }, 'gpt-nobody')).toThrow(/JUDGE_MODEL/u);
  });
});
