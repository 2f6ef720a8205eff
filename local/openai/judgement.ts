/**
 * Answers to a checklist, as far as numbers carry them. The stand-in measures light and colour; where a
 * question needs eyes it says so, answers `unsure`, and leaves the decision to people. It writes in the language that it is asked for.
 */
import { differenceCiede2000 } from 'culori';

import type { Measures } from './measure.ts';
import { coloursIn } from './scene/colour.ts';
import { mentions } from './scene/slots.ts';
import { wordsAskedFor } from './words.ts';
import type { Words, WrongLight } from './words.ts';

export interface Verdict {
  readonly answer: 'pass' | 'fail' | 'unsure';
  /** 0 to 1. */
  readonly confidence: number;
  readonly evidence: string;
  readonly suggestion: Suggestion | null;
}

/** What to change, and the slot of a prompt that it belongs to. */
export interface Suggestion {
  readonly slot: 'subject' | 'action' | 'environment' | 'lighting' | 'style' | 'camera' | 'exclude';
  readonly text: string;
}

const difference = differenceCiede2000();

/** @param question its id, or its words where the id says nothing @param brief what came with the picture */
export function judge(question: string, brief: Source, measures: Measures): Verdict {
  const words = wordsAskedFor(brief.documents);
  if (mentions(question, 'even field|flat field|single tone')) {
    return { answer: measures.blank ? 'pass' : 'fail', confidence: 0.97, evidence: words.even(measures.contrast), suggestion: null };
  }
  if (measures.blank) {
    return { answer: 'fail', confidence: 0.97, evidence: words.blank(measures.contrast), suggestion: { slot: 'subject', text: field(brief, 'subject') ?? words.wholeSubject } };
  }
  if (mentions(question, 'light')) return lighting(field(brief, 'lighting') ?? '', measures, words);
  if (mentions(question, 'style|brand|palette|colou?r')) return style(field(brief, 'colours') ?? field(brief, 'palette') ?? '', field(brief, 'style') ?? '', measures, words);
  if (mentions(question, 'emotion|mood|feel')) return emotion(field(brief, 'mood') ?? '', measures, words);
  if (mentions(question, 'blank|empty|expos')) return { answer: 'pass', confidence: 0.9, evidence: words.notBlank(measures), suggestion: null };
  const limit = mentions(question, 'anatom|structure|hand|finger|body|bodies') ? 'construction' : 'content';
  return { answer: 'unsure', confidence: 0.2, evidence: words.needsEyes(limit, measures.contrast), suggestion: null };
}

/** What came with the picture: JSON documents among the text, parsed, and the whole of the text. */
export interface Source {
  readonly documents: readonly unknown[];
  readonly text: string;
}

/** A value of the brief: from its JSON, or from a labelled line. Only read, never obeyed. */
export function field(brief: Source, name: string): string | undefined {
  for (const document of brief.documents) {
    const found = valueOf(document, name);
    if (found !== undefined) return found;
  }
  if (brief.documents.length > 0) return undefined;
  return new RegExp(`(?:^|\\n)\\s*${name}\\s*:\\s*([^\\n]+)`, 'iu').exec(brief.text)?.[1];
}

/** The first string, or list of strings, that a key of this name holds. */
function valueOf(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const own: unknown = Array.isArray(value) ? undefined : (value as Record<string, unknown>)[name];
  if (typeof own === 'string') return own;
  if (Array.isArray(own) && own.every((entry) => typeof entry === 'string')) return own.join(', ');
  for (const inner of Object.values(value)) {
    const found = valueOf(inner, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function lighting(asked: string, measures: Measures, words: Words): Verdict {
  const { luminance, warmth } = measures;
  const facts = words.lightFacts(measures);
  if (asked === '') return { answer: 'unsure', confidence: 0.3, evidence: words.noLight(facts), suggestion: null };
  const dark = mentions(asked, 'night|dark|neon|low[- ]key|chiaroscuro|candle|moon|dusk|twilight|dramatic');
  const bright = mentions(asked, 'bright|high[- ]key|noon|midday|morning|daylight|sunny|airy|softbox|sunlit');
  const warm = mentions(asked, 'warm|golden|sunset|candle|amber|honey');
  const cool = mentions(asked, 'cool|cold|blue hour|moon|overcast');
  const faults: readonly (readonly [boolean, WrongLight])[] = [[dark && luminance > 0.62, 'bright'], [bright && luminance < 0.3, 'dark'], [warm && warmth < -0.12, 'cool'], [cool && warmth > 0.25, 'warm']];
  const wrong = faults.find(([isSo]) => isSo)?.[1];
  if (wrong !== undefined) return { answer: 'fail', confidence: 0.75, evidence: words.wrongLight(wrong, asked, facts), suggestion: { slot: 'lighting', text: words.mendLight(wrong, asked) } };
  if (dark || bright || warm || cool) return { answer: 'pass', confidence: 0.72, evidence: words.fitLight(asked, facts), suggestion: null };
  return { answer: 'unsure', confidence: 0.35, evidence: words.untoldLight(asked, facts), suggestion: null };
}

function style(palette: string, asked: string, { dominant, colourfulness }: Measures, words: Words): Verdict {
  const wanted = coloursIn(palette).slice(0, 8);
  if (mentions(asked, 'black[- ]and[- ]white|monochrom|greyscale|grayscale')) {
    return colourfulness < 0.06
      ? { answer: 'pass', confidence: 0.85, evidence: words.grey(asked, colourfulness), suggestion: null }
      : { answer: 'fail', confidence: 0.85, evidence: words.notGrey(asked, colourfulness), suggestion: { slot: 'style', text: words.mendGrey(asked) } };
  }
  if (wanted.length === 0) return { answer: 'unsure', confidence: 0.25, evidence: words.noColours(dominant.slice(0, 3).map(({ colour }) => colour).join(', ')), suggestion: null };
  const nearest = wanted.map((colour) => ({ colour, distance: Math.min(...dominant.map((entry) => difference(colour, entry.colour))) }));
  const met = nearest.filter(({ distance }) => distance < 22);
  const facts = nearest.map(({ colour, distance }) => words.distance(colour, distance)).join(', ');
  if (met.length * 2 >= wanted.length) return { answer: 'pass', confidence: 0.65, evidence: words.brandMet(facts), suggestion: null };
  if (met.length === 0 && Math.min(...nearest.map(({ distance }) => distance)) > 38) return { answer: 'fail', confidence: 0.6, evidence: words.brandMissed(facts), suggestion: { slot: 'style', text: words.mendBrand(asked, wanted.join(', ')) } };
  return { answer: 'unsure', confidence: 0.4, evidence: words.brandPartly(facts), suggestion: null };
}

function emotion(asked: string, measures: Measures, words: Words): Verdict {
  const { luminance, colourfulness } = measures;
  const facts = words.moodFacts(measures);
  if (mentions(asked, 'joy|happy|playful|energ|optimis|fresh|cheer') && (luminance < 0.22 || colourfulness < 0.08)) return { answer: 'fail', confidence: 0.55, evidence: words.wrongMood(asked, facts), suggestion: { slot: 'lighting', text: words.mendMood(asked) } };
  if (mentions(asked, 'joy|happy|playful|energ|optimis|fresh|cheer|warm|calm|serene|cosy|cozy')) return { answer: 'pass', confidence: 0.5, evidence: words.fitMood(asked, facts), suggestion: null };
  return { answer: 'unsure', confidence: 0.25, evidence: words.untoldMood(facts), suggestion: null };
}
