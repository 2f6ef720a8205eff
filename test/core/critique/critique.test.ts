import { describe, expect, test } from 'vitest';
import { Brief, type BriefInput } from '../../../core/brief/schema.ts';
import { critique, inOneLine } from '../../../core/critique/critique.ts';
import { Finding } from '../../../core/critique/finding.ts';
import { shippedRules } from '../../../core/critique/rules.ts';
import { briefWith, sportsCar } from '../support/briefs.ts';

const today = '2026-11-24';
const idsOf = (brief: Brief): string[] => critique(brief, { today }).map(({ rule }) => rule);
/** A brief whose other fields no rule minds. */
const scene = (changes: Partial<BriefInput>): Brief => briefWith({ lighting: 'soft morning light from the left', ...changes });

describe.each(shippedRules)('$id', ({ id, example, severity }) => {
  test('finds its fault in the example before, and not in the one after', () => {
    const parse = (brief: object): Brief => Brief.parse({ title: 'An example', ...brief });
    const finding = critique(parse(example.before), { today }).find(({ rule }) => rule === id);
    expect(Finding.parse(finding)).toMatchObject({ rule: id, severity });
    expect(finding?.message).toMatch(/^Expected .+ for .+ but received .+; \S/u);
    expect(finding?.message).not.toMatch(/[{}]/u);
    expect(idsOf(parse(example.after))).not.toContain(id);
  });

  test('shows how to mend it without another fault', () => {
    const after = critique(Brief.parse({ title: 'An example', ...example.after }), { today });
    expect(after.filter((finding) => finding.severity !== 'hint')).toEqual([]);
  });
});

describe('a brief', () => {
  test('of a dog in a park is told to name the breed, the act, the moment and the light', () => {
    const findings = critique(briefWith({ concept: { subject: 'a dog in a park' } }));
    expect(findings.map(({ rule }) => rule)).toEqual(['vague-concept', 'generic-subject', 'no-action', 'no-light']);
    const told = findings.map(({ message }) => message).join('\n');
    for (const word of ['breed', 'what happens', 'moment', 'where the light comes from']) expect(told).toContain(word);
  });

  test('of a golden retriever catching a red frisbee in a sunlit urban park passes', () => {
    expect(critique(briefWith({ concept: { subject: 'a golden retriever catching a red frisbee mid-air in a sunlit urban park' } }))).toEqual([]);
    expect(critique(briefWith())).toEqual([]);
    expect(critique(sportsCar)).toEqual([]);
  });

  test('has the same findings every time, the gravest first', () => {
    const brief = briefWith({ concept: { subject: 'a dog', background: 'a purple wall' }, style: 'stunning', brand: { banned: ['purple'] } });
    const severities = critique(brief).map(({ severity }) => severity);
    expect(severities).toEqual(severities.toSorted((a, b) => ['error', 'warning', 'hint'].indexOf(a) - ['error', 'warning', 'hint'].indexOf(b)));
    expect(severities[0]).toBe('error');
    expect(critique(brief)).toEqual(critique(brief));
  });

  test.each([
    ['animal', 'two dogs', 'breed'],
    ['person', 'a young woman', 'role'],
    ['group', 'a group of friends', 'role'],
    ['vehicle', 'an old red car', 'type'],
    ['food', 'a bowl of soup', 'dish'],
    ['plant', 'some flowers', 'species'],
    ['place', 'a modern office', 'region'],
    ['building', 'a big house', 'period'],
    ['product', 'a small bottle', 'material'],
    ['picture of a class', 'a photo of a cat', 'breed'],
  ])('with a generic %s is told what to name', (_, subject, detail) => {
    const finding = critique(scene({ concept: { subject, action: 'seen from above', environment: 'a tiled courtyard' } })).find(({ rule }) => rule === 'generic-subject');
    expect(finding?.message).toContain(detail);
  });

  test.each(['a dog rose', 'a fire engine', 'a woman in a grey suit', 'a man with a cello', 'a house of glass', 'a red kite', 'a sheep dog'])('of "%s" has a subject of its own', (subject) => {
    expect(idsOf(scene({ concept: { subject, action: 'seen from above', environment: 'a tiled courtyard' } }))).toEqual([]);
  });

  test.each([
    ['un perro salchicha durmiendo sobre una manta junto a la estufa'],
    ['una mujer con un abrigo rojo cruzando la plaza bajo la lluvia'],
    ['ein alter Fischer mit Pfeife beim Flicken der Netze im Hafen'],
    ['un chat gris endormi sur le rebord de la fenêtre'],
  ])('in another language is left alone: %s', (subject) => {
    expect(idsOf(briefWith({ concept: { subject } }))).toEqual([]);
  });

  test('in another language is held to what its brand bans all the same', () => {
    expect(idsOf(briefWith({ concept: { subject: 'un marinero con un cigarro en la proa del barco' }, brand: { banned: ['cigarro'] } }))).toEqual(['banned-subject']);
  });
});

describe('contradictions', () => {
  test('across fields name both places', () => {
    const brief = briefWith({ concept: { subject: 'a stone bridge', action: 'carrying a lone cyclist', environment: 'a river valley at night' }, lighting: 'bright noon sun' });
    expect(critique(brief)[0]).toMatchObject({ rule: 'contradictory-light', field: 'lighting' });
    expect(critique(brief)[0]?.message).toContain('"noon" beside "at night" in concept.environment');
  });

  test('are none when one side is said to be absent, or is lettering', () => {
    expect(idsOf(scene({ lighting: 'soft light, no harsh shadows' }))).toEqual(['negated-concept']);
    expect(idsOf(scene({ concept: { subject: 'a sign that reads "Midnight sun"', action: 'swinging', environment: 'a lane at noon' }, lighting: 'noon sun' }))).toEqual([]);
  });
});

describe('what is banned or excluded', () => {
  test.each([
    ['cats', 'a caterpillar on a leaf', false],
    ['cats', 'a Siamese cat on a wall', true],
    ['wine', 'a wine-red velvet chair', false],
    ['no cigarettes', 'a sailor with a cigarette', true],
    ['alcohol', 'a glass of Rioja wine', true],
    ['people', 'a tiled courtyard without people', false],
    ['berries', 'a bowl with one ripe berry', true],
    ['a|b*.. (', 'a glass of Rioja wine', false],
  ])('"%s" in "%s": %s', (banned, subject, found) => {
    expect(idsOf(scene({ concept: { subject, action: 'seen from above', environment: 'a tiled courtyard' }, brand: { banned: [banned] } })).includes('banned-subject')).toBe(found);
  });

  test('names the entry of the list', () => {
    const [finding] = critique(scene({ exclude: ['text', 'frisbees'] }));
    expect(finding).toMatchObject({ rule: 'excluded-subject', field: 'concept.action' });
    expect(finding?.message).toContain('exclude[1]');
  });
});

test('a deadline is past only for who knows the date', () => {
  const brief = scene({ deadline: '2026-11-23' });
  expect(critique(brief, { today }).map(({ rule }) => rule)).toEqual(['past-deadline']);
  expect(critique(brief)).toEqual([]);
  expect(critique(scene({ deadline: today }), { today })).toEqual([]);
});

test('a master is held against its deliverables, and told the shape that serves them', () => {
  const finding = critique(scene({ aspect: '16:9', deliverables: ['instagram-story', 'pinterest-pin'] }))[0];
  expect(finding).toMatchObject({ rule: 'aspect-against-deliverables', field: 'aspect' });
  expect(finding?.message).toMatch(/set aspect to (?:2:3|9:16)/u);
  expect(critique(scene({ aspect: '16:9', deliverables: ['instagram-story', 'hero-16x9'] }))).toEqual([]);
});

test('rules have ids of their own', () => {
  expect(new Set(shippedRules.map(({ id }) => id)).size).toBe(shippedRules.length);
});

test.each([
  ['words', 'a very, '],
  ['one word', 'a'],
  ['opening quotation marks', '«'],
  ['closed quotation marks', '"x" '],
  ['denials', 'no dog, '],
  ['names', 'in the style of Ab '],
  ['near misses', 'a stack of '],
])('a text of nothing but %s is read to its end', (_, part) => {
  const long = part.repeat(31_000 / part.length);
  expect(Array.isArray(critique(briefWith({ concept: { subject: `a dog ${long}` }, style: `in the style of Ab${' '.repeat(900)}${long}`, mood: long })))).toBe(true);
});

test('an example is told in a line', () => {
  expect(inOneLine({ concept: { subject: 'a dog' } })).toBe('a dog');
  expect(inOneLine({ concept: { subject: 'a dog', action: 'running' }, lighting: 'dusk', brand: { banned: ['cats', 'mice'] } })).toBe('subject: a dog; action: running; lighting: dusk; brand.banned: [cats, mice]');
});
