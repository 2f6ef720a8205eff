import { stringify } from 'yaml';
import { Recipe } from '../../../../core/imaging/recipe.ts';
import { type Random, below, pick } from './mutations.ts';

const between = (random: Random, low: number, high: number): number => Math.round((low + random() * (high - low)) * 100) / 100;
const maybe = <T>(random: Random, share: number, value: () => T): T | undefined => (random() < share ? value() : undefined);
const region = (random: Random) => {
  const [x, y] = [between(random, 0, 0.9), between(random, 0, 0.9)];
  return { x, y, width: between(random, 0.02, 1 - x), height: between(random, 0.02, 1 - y) };
};
const point = (random: Random) => ({ x: between(random, 0, 1), y: between(random, 0, 1) });
const shift = (random: Random) => ({ red: between(random, -100, 100), green: between(random, -100, 100), blue: between(random, -100, 100) });
const colour = (random: Random): string => `#${below(random, 0x1000000).toString(16).padStart(6, '0')}`;

/** A recipe that is in order, with small renditions. */
export function validRecipe(random: Random): Recipe {
  // A grade costs most of a finish, and a palette for a PNG's budget as much again.
  const graded = random() < 0.25;
  const deliverables = Array.from({ length: 1 + below(random, 2) }, (_, index) => {
    const format = pick(random, ['jpeg', 'webp', 'avif', 'png']);
    const shared = {
      name: `rendition-${String(index)}`,
      formats: [format],
      maxBytes: maybe(random, format === 'png' ? 0.1 : 0.3, () => 4_000 + below(random, 8_000)),
      crop: maybe(random, 0.4, () => pick(random, ['smart', 'attention', 'entropy', 'centre'])) ?? 'centre',
      focus: maybe(random, 0.2, () => point(random)),
      safeArea: maybe(random, 0.2, () => region(random)),
      watermark: maybe(random, 0.5, () => random() < 0.5),
      metadata: maybe(random, 0.3, () => pick(random, ['internal', 'public'])),
    };
    if (random() < 0.15) return { ...shared, print: { width: between(random, 3, 12), height: between(random, 3, 12), dpi: 72 + below(random, 80), bleed: below(random, 3) } };
    return { ...shared, width: 16 + below(random, 50), height: maybe(random, 0.7, () => 16 + below(random, 50)) };
  });
  return Recipe.parse({
    encoding: random() < 0.9 ? 'fast' : 'quality',
    palette: random() < 0.2 ? [colour(random), colour(random)] : [],
    subject: maybe(random, 0.4, () => region(random)),
    focus: maybe(random, 0.2, () => point(random)),
    watermark: maybe(random, 0.25, () => ({ file: 'mark.png', corner: pick(random, ['top-left', 'bottom-right']), width: between(random, 0.02, 0.9), margin: between(random, 0, 0.4), opacity: between(random, 0, 1) })),
    grade: graded
      ? {
          exposure: between(random, -2, 2),
          contrast: between(random, 0.5, 2),
          saturation: maybe(random, 0.3, () => between(random, 0, 2)),
          temperature: between(random, -100, 100),
          balance: { shadows: shift(random), highlights: shift(random) },
          brandTint: maybe(random, 0.2, () => ({ colour: colour(random), strength: between(random, 0, 1) })),
          lut: maybe(random, 0.3, () => ({ file: 'look.cube', strength: between(random, 0, 1) })),
          correct: { whiteBalance: pick(random, ['none', 'grey-world', 'shades-of-grey']), exposure: pick(random, ['none', 'measured']), strength: between(random, 0, 1), maxCast: between(random, 0, 1), maxStops: between(random, 0, 2) },
        }
      : {},
    deliverables,
  });
}

const odd: readonly ((random: Random) => unknown)[] = [
  () => null,
  () => true,
  () => '',
  () => -1,
  () => 0,
  () => 1e308,
  () => 0.1 + 0.2,
  () => 2 ** 53,
  () => [],
  () => ({}),
  () => 'open-graph',
  () => '__proto__',
  () => 'constructor',
  () => '#12345',
  () => '../../etc/passwd.cube',
  () => 'a'.repeat(5_000),
  () => '\u0000\uFFFF\uD800',
  () => '💥',
  () => Array.from({ length: 60 }, () => 'open-graph'),
  () => ({ name: 'x', width: 16_000, height: 16_000 }),
  () => ({ x: 0.9, y: 0.9, width: 0.9, height: 0.9 }),
  (random) => between(random, -1_000, 1_000),
  (random) => Array.from({ length: 30 }).reduce<unknown>((inner) => (random() < 0.5 ? [inner] : { preset: inner }), 1),
];
const keys = ['grade', 'deliverables', 'preset', 'print', 'width', 'name', 'focus', 'x', 'constructor', '__proto__', 'toString', 'lut', '', ' ', 'balance', '0'];

interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesIn(holder[key])]);
}

/** A recipe with odd values in random places, as text; sometimes the text itself is damaged. */
export function mutatedRecipe(random: Random): { readonly text: string; readonly format: 'yaml' | 'json' } {
  const document = structuredClone(validRecipe(random)) as unknown;
  for (let change = 1 + below(random, 3); change > 0; change -= 1) {
    const { holder, key } = pick(random, placesIn(document));
    const value = pick(random, odd)(random);
    if (random() < 0.15) Reflect.deleteProperty(holder, key);
    else if (random() < 0.3 && !Array.isArray(holder)) Object.defineProperty(holder, pick(random, keys), { value, enumerable: true, configurable: true, writable: true });
    else Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
  }
  const format = random() < 0.5 ? 'yaml' : 'json';
  const text = format === 'yaml' ? stringify(document) : JSON.stringify(document);
  return { format, text: random() < 0.4 ? damagedText(text, random) : text };
}

const pieces = ['\t', '\n', ':', ' : ', '- ', '{', '}', '[', ']', '"', "'", '#', '&a ', '*a', '!!binary ', '!!js/function ', '? ', '| ', '>-\n', '---\n', '...\n', '%YAML 1.1\n', '<<: *a', '\u0000', '\u2028', '1e999', '.nan', '.inf', '0x1F', '2001-01-01', '~', 'yes'];

function damagedText(text: string, random: Random): string {
  let output = text;
  for (let change = 1 + below(random, 4); change > 0; change -= 1) {
    const at = below(random, output.length);
    output = output.slice(0, at) + (random() < 0.7 ? pick(random, pieces) : '') + output.slice(at + below(random, 5));
  }
  return output;
}

/** Documents that are made to be expensive or to lie. */
export const traps: readonly (readonly ['yaml' | 'json', string])[] = [
  ['yaml', `a: &a [x, x, x, x, x, x, x, x, x]\n${Array.from('bcdefghi', (name, index) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefghi'[index]!}`).join(', ')}]`).join('\n')}\ndeliverables: *i\n`],
  ['yaml', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
  ['json', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
  ['json', `${'{"grade":'.repeat(5_000)}1${'}'.repeat(5_000)}`],
  ['yaml', `${'- '.repeat(5_000)}x`],
  ['yaml', 'grade: &g { <<: *g }\n'],
  ['yaml', `deliverables: [${'open-graph, '.repeat(50_000)}]`],
  ['yaml', `${'x'.repeat(3_000_000)}: 1`],
  ['json', `{"about":{"title":${JSON.stringify('x'.repeat(3_000_000))}},"deliverables":["open-graph"]}`],
  ['json', '{"__proto__":{"deliverables":["open-graph"]},"constructor":1}'],
  ['yaml', Array.from({ length: 20_000 }, (_, index) => `k${String(index)}: ${String(index)}`).join('\n')],
];
