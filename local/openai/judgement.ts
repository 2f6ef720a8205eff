/**
 * Answers to a checklist, as far as numbers carry them. The stand-in measures light and colour; where a
 * question needs eyes it says so, answers `unsure`, and leaves the decision to people.
 */
import { differenceCiede2000 } from 'culori';

import type { Measures } from './measure.ts';
import { coloursIn } from './scene/colour.ts';
import { mentions } from './scene/slots.ts';

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

const number = (value: number) => value.toFixed(2);
const difference = differenceCiede2000();

/** @param question its id, or its words where the id says nothing @param brief what came with the picture */
export function judge(question: string, brief: Source, measures: Measures): Verdict {
  if (mentions(question, 'even field|flat field|single tone')) {
    const { blank } = measures;
    return { answer: blank ? 'pass' : 'fail', confidence: 0.97, evidence: `Luminance varies by ${number(measures.contrast)}.`, suggestion: null };
  }
  if (measures.blank) {
    return { answer: 'fail', confidence: 0.97, evidence: `The picture is blank: its luminance varies by ${number(measures.contrast)} only.`, suggestion: { slot: 'subject', text: field(brief, 'subject') ?? 'the subject of the brief, filling the frame' } };
  }
  if (mentions(question, 'light')) return lighting(field(brief, 'lighting') ?? '', measures);
  if (mentions(question, 'style|brand|palette|colou?r')) return style(field(brief, 'colours') ?? field(brief, 'palette') ?? '', field(brief, 'style') ?? '', measures);
  if (mentions(question, 'emotion|mood|feel')) return emotion(field(brief, 'mood') ?? '', measures);
  if (mentions(question, 'blank|empty|expos')) return { answer: 'pass', confidence: 0.9, evidence: `The picture is not blank: luminance ${number(measures.luminance)}, contrast ${number(measures.contrast)}.`, suggestion: null };
  const limit = mentions(question, 'anatom|structure|hand|finger|body|bodies') ? 'anatomy or construction' : 'what is shown';
  return { answer: 'unsure', confidence: 0.2, evidence: `The stand-in measures light and colour; it cannot judge ${limit}. Contrast is ${number(measures.contrast)}, so there is something to look at.`, suggestion: null };
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

function lighting(asked: string, { luminance, contrast, warmth }: Measures): Verdict {
  const facts = `mean luminance ${number(luminance)}, contrast ${number(contrast)}, warmth ${number(warmth)}`;
  if (asked === '') return { answer: 'unsure', confidence: 0.3, evidence: `The brief names no light; ${facts}.`, suggestion: null };
  const dark = mentions(asked, 'night|dark|neon|low[- ]key|chiaroscuro|candle|moon|dusk|twilight|dramatic');
  const bright = mentions(asked, 'bright|high[- ]key|noon|midday|morning|daylight|sunny|airy|softbox|sunlit');
  const warm = mentions(asked, 'warm|golden|sunset|candle|amber|honey');
  const cool = mentions(asked, 'cool|cold|blue hour|moon|overcast');
  const wrong = [
    dark && luminance > 0.62 ? { what: `too bright for "${asked}"`, mend: 'darker, with deep shadows' } : undefined,
    bright && luminance < 0.3 ? { what: `too dark for "${asked}"`, mend: 'brighter, with lifted shadows' } : undefined,
    warm && warmth < -0.12 ? { what: `too cool for "${asked}"`, mend: 'warmer' } : undefined,
    cool && warmth > 0.25 ? { what: `too warm for "${asked}"`, mend: 'cooler' } : undefined,
  ].find((entry) => entry !== undefined);
  if (wrong !== undefined) return { answer: 'fail', confidence: 0.75, evidence: `It is ${wrong.what}: ${facts}.`, suggestion: { slot: 'lighting', text: `${asked}, ${wrong.mend}` } };
  if (dark || bright || warm || cool) return { answer: 'pass', confidence: 0.72, evidence: `Measured light fits "${asked}": ${facts}. Whether shadows share one source needs eyes.`, suggestion: null };
  return { answer: 'unsure', confidence: 0.35, evidence: `"${asked}" cannot be told by numbers; ${facts}.`, suggestion: null };
}

function style(palette: string, asked: string, { dominant, colourfulness }: Measures): Verdict {
  const wanted = coloursIn(palette).slice(0, 8);
  if (mentions(asked, 'black[- ]and[- ]white|monochrom|greyscale|grayscale')) {
    return colourfulness < 0.06
      ? { answer: 'pass', confidence: 0.85, evidence: `"${asked}": mean chroma is ${number(colourfulness)}.`, suggestion: null }
      : { answer: 'fail', confidence: 0.85, evidence: `"${asked}" is asked for, but mean chroma is ${number(colourfulness)}.`, suggestion: { slot: 'style', text: `${asked}, without any colour` } };
  }
  if (wanted.length === 0) return { answer: 'unsure', confidence: 0.25, evidence: `The brief names no colours to compare; the stand-in cannot judge a style by eye. Dominant: ${dominant.slice(0, 3).map(({ colour }) => colour).join(', ')}.`, suggestion: null };
  const nearest = wanted.map((colour) => ({ colour, distance: Math.min(...dominant.map((entry) => difference(colour, entry.colour))) }));
  const met = nearest.filter(({ distance }) => distance < 22);
  const facts = nearest.map(({ colour, distance }) => `${colour} at ΔE ${distance.toFixed(0)}`).join(', ');
  if (met.length * 2 >= wanted.length) return { answer: 'pass', confidence: 0.65, evidence: `Colours of the brand are among the dominant ones: ${facts}.`, suggestion: null };
  if (met.length === 0 && Math.min(...nearest.map(({ distance }) => distance)) > 38) return { answer: 'fail', confidence: 0.6, evidence: `None of the colours of the brand is near a dominant one: ${facts}.`, suggestion: { slot: 'style', text: `${asked === '' ? '' : `${asked}, `}with the palette ${wanted.join(', ')} leading` } };
  return { answer: 'unsure', confidence: 0.4, evidence: `Colours of the brand are only partly among the dominant ones: ${facts}.`, suggestion: null };
}

function emotion(asked: string, { luminance, warmth, colourfulness }: Measures): Verdict {
  const facts = `luminance ${number(luminance)}, warmth ${number(warmth)}, chroma ${number(colourfulness)}`;
  if (mentions(asked, 'joy|happy|playful|energ|optimis|fresh|cheer') && (luminance < 0.22 || colourfulness < 0.08)) return { answer: 'fail', confidence: 0.55, evidence: `"${asked}" is asked for, but the picture is dark or grey: ${facts}.`, suggestion: { slot: 'lighting', text: `bright and colourful light that feels ${asked}` } };
  if (mentions(asked, 'joy|happy|playful|energ|optimis|fresh|cheer|warm|calm|serene|cosy|cozy')) return { answer: 'pass', confidence: 0.5, evidence: `Light and colour allow "${asked}": ${facts}. The expression needs eyes.`, suggestion: null };
  return { answer: 'unsure', confidence: 0.25, evidence: `The stand-in cannot feel; ${facts}.`, suggestion: null };
}
