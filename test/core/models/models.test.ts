import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { costMicroUsd, defaultModel, estimateMicroUsd, lifecycleWarning, modelNames, modelOf, nearestSize, pricedQuality, ratioOf, estimateVisionMicroUsd, visionCostMicroUsd } from '../../../core/models/models.ts';
import { table } from '../../../core/models/table.ts';

const model = modelOf();

test('a name and its snapshot are the same model', () => {
  expect(modelOf().name).toBe(defaultModel);
  expect(modelOf('gpt-image-2-2026-04-21')).toEqual(model);
});

test('a model that was shut down is refused with the date and the names to use', () => {
  expect(() => modelOf('gpt-image-1')).toThrow(/"gpt-image-1", which was shut down on 2026-10-23 and is succeeded by gpt-image-2.5-sunburst; write one of gpt-image-2/u);
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

  /** Every size that the table allows. */
  const legal = ((): [number, number][] => {
    const { multipleOf: step, minPixels, maxPixels, maxLongSide, minRatio, maxRatio } = table.sizes.any;
    const sides = Array.from({ length: maxLongSide / step }, (_, index) => (index + 1) * step);
    return sides.flatMap((width) =>
      sides.filter((height) => width * height >= minPixels && width * height <= maxPixels && width / height >= minRatio && width / height <= maxRatio).map((height): [number, number] => [width, height]),
    );
  })();
  const offBy = (width: number, height: number, wanted: number): number => Math.abs(Math.log(width / height / wanted));
  /** From 1:3 to 3:1, both ends included. */
  const aspect = fc
    .tuple(fc.integer({ min: 100, max: 9999 }), fc.integer({ min: 100, max: 9999 }))
    .map(([width, height]): [number, number] => [width / 100, height / 100])
    .filter(([width, height]) => width / height >= 1 / 3 && width / height <= 3)
    .map(([width, height]) => `${String(width)}:${String(height)}`);

  test('every ratio from 1:3 to 3:1 gets a legal size within one percent', () => {
    const known = new Set(legal.map(([width, height]) => `${String(width)}x${String(height)}`));
    fc.assert(
      fc.property(fc.oneof(aspect, fc.constantFrom('1:3', '3:1', '1:1')), (wanted) => {
        const { width, height, size } = nearestSize(wanted, model);
        expect(size).toBe(`${String(width)}x${String(height)}`);
        expect(known.has(size)).toBe(true);
        expect(offBy(width, height, ratioOf(wanted))).toBeLessThan(0.01);
      }),
      { numRuns: 300 },
    );
  });

  test('no legal size of about the usual area is nearer, unless one with a published price is within half a percent', () => {
    const { preferred, targetPixels } = table.sizes.any;
    const usual = legal.filter(([width, height]) => Math.abs(Math.log((width * height) / targetPixels)) < Math.log(1.4));
    fc.assert(
      fc.property(aspect, (text) => {
        const wanted = ratioOf(text);
        const { width, height, size } = nearestSize(text, model);
        const published = preferred.filter((pair) => offBy(...pair, wanted) < 0.005).map((pair) => pair.join('x'));
        if (published.length > 0) expect(published).toContain(size);
        // Differences below a hundredth of a percent count as none: then the area decides.
        else expect(offBy(width, height, wanted)).toBeLessThanOrEqual(Math.min(...usual.map((pair) => offBy(...pair, wanted))) + 1e-4);
      }),
      { numRuns: 200 },
    );
  });

  test('a model with three sizes gets the nearest of them', () => {
    expect(['16:9', '9:16', '1:1', '5:4'].map((wanted) => nearestSize(wanted, { sizes: 'standard' }).size)).toEqual(['1536x1024', '1024x1536', '1024x1024', '1536x1024']);
  });
});

describe('the end of a model', () => {
  const ending = { name: 'gpt-image-old', retires: '2026-12-01', successor: 'gpt-image-2' };

  test.each([
    ['2026-09-01', null],
    ['2026-09-02', 'gpt-image-old is shut down on 2026-12-01 (in 90 days) and is succeeded by gpt-image-2. Write model: gpt-image-2.'],
    ['2026-11-30', 'gpt-image-old is shut down on 2026-12-01 (in 1 day) and is succeeded by gpt-image-2. Write model: gpt-image-2.'],
    ['2026-12-01', 'gpt-image-old was shut down on 2026-12-01 and is succeeded by gpt-image-2. Write model: gpt-image-2.'],
  ])('on %s the warning is %s', (today, warning) => {
    expect(lifecycleWarning(ending, today)).toBe(warning);
  });

  test('a warning can begin at another number of days', () => {
    expect(lifecycleWarning(ending, '2026-11-24', 7)).toContain('in 7 days');
    expect(lifecycleWarning(ending, '2026-11-23', 7)).toBeNull();
  });

  test('a model without an announced shutdown is never warned of', () => {
    expect(lifecycleWarning(model, '2036-01-01')).toBeNull();
  });

  test('from its shutdown on it is refused, with its successor', () => {
    expect(() => modelOf('gpt-image-1.5', '2026-12-01')).toThrow('"gpt-image-1.5", which was shut down on 2026-12-01 and is succeeded by gpt-image-2; write model: gpt-image-2');
    expect(() => modelOf('gpt-image-1.5', '2026-11-30')).toThrow(/known price .* shut down on 2026-12-01 and is succeeded by gpt-image-2; write one of/u);
    expect(modelOf('gpt-image-2', '2026-12-01').name).toBe('gpt-image-2');
  });

  test('every model that ends names a successor that can be used', () => {
    const ends = [...table.image.filter(({ retires }) => retires !== null), ...table.retired];
    expect(ends.length).toBeGreaterThan(0);
    for (const { name, successor } of ends) expect(modelNames(), name).toContain(successor);
  });
});

test('every row of the table names sources that are described and dated, and no figure that is unknown is guessed', () => {
  for (const row of table.image) {
    for (const source of Object.values(row.sources)) expect(table.sources[source].read, row.name).toMatch(/^2026-/u);
    expect(row.usdPerMillionTokens === null, row.name).toBe(row.sources.prices === 'none');
  }
});

test.each([
  ['max', 'gpt-image-2', 'high'],
  ['xhigh', 'gpt-image-2.5-flare', 'high'],
  ['medium', 'gpt-image-2', 'medium'],
] as const)('quality %s of %s is sent as %s, the nearest below with a published price', (asked, name, sent) => {
  expect(pricedQuality(asked, modelOf(name))).toBe(sent);
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

  test('an inspection with more questions is reserved with more', () => {
    // Each: 100 tokens in at $0.75 and 200 out at $4.50 a million.
    expect(estimateVisionMicroUsd('gpt-5.4-mini', 8) - estimateVisionMicroUsd('gpt-5.4-mini')).toBe(8 * (75 + 900));
  });

  test('a vision model is priced by its name or snapshot, an unknown one is refused', () => {
    expect(visionCostMicroUsd({ inputTokens: 1000, outputTokens: 100 }, 'gpt-5.4-mini-2026-03-17')).toBe(1200);
    expect(() => visionCostMicroUsd({ inputTokens: 1, outputTokens: 1 }, 'gpt-nobody')).toThrow(/JUDGE_MODEL/u);
  });
});
