import { contentWords, fold } from '../words.ts';
import type { ReviewTag } from '../workflow.ts';

/** One thing that a note asks for: more or less of a quality, or a thing to have or not to have. */
export interface Wish {
  /** What it is about, as people read it: "brightness", or the thing's own word. */
  readonly about: string;
  readonly direction: 'more' | 'less';
  /** The part of the picture it speaks of, as bare words; empty for all of it. */
  readonly target: readonly string[];
  /** The clause that says it, as written. */
  readonly words: string;
}

/** A quality with its two ends. Words are folded: lower case, without diacritics; a comparative or a verb is a wish by itself, an adjective only after "more", "too" or "less". */
interface Axis {
  readonly about: string;
  readonly more: { readonly wish: string; readonly adjective: string };
  readonly less: { readonly wish: string; readonly adjective: string };
}

const axes: readonly Axis[] = [
  {
    about: 'brightness',
    more: { wish: 'brighter|brighten|lighter|lighten|lift the shadows|(?:raise|increase) the exposure|more light|aclara\\w*|ilumina\\w*|mas luz|sube la exposicion', adjective: 'bright|clar[oa]s?|luminos[oa]s?|brillantes?' },
    less: { wish: 'darker|darken|dimmer|(?:lower|reduce) the exposure|less light|bring back detail in the highlights|oscurec\\w*|oscurez\\w*|menos luz|baja la exposicion', adjective: 'dark|dim|oscur[oa]s?' },
  },
  {
    about: 'warmth',
    more: { wish: 'warmer|warm up|calienta\\w*', adjective: 'warm|calid[oa]s?' },
    less: { wish: 'cooler|colder|cool down|enfria\\w*', adjective: 'cool|cold|fri[oa]s?' },
  },
  {
    about: 'distance',
    more: { wish: 'wider|farther|further (?:away|back)|zoom out|pull back|step back|room around|aleja\\w*|mas lejos|plano mas abierto', adjective: 'wide|far|lejos|abiert[oa]s?' },
    less: { wish: 'closer|nearer|tighter|zoom in|move in|acerca\\w*|mas cerca|plano mas cerrado', adjective: 'close|near|tight|cerca|cerrad[oa]s?' },
  },
  {
    about: 'size',
    more: { wish: 'bigger|larger|enlarge|agranda\\w*', adjective: 'big|large|grandes?' },
    less: { wish: 'smaller|shrink|reduce (?:its|the) size|achica\\w*|empequenec\\w*', adjective: 'small|little|pequen[oa]s?' },
  },
  {
    about: 'activity',
    more: { wish: 'busier|livelier|more going on|more objects|mas objetos|mas movimiento', adjective: 'busy|lively|recargad[oa]s?|animad[oa]s?' },
    less: { wish: 'calmer|quieter|simpler|calm|declutter|simplify|fewer objects|more empty space|menos objetos|despeja\\w*|simplifica\\w*|calma\\w*', adjective: 'calm|quiet|tranquil[oa]s?|sencill[oa]s?|simples?' },
  },
  {
    about: 'contrast',
    more: { wish: 'more contrast|punchier|mas contraste', adjective: 'contrasty|contrastad[oa]s?' },
    less: { wish: 'less contrast|softer|flatter|soften|menos contraste|suaviza\\w*', adjective: 'soft|flat|suaves?|plan[oa]s?' },
  },
  {
    about: 'colour',
    more: { wish: 'more (?:colou?r|saturation)|bolder colou?rs?|more saturated|mas color|mas saturacion', adjective: 'colou?rful|vivid|saturated|viv[oa]s?|saturad[oa]s?|colorid[oa]s?' },
    less: { wish: 'less (?:colou?r|saturation)|desaturate|less saturated|menos color|menos saturacion|desatura\\w*', adjective: 'muted|pale|apagad[oa]s?|palid[oa]s?' },
  },
];

/** What the tags ask for. */
const tagWishes: Partial<Readonly<Record<ReviewTag, Pick<Wish, 'about' | 'direction'>>>> = {
  'too-dark': { about: 'brightness', direction: 'more' },
  'too-bright': { about: 'brightness', direction: 'less' },
  'too-busy': { about: 'activity', direction: 'less' },
};

const negation = "(?:not|no|never|don'?t|do not|doesn'?t|without|nor|nunca|sin|ni|jamas)";
/** Between a negation and what it denies stand few words: "do not make it darker". */
const denied = new RegExp(`\\b${negation}(?:\\s+(?!but\\b|pero\\b)[\\w']+){0,3}\\s+$`, 'u');

/** Verbs that ask for a thing, and verbs that ask for it to go. */
const have = 'add|insert|include|keep|leave|bring back|more|anad\\w+|agreg\\w+|incluy\\w+|inclu[ie]r?|manten\\w*|conserv\\w+|dej[ae]\\w*|mas';
const lose = "remove|delete|erase|lose|drop|take out|take away|get rid of|without|less|fewer|no|quit\\w+|elimin\\w+|borr\\w+|sac[ae]r?|sin|menos";
const thing = new RegExp(`\\b(${have}|${lose})\\s+(?:(?:the|all|any|some|an?|of|this|that|these|those|el|la|los|las|un|una|unos|unas|de|del|esos?|esas?|estos?|estas?|todos?|todas?)\\s+)*([a-z][a-z -]{1,60})`, 'u');
const asksToGo = new RegExp(`^(?:${lose})$`, 'u');

/** Words that speak of the whole picture, or of nothing. */
const general = new Set(
  ('picture image photo photograph scene light lighting shadow exposure highlight detail tone colour color overall whole everything all it bit little slightly much far lot somewhat please make made keep want like need should would could must look feel ' +
    'shot frame framing camera version candidate again very really general imagen foto fotografia escena luz iluminacion sombra exposicion tono conjunto poco mucho favor hacer haz quiero general algo bastante plano toma lift raise increase lower reduce bring back up down more less too mas menos demasiado ' +
    'so be is are reframe crop subject room around empty space object enough suficientemente come get go step camara lente').split(' '),
);

/** The clauses of a note, as written. */
export function clausesOf(note: string): string[] {
  return note
    .split(/[.;!?\n]+|,\s+(?:(?:and|but|y|e|pero)\s+)?|\s+(?:and|but|y|e|pero)\s+/iu)
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '');
}

/** What a note asks for, clause by clause; words that only describe ("a dark car") and wishes that are denied ("not darker") are none. */
export function wishesOf(note: string): Wish[] {
  return clausesOf(note).flatMap((clause) => {
    const folded = fold(clause).replaceAll('’', "'");
    const qualities = axes.flatMap(({ about, more, less }): Wish[] => {
      const direction = directionOf(folded, more, less);
      return direction === null ? [] : [{ about, direction, target: targetOf(folded, more, less), words: clause }];
    });
    // "More light" is about brightness, not about a thing called light.
    return qualities.length > 0 ? qualities : thingsOf(folded, clause);
  });
}

/** What tags ask for, with the tag in words. */
export function wishesOfTags(tags: readonly ReviewTag[]): Wish[] {
  return tags.flatMap((tag) => {
    const wish = tagWishes[tag];
    return wish === undefined ? [] : [{ ...wish, target: [], words: tag.replaceAll('-', ' ') }];
  });
}

/** Whether two wishes cannot both be met: opposite ends of one thing, for the same part of the picture. */
export function opposed(one: Wish, other: Wish): boolean {
  if (one.about !== other.about || one.direction === other.direction) return false;
  if (one.target.length === 0 || other.target.length === 0) return one.target.length === other.target.length;
  return one.target.some((word) => other.target.includes(word));
}

type Ends = Axis['more'];

function directionOf(text: string, more: Ends, less: Ends): Wish['direction'] | null {
  for (const [end, direction, opposite] of [[more, 'more', 'less'], [less, 'less', 'more']] as const) {
    if (asks(text, `\\b(?:${end.wish})\\b`)) return direction;
    if (asks(text, `\\b(?:more|mas)\\s+(?:${end.adjective})\\b`)) return direction;
    if (new RegExp(`\\b(?:not|isn't|no)\\s+(?:\\w+\\s+){0,2}(?:${end.adjective})\\s+enough\\b|\\bno\\s+(?:\\w+\\s+){0,2}(?:suficientemente|bastante)\\s+(?:${end.adjective})\\b`, 'u').test(text)) return direction;
    if (asks(text, `\\b(?:too|less|menos|demasiado)\\s+(?:${end.adjective})\\b`)) return opposite;
  }
  return null;
}

/** Whether a wording is there and not denied. A comparative after an article ("a darker car") describes. */
function asks(text: string, pattern: string): boolean {
  const match = new RegExp(pattern, 'u').exec(text);
  if (match === null) return false;
  const before = text.slice(0, match.index);
  return !denied.test(before) && !/\b(?:an?|the|un|una|el|la|los|las)\s+$/u.test(before);
}

function targetOf(text: string, more: Ends, less: Ends): string[] {
  const own = new RegExp(`\\b(?:${more.wish}|${less.wish}|${more.adjective}|${less.adjective})\\b`, 'gu');
  return partsOf(text.replace(own, ' '));
}

function thingsOf(text: string, clause: string): Wish[] {
  const match = thing.exec(text);
  const [, verb = '', object = ''] = match ?? [];
  const target = partsOf(object.split(/\s+(?:from|in|on|at|to|with|behind|near|under|over|as|en|con|sobre|detras|junto|tal)\s+/u)[0] ?? '');
  const about = target.at(0);
  if (match === null || about === undefined) return [];
  const turned = new RegExp(`\\b(?:not|never|don'?t|do not|no|nunca)\\s+(?:\\w+\\s+)?$`, 'u').test(text.slice(0, match.index));
  return [{ about: 'what is in the picture', direction: asksToGo.test(verb) === turned ? 'more' : 'less', target, words: clause }];
}

/** Words that name a part of the picture, in the singular. */
function partsOf(text: string): string[] {
  return contentWords(text).map(singular).filter((word) => !general.has(word));
}

function singular(word: string): string {
  return word.length > 4 && /[^s]es$/u.test(word) && /(?:x|ch|sh|[lnrdz])es$/u.test(word) ? word.slice(0, -2) : word.length > 3 && /[^s]s$/u.test(word) ? word.slice(0, -1) : word;
}
