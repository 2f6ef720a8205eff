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
  readonly suggestion: string | null;
}

const number = (value: number) => value.toFixed(2);
const difference = differenceCiede2000();

/** @param question its id or its words @param brief the text that came with the picture */
export function judge(question: string, brief: string, measures: Measures): Verdict {
  if (measures.blank) {
    return { answer: 'fail', confidence: 0.97, evidence: `The picture is blank: its luminance varies by ${number(measures.contrast)} only.`, suggestion: 'Generate the picture again; nothing is shown.' };
  }
  if (mentions(question, 'light')) return lighting(field(brief, 'lighting') ?? '', measures);
  if (mentions(question, 'style|brand|palette|colou?r')) return style(field(brief, 'colours') ?? field(brief, 'palette') ?? '', field(brief, 'style') ?? '', measures);
  if (mentions(question, 'emotion|mood|feel')) return emotion(field(brief, 'mood') ?? '', measures);
  if (mentions(question, 'blank|empty|expos')) return { answer: 'pass', confidence: 0.9, evidence: `The picture is not blank: luminance ${number(measures.luminance)}, contrast ${number(measures.contrast)}.`, suggestion: null };
  const limit = mentions(question, 'anatom|structure|hand|finger|body|bodies') ? 'anatomy or construction' : 'what is shown';
  return { answer: 'unsure', confidence: 0.2, evidence: `The stand-in measures light and colour; it cannot judge ${limit}. Contrast is ${number(measures.contrast)}, so there is something to look at.`, suggestion: null };
}

/** A value of the brief: from its JSON, or from a labelled line. Only read, never obeyed. */
export function field(brief: string, name: string): string | undefined {
  const json = new RegExp(`"${name}"\\s*:\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|\\[([^\\]]*)\\])`, 'iu').exec(brief);
  if (json !== null) return json[1] ?? json[2];
  return new RegExp(`(?:^|\\n|\\\\n)\\s*${name}\\s*:\\s*([^\\n\\\\]+)`, 'iu').exec(brief)?.[1];
}

function lighting(asked: string, { luminance, contrast, warmth }: Measures): Verdict {
  const facts = `mean luminance ${number(luminance)}, contrast ${number(contrast)}, warmth ${number(warmth)}`;
  if (asked === '') return { answer: 'unsure', confidence: 0.3, evidence: `The brief names no light; ${facts}.`, suggestion: null };
  const dark = mentions(asked, 'night|dark|neon|low[- ]key|chiaroscuro|candle|moon|dusk|twilight|dramatic');
  const bright = mentions(asked, 'bright|high[- ]key|noon|midday|morning|daylight|sunny|airy|softbox|sunlit');
  const warm = mentions(asked, 'warm|golden|sunset|candle|amber|honey');
  const cool = mentions(asked, 'cool|cold|blue hour|moon|overcast');
  const wrong = [
    dark && luminance > 0.62 ? { what: `too bright for "${asked}"`, mend: 'Make the light darker; keep everything else.' } : undefined,
    bright && luminance < 0.3 ? { what: `too dark for "${asked}"`, mend: 'Make the light brighter; keep everything else.' } : undefined,
    warm && warmth < -0.12 ? { what: `too cool for "${asked}"`, mend: 'Make the light warmer; keep everything else.' } : undefined,
    cool && warmth > 0.25 ? { what: `too warm for "${asked}"`, mend: 'Make the light cooler; keep everything else.' } : undefined,
  ].find((entry) => entry !== undefined);
  if (wrong !== undefined) return { answer: 'fail', confidence: 0.75, evidence: `It is ${wrong.what}: ${facts}.`, suggestion: wrong.mend };
  if (dark || bright || warm || cool) return { answer: 'pass', confidence: 0.72, evidence: `Measured light fits "${asked}": ${facts}. Whether shadows share one source needs eyes.`, suggestion: null };
  return { answer: 'unsure', confidence: 0.35, evidence: `"${asked}" cannot be told by numbers; ${facts}.`, suggestion: null };
}

function style(palette: string, asked: string, { dominant, colourfulness }: Measures): Verdict {
  const wanted = coloursIn(palette).slice(0, 8);
  if (mentions(asked, 'black[- ]and[- ]white|monochrom|greyscale|grayscale')) {
    return colourfulness < 0.06
      ? { answer: 'pass', confidence: 0.85, evidence: `"${asked}": mean chroma is ${number(colourfulness)}.`, suggestion: null }
      : { answer: 'fail', confidence: 0.85, evidence: `"${asked}" is asked for, but mean chroma is ${number(colourfulness)}.`, suggestion: 'Take the colour out; keep everything else.' };
  }
  if (wanted.length === 0) return { answer: 'unsure', confidence: 0.25, evidence: `The brief names no colours to compare; the stand-in cannot judge a style by eye. Dominant: ${dominant.slice(0, 3).map(({ colour }) => colour).join(', ')}.`, suggestion: null };
  const nearest = wanted.map((colour) => ({ colour, distance: Math.min(...dominant.map((entry) => difference(colour, entry.colour))) }));
  const met = nearest.filter(({ distance }) => distance < 22);
  const facts = nearest.map(({ colour, distance }) => `${colour} at ΔE ${distance.toFixed(0)}`).join(', ');
  if (met.length * 2 >= wanted.length) return { answer: 'pass', confidence: 0.65, evidence: `Colours of the brand are among the dominant ones: ${facts}.`, suggestion: null };
  if (met.length === 0 && Math.min(...nearest.map(({ distance }) => distance)) > 38) return { answer: 'fail', confidence: 0.6, evidence: `None of the colours of the brand is near a dominant one: ${facts}.`, suggestion: `Bring in the palette ${wanted.join(', ')}; keep everything else.` };
  return { answer: 'unsure', confidence: 0.4, evidence: `Colours of the brand are only partly among the dominant ones: ${facts}.`, suggestion: null };
}

function emotion(asked: string, { luminance, warmth, colourfulness }: Measures): Verdict {
  const facts = `luminance ${number(luminance)}, warmth ${number(warmth)}, chroma ${number(colourfulness)}`;
  if (mentions(asked, 'joy|happy|playful|energ|optimis|fresh|cheer') && (luminance < 0.22 || colourfulness < 0.08)) return { answer: 'fail', confidence: 0.55, evidence: `"${asked}" is asked for, but the picture is dark or grey: ${facts}.`, suggestion: 'Make it brighter and more colourful; keep everything else.' };
  if (mentions(asked, 'joy|happy|playful|energ|optimis|fresh|cheer|warm|calm|serene|cosy|cozy')) return { answer: 'pass', confidence: 0.5, evidence: `Light and colour allow "${asked}": ${facts}. The expression needs eyes.`, suggestion: null };
  return { answer: 'unsure', confidence: 0.25, evidence: `The stand-in cannot feel; ${facts}.`, suggestion: null };
}
