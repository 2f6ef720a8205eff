/** Colours as `#rrggbb`, mixed in OKLab so that a blend never turns grey or muddy. */
import { converter, formatHex, interpolate, parse } from 'culori';

const toOklch = converter('oklch');

export interface Lch {
  readonly l: number;
  readonly c: number;
  readonly h: number;
}

export function lch(colour: string): Lch {
  const value = toOklch(parse(colour));
  return { l: value?.l ?? 0, c: value?.c ?? 0, h: value?.h ?? 0 };
}

export function fromLch({ l, c, h }: Lch): string {
  return formatHex({ mode: 'oklch', l: clamp(l, 0, 1), c: Math.max(0, c), h });
}

/** `amount` 0 is `from`, 1 is `to`. */
export function mix(from: string, to: string, amount: number): string {
  return formatHex(interpolate([from, to], 'oklab')(clamp(amount, 0, 1)));
}

/** Lighter (positive) or darker by OKLCH lightness, chroma scaled along. */
export function shade(colour: string, lightness: number, chroma = 1): string {
  const value = lch(colour);
  return fromLch({ l: value.l + lightness, c: value.c * chroma, h: value.h });
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** Colour words that briefs use, in the tones of a printed poster. */
export const COLOUR_WORDS: Readonly<Record<string, string>> = {
  red: '#c8372d', crimson: '#a8182f', scarlet: '#d23a22', burgundy: '#6d1a2d', maroon: '#65202a', orange: '#e07a26', amber: '#e6a02c',
  yellow: '#efc23c', mustard: '#c9962b', gold: '#c99a3a', golden: '#d09a48', ochre: '#bf8a3c', green: '#3f7d4e', olive: '#74763a',
  lime: '#9dc13f', mint: '#9fd6bd', emerald: '#14795a', sage: '#9aab8c', teal: '#1f7f83', turquoise: '#37b0ae', cyan: '#35b5cf',
  blue: '#2c64a8', navy: '#1b2f57', cobalt: '#1d47a6', azure: '#4a93d6', indigo: '#3b3a8f', violet: '#6a4aa3', purple: '#6b3a8c',
  lavender: '#a99bd3', lilac: '#b9a3d6', magenta: '#b92d81', pink: '#e293a8', rose: '#d0697f', coral: '#ec7f68', peach: '#f4b58f',
  salmon: '#ee9079', terracotta: '#c1633f', rust: '#a5512c', copper: '#b06a3f', bronze: '#8f6a3a', brown: '#76492d', chestnut: '#6f3d24',
  chocolate: '#4d2f22', tan: '#c59d72', beige: '#dfcdb0', cream: '#f2e6cc', ivory: '#f4eedd', sand: '#d9c097', white: '#f2efe8',
  silver: '#b9bec4', grey: '#858a90', gray: '#858a90', charcoal: '#3b4046', slate: '#56636f', black: '#22242a', ginger: '#cb7a3c',
  blond: '#dcb877', blonde: '#dcb877', pastel: '#d7c4dc',
};

/** The first colour word of a text, or undefined. */
export function colourIn(text: string): string | undefined {
  for (const word of text.toLowerCase().split(/[^a-z]+/u)) {
    if (Object.hasOwn(COLOUR_WORDS, word)) return COLOUR_WORDS[word];
  }
  return undefined;
}

/** Every colour of a text, hex values first. */
export function coloursIn(text: string): readonly string[] {
  const hex = (text.match(/#[0-9a-f]{6}\b/giu) ?? []).map((value) => value.toLowerCase());
  const named = text.toLowerCase().split(/[^a-z]+/u).flatMap((word) => (Object.hasOwn(COLOUR_WORDS, word) ? [COLOUR_WORDS[word] ?? ''] : []));
  return [...new Set([...hex, ...named])];
}
