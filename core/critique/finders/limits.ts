import { z } from 'zod';
import { deltaE, rgbOf } from '../../imaging/colour.ts';
import { resolveDeliverables } from '../../imaging/presets.ts';
import { HexColour } from '../../imaging/recipe.ts';
import { firstPhrase, phraseOf, searched } from '../phrases.ts';
import type { FindBy, TextField } from '../rule.ts';
import { firstMatch } from '../terms.ts';
import { askedFor, textsOf } from '../texts.ts';
import vocabularyData from '../vocabulary.json' with { type: 'json' };
import { said, type Found, type Reading } from './found.ts';

/** Names of colours with what they look like, and words that a ban of a kind of thing covers. */
const vocabulary = z.strictObject({ colours: z.record(z.string(), HexColour), kinds: z.record(z.string(), z.array(z.string())) }).parse(vocabularyData);
/** As a map: people write words such as "constructor", which every object has. */
const kinds = new Map(Object.entries(vocabulary.kinds));

const shown: readonly TextField[] = ['concept.subject', 'concept.action', 'concept.environment', 'concept.weather', 'concept.background', 'lighting', 'style', 'camera', 'mood'];

/** What the brief bans or excludes, and asks for all the same. */
export function findListed({ list, colours }: FindBy<'listed'>, { brief }: Reading): Found[] {
  const items = list === 'exclude' ? brief.exclude : brief.brand.banned;
  if (items.length === 0) return [];
  const texts = textsOf(brief, shown).map(({ field, text }) => ({ field, searchedText: searched(askedFor(text)) }));
  return items.flatMap((item, index) => {
    const name = item.toLowerCase().replace(/^(?:no|any|all|the|visible|other|not|never)\s+/u, '').trim();
    const isColour = Object.hasOwn(vocabulary.colours, name);
    if (colours !== undefined && colours !== isColour) return [];
    const phrases = [name, ...(kinds.get(name) ?? [])].flatMap(formsOf).map(phraseOf);
    for (const { field, searchedText } of texts) {
      const found = firstPhrase(phrases, searchedText);
      // "wine-red" is a colour and "table-top" no table.
      if (found !== undefined && searchedText.text[found.end] !== '-') return [{ field, received: `${said(found.text)}, which ${list}[${String(index)}] rules out` }];
    }
    return [];
  });
}

/** One and several of a thing, whichever is written. Signs that stand beside a name are left out. */
function formsOf(name: string): string[] {
  const plain = name.replace(/[|*?]/gu, ' ').replace(/\.\./gu, ' ').trim();
  if (plain.length < 2) return [];
  const one = plain.endsWith('ies') ? `${plain.slice(0, -3)}y` : /(?:s|x|z|ch|sh)es$/u.test(plain) ? plain.slice(0, -2) : /[^s]s$/u.test(plain) ? plain.slice(0, -1) : plain;
  return [plain, one, `${one}s`, `${one}es`, ...(one.endsWith('y') ? [`${one.slice(0, -1)}ies`] : [])];
}

/** The colour of a large area, against the brand's palette. */
export function findOffPalette({ fields, areas, farthest }: FindBy<'off-palette'>, { brief }: Reading): Found[] {
  const palette = brief.brand.colours.map(rgbOf);
  if (palette.length === 0) return [];
  // The longest names first, so that "dark blue" is not read as "blue".
  const names = Object.entries(vocabulary.colours).sort(([a], [b]) => b.length - a.length);
  for (const { field, text } of textsOf(brief, fields)) {
    const [name, colour] = names.find(([candidate]) => firstMatch(areas.flatMap((area) => [`${candidate} ${area}`, `${candidate} seamless|studio|plaster|painted|paper|gradient ${area}`]), askedFor(text)) !== undefined) ?? [];
    if (name === undefined || colour === undefined) continue;
    if (palette.every((own) => deltaE(own, rgbOf(colour)) > farthest)) return [{ field, received: `${said(name)}, far from ${brief.brand.colours.join(', ')}` }];
  }
  return [];
}

const shapes = ['1:1', '4:5', '3:4', '2:3', '9:16', '5:4', '4:3', '3:2', '16:9', '21:9'];

/** A master that every deliverable cuts down; told with the usual shape that keeps most of the worst one. */
export function findCrops({ leastKept }: FindBy<'crops'>, { brief }: Reading): Found[] {
  const ratios = resolveDeliverables(brief.deliverables).map(({ width, height }) => (height === null ? null : width / height));
  const kept = (master: number): number[] => ratios.map((ratio) => (ratio === null ? 1 : Math.min(ratio / master, master / ratio)));
  const most = Math.max(...kept(ratioOf(brief.aspect)));
  if (ratios.length === 0 || most >= leastKept) return [];
  const leastOf = (shape: string): number => Math.min(...kept(ratioOf(shape)));
  const better = shapes.reduce((best, shape) => (leastOf(shape) > leastOf(best) ? shape : best));
  return [{ field: 'aspect', received: `${brief.aspect}, of which the deliverables keep ${String(Math.round(most * 100))} % at most`, detail: better }];
}

function ratioOf(aspect: string): number {
  const [width = 1, height = 1] = aspect.split(':').map(Number);
  return width / height;
}

/** A deadline that is over. ISO dates sort as text. */
export function findPast(_: FindBy<'past'>, { brief, today }: Reading): Found[] {
  return brief.deadline !== undefined && today !== undefined && brief.deadline < today ? [{ field: 'deadline', received: brief.deadline }] : [];
}
