/** What the words of a scene mean: place, hour, light, lens, medium. */
import { clamp, coloursIn } from './colour.ts';
import { isDark, rolesOf } from './palette.ts';
import { Random } from './random.ts';
import type { Lens, Medium, Plan, Scene, SettingKind, TimeOfDay, Weather } from './scene.ts';
import { mentions } from './slots.ts';
import { isPlace } from './subjects.ts';

const SETTINGS: readonly (readonly [SettingKind, string])[] = [
  ['underwater', 'underwater|coral reef|seabed|ocean floor'],
  ['space', 'outer space|space\\b|galaxy|cosmos|planet|orbit|moon surface'],
  ['studio', 'studio|backdrop|seamless|slide\\b|paper background|white page|plain|neutral ground|plinth|podium|pedestal|plain background|white background|isolated|cyclorama'],
  ['highway', 'highway|motorway|freeway|road|asphalt|race ?track'],
  ['table', 'kitchen|table|tabletop|counter|restaurant|dining|breakfast|bakery|cutting board|marble|linen|picnic blanket|flat ?lay'],
  ['room', '(?:bath|bed|living|reading|class|show)?room(?! (?:for|to))|interior|bus window|train|carriage|windows?\\b|indoors?|living|bedroom|loft|apartment|office|desk|library|hotel|lobby|workshop|gallery|museum|classroom|hall|window ?sill|sofa|fireplace|home\\b|house interior'],
  ['street', 'street|alley|cafe|café|market|old town|village|plaza|square\\b|bazaar|tokyo|paris|rome|lisbon|sidewalk'],
  ['city', 'city|skyline|urban(?! (?:park|garden))|downtown|skyscraper|rooftop|metropol|new york|chicago|shanghai|cyberpunk|harbou?r'],
  ['park', 'park|garden|lawn|playground|meadow park|backyard|orchard|courtyard'],
  ['sea', 'open sea|ocean|on the water|at sea|waves'],
  ['coast', 'beach|coast|shore|sea\\b|seaside|cliff|bay\\b|lagoon|island|dunes? by|pier'],
  ['snow', 'snow|winter|arctic|glacier|ski|frozen|ice\\b'],
  ['mountains', 'mountain|alp|peak|summit|fjord|lake|valley|canyon|hiking|highland'],
  ['desert', 'desert|dune|sahara|savannah?|mesa|arid|sand'],
  ['forest', 'forest|wood(?:s|land)\\b|jungle|rainforest|trees|pine|bamboo|undergrowth'],
  ['field', 'field|meadow|hill|farm|countryside|vineyard|prairie|grass|lavender|wheat|pasture|tuscan'],
  ['sky', 'sky\\b|clouds?|aerial view|in the air|above the'],
  ['abstract', 'abstract|gradient|pattern|geometric|background texture|wallpaper|minimal'],
];

const TIMES: readonly (readonly [TimeOfDay, string])[] = [
  ['neon', 'neon|cyberpunk|vaporwave|synthwave'],
  ['chiaroscuro', 'chiaroscuro|low[- ]key|rembrandt|candle|single spotlight|dramatic side|firelight|noir'],
  ['night', 'night|midnight|moon(?:light|lit)|starry|stars\\b|nocturn'],
  ['golden', 'golden hour|golden light|late afternoon|low sun|warm evening|honey'],
  ['sunset', 'sunset|sundown|evening glow|fiery sky'],
  ['dusk', 'dusk|twilight|blue hour|evening'],
  ['dawn', 'dawn|sunrise|first light|daybreak'],
  ['morning', 'morning'],
  ['overcast', 'overcast|cloudy|grey sky|gray sky|fog|mist|drizzle|rain|diffuse daylight'],
  ['studio', 'studio|softbox|high[- ]key|beauty dish|ring light'],
  ['day', 'day|noon|midday|bright|sun'],
];

const WEATHERS: readonly (readonly [Weather, string])[] = [
  ['storm', 'storm|thunder|lightning'], ['snow', 'snowfall|snowing|blizzard|snowflakes|falling snow|snowy'], ['rain', 'rain|drizzle|wet street|downpour'],
  ['fog', 'fog|mist|haze|hazy'], ['cloudy', 'cloud|overcast'],
];

const MEDIA: readonly (readonly [Medium, string])[] = [
  ['watercolour', 'watercolou?r|aquarelle|gouache|ink wash|painted softly'],
  ['line', 'line[- ]?art|line drawing|sketch|pencil|ink drawing|engraving|etching|charcoal|pen and ink|blueprint'],
  ['render', '3d|render|clay|octane|cgi|isometric|glossy|plastic'],
  ['oil', 'oil paint|impasto|acrylic|impressionis|painterly|oil on canvas'],
  ['flat', 'flat|illustration|vector|poster|graphic|cartoon|comic|screen ?print|minimalist design|art deco|paper cut|infographic|icon'],
  ['photo', 'photo|realis|cinematic|documentary|film|editorial|dslr'],
];

export function planOf(scene: Scene): Plan {
  const { seed, index } = scene;
  const slots = without(scene.slots, scene.adjust.removed);
  const random = new Random(`${seed}/plan/${String(index)}`);
  const words = [slots.subject, slots.action, slots.setting, slots.lighting, slots.style, slots.camera, slots.mood].join('. ');
  // "A dog in a park" names its place itself; what a template says about places comes second.
  const place = /\b(?:in|on|at|over|across|through|inside|under)\s+(?:an?|the)\s+(.*)$/iu.exec(slots.subject)?.[1] ?? '';
  const named = mentions(slots.style, 'abstract') ? 'abstract' : isPlace(slots.subject) ? find(SETTINGS, slots.subject) : undefined;
  const setting = named ?? find(SETTINGS, place) ?? find(SETTINGS, slots.setting) ?? find(SETTINGS, slots.subject) ?? settingFor(slots.subject, words, new Random(`${seed}/setting`));
  const indoor = setting === 'studio' || setting === 'table' || setting === 'room';
  const time = find(TIMES, slots.lighting) ?? find(TIMES, slots.setting) ?? find(TIMES, slots.mood) ?? timeFor(slots.mood, indoor, random);
  const weather = find(WEATHERS, slots.setting) ?? find(WEATHERS, slots.lighting) ?? 'clear';
  const palette = coloursIn(slots.palette);
  const side = mentions(slots.lighting, 'from the left|left') ? -1 : mentions(slots.lighting, 'from the right|right') ? 1 : (random.chance(0.5) ? -1 : 1) * (index % 2 === 0 ? 1 : -1);
  const low = ['dawn', 'golden', 'sunset', 'dusk'].includes(time);
  return {
    scene: { ...scene, slots },
    words,
    time,
    weather,
    setting,
    medium: find(MEDIA, slots.style) ?? 'photo',
    monochrome: mentions(`${slots.style} ${slots.palette}`, 'black[- ]and[- ]white|monochrom|greyscale|grayscale|b&w'),
    roles: rolesOf(time, indoor ? 'clear' : weather, palette, random.fork('palette')),
    lens: lensOf(slots.camera, setting, index, random.fork('lens')),
    lightX: side * (mentions(slots.lighting, 'back ?lit|backlight|contre|rim') ? 0.35 : random.between(0.55, 0.85)),
    lightY: low ? random.between(0.1, 0.3) : random.between(0.5, 0.8),
    dark: isDark(time),
  };
}

/** An action or a place without what edits took out of it: "catching a frisbee" without the frisbee. */
function without(slots: Scene['slots'], removed: readonly string[]): Scene['slots'] {
  const strip = (text: string) => removed.reduce((left, words) => left.replace(new RegExp(`(?:\\b\\w+\\s+)?\\b${words.replace(/[^a-z ]/giu, '')}`, 'giu'), ' '), text);
  return removed.length === 0 ? slots : { ...slots, action: strip(slots.action) };
}

function find<Kind>(table: readonly (readonly [Kind, string])[], text: string): Kind | undefined {
  // The word that stands first in the text wins, so "a park, distant mountains" is a park.
  const hits = table.flatMap(([kind, words]) => {
    const at = new RegExp(`\\b(?:${words})`, 'iu').exec(text)?.index;
    return at === undefined ? [] : [{ kind, at }];
  });
  return hits.sort((a, b) => a.at - b.at)[0]?.kind;
}

function settingFor(subject: string, words: string, random: Random): SettingKind {
  if (mentions(subject, 'bottle|perfume|watch|shoe|sneaker|phone|headphone|jar|cosmetic|product|package|ring|camera|speaker')) return 'studio';
  if (mentions(subject, 'cup|mug|coffee|tea|food|cake|bread|bowl|plate|fruit|salad|burger|pasta|soup|pizza|cheese')) return 'table';
  if (mentions(subject, 'chair|sofa|lamp|shelf|bed|desk|laptop|book')) return 'room';
  if (mentions(subject, 'boat|ship|whale|surfer|sail|lighthouse')) return 'coast';
  if (mentions(subject, 'car|motorcycle|truck')) return 'highway';
  if (mentions(subject, 'balloon|plane|bird|eagle|kite')) return 'mountains';
  if (mentions(subject, 'portrait|woman|man\\b|face')) return 'studio';
  return mentions(words, 'calm|serene|peace') ? random.pick(['coast', 'mountains', 'field']) : random.pick(['abstract', 'field', 'mountains']);
}

function timeFor(mood: string, indoor: boolean, random: Random): TimeOfDay {
  if (mentions(mood, 'mysterious|tense|dark|brooding|intimate')) return indoor ? 'chiaroscuro' : 'dusk';
  if (mentions(mood, 'melanchol|sad|quiet|somber')) return 'overcast';
  if (mentions(mood, 'warm|nostalg|romantic|cosy|cozy')) return 'golden';
  if (indoor) return mentions(mood, 'fresh|clean') ? 'morning' : random.pick(['studio', 'morning', 'golden']);
  return mentions(mood, 'joy|energ|fresh|optimis|play|happy') ? random.pick(['day', 'morning']) : random.pick(['morning', 'golden', 'day', 'dawn']);
}

function lensOf(camera: string, setting: SettingKind, index: number, random: Random): Lens {
  const millimetres = Number(/(\d{2,3})\s*mm/u.exec(camera)?.[1] ?? 0);
  const close = mentions(camera, 'macro|close[- ]?up|detail|tight') || millimetres >= 100;
  const tele = millimetres >= 70 || mentions(camera, 'tele|shallow|bokeh|portrait lens|f/1|f/2');
  const wide = mentions(camera, 'wide|panoram|establishing|drone|long shot') || (millimetres > 0 && millimetres <= 28);
  const topDown = mentions(camera, 'top[- ]?down|overhead|bird.?s[- ]eye|flat ?lay|directly above');
  const lowAngle = mentions(camera, 'low angle|worm|from below|ground level');
  const highAngle = mentions(camera, 'high angle|aerial|from above|drone');
  // Candidates of one call differ: closer, further, higher horizon.
  const variation = [0, -0.06, 0.05, -0.02, 0.08, -0.08][index % 6] ?? 0;
  const horizon = (lowAngle ? 0.76 : highAngle ? 0.34 : wide ? 0.62 : 0.6) - variation * 0.6 + random.between(-0.02, 0.02);
  const size = (close ? 0.74 : tele ? 0.58 : wide ? 0.42 : 0.55) * (lowAngle ? 1.1 : 1) * (1 + variation * 1.6);
  const indoors = setting === 'table' || setting === 'room';
  return {
    horizon: clamp(setting === 'table' ? Math.min(horizon, 0.56) : horizon, 0.3, 0.82),
    size: setting === 'studio' || setting === 'table' ? Math.max(size, 0.5) : size,
    blur: close ? 9 : tele ? 6 : wide ? 0 : indoors ? 3 : 1.2,
    topDown,
  };
}
