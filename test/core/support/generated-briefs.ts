import fc from 'fast-check';
import { AssetKind, Brief } from '../../../core/brief/schema.ts';

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((value) => value.trim() !== '');
const word = fc.string({ unit: fc.integer({ min: 97, max: 122 }).map((code) => String.fromCharCode(code)), minLength: 1, maxLength: 12 });
const sentence = fc.oneof(fc.array(word, { minLength: 2, maxLength: 10 }).map((words) => words.join(' ')), text);
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.option(arbitrary, { nil: undefined });
const list = fc.array(sentence, { maxLength: 4 });
const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);
const subject = fc.oneof(fc.tuple(word, word), fc.tuple(text, text)).map((words) => `a ${words.join(' ')}`);

/** Whole briefs as people may write them: any field may be there or not, with any text in it. */
export const writtenBrief: fc.Arbitrary<Record<string, unknown>> = fc
  .record({
    title: sentence,
    objective: maybe(sentence),
    message: maybe(sentence),
    audience: maybe(sentence),
    channels: maybe(list),
    kind: maybe(fc.constantFrom(...AssetKind.options)),
    concept: fc.record({ subject, action: maybe(sentence), environment: maybe(sentence), weather: maybe(sentence), background: maybe(sentence) }),
    lighting: maybe(sentence),
    style: maybe(sentence),
    camera: maybe(sentence),
    mood: maybe(sentence),
    exclude: maybe(fc.array(fc.oneof(sentence, fc.constantFrom('people', 'no text', 'watermarks', 'lens flare')), { maxLength: 5 })),
    brand: maybe(
      fc.record({
        colours: maybe(fc.array(colour, { maxLength: 6 })),
        typography: maybe(list),
        do: maybe(list),
        dont: maybe(list),
        banned: maybe(list),
      }),
    ),
    aspect: maybe(fc.constantFrom('1:1', '3:2', '2:3', '16:9', '9:16', '4:5', '21:9', '3:1', '1:3', '1.91:1')),
    candidates: maybe(fc.integer({ min: 1, max: 8 })),
    quality: maybe(fc.constantFrom('low', 'medium', 'high', 'xhigh', 'max')),
    model: maybe(fc.constantFrom('gpt-image-2', 'gpt-image-2.5-flare')),
    seed: maybe(fc.nat()),
    master: maybe(fc.record({ format: maybe(fc.constantFrom('png', 'jpeg', 'webp')), background: maybe(fc.constantFrom('opaque', 'transparent')) })),
  })
  .map(withoutUndefined)
  .filter((brief) => Brief.safeParse(brief).success);

/** The same value with the keys of every object in another order. */
export function reordered<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(reordered) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([key, inner]) => [key, reordered(inner)])) as Value;
}

function withoutUndefined(value: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]: [string, unknown]) => [key, typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? withoutUndefined(inner) : inner]),
  );
}
