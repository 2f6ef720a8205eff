/** What the stand-in writes of itself, in the languages that it can be asked to answer in. Other languages get English. */
import { z } from 'zod';

import type { Measures } from './measure.ts';

/** Numbers as this language writes them. */
type Figure = (value: number, digits?: number) => string;

/** Sentences of evidence and words of suggestions; `asked` is what the brief asks for, `facts` is measured. */
export interface Words {
  readonly told: string;
  readonly ordered: string;
  readonly even: (contrast: number) => string;
  readonly blank: (contrast: number) => string;
  readonly notBlank: (measures: Measures) => string;
  readonly wholeSubject: string;
  readonly needsEyes: (what: 'construction' | 'content', contrast: number) => string;
  readonly lightFacts: (measures: Measures) => string;
  readonly noLight: (facts: string) => string;
  readonly wrongLight: (how: WrongLight, asked: string, facts: string) => string;
  readonly mendLight: (how: WrongLight, asked: string) => string;
  readonly fitLight: (asked: string, facts: string) => string;
  readonly untoldLight: (asked: string, facts: string) => string;
  readonly grey: (asked: string, chroma: number) => string;
  readonly notGrey: (asked: string, chroma: number) => string;
  readonly mendGrey: (asked: string) => string;
  readonly noColours: (dominant: string) => string;
  readonly brandMet: (facts: string) => string;
  readonly brandMissed: (facts: string) => string;
  readonly brandPartly: (facts: string) => string;
  readonly mendBrand: (asked: string, colours: string) => string;
  readonly distance: (colour: string, deltaE: number) => string;
  readonly moodFacts: (measures: Measures) => string;
  readonly wrongMood: (asked: string, facts: string) => string;
  readonly mendMood: (asked: string) => string;
  readonly fitMood: (asked: string, facts: string) => string;
  readonly untoldMood: (facts: string) => string;
}
export type WrongLight = 'bright' | 'dark' | 'cool' | 'warm';

const plain: Figure = (value, digits = 2) => value.toFixed(digits);
const comma: Figure = (value, digits) => plain(value, digits).replace('.', ',');

const english: Words = {
  told: 'As the stand-in was told to answer.',
  ordered: 'As I was told.',
  even: (contrast) => `Luminance varies by ${plain(contrast)}.`,
  blank: (contrast) => `The picture is blank: its luminance varies by ${plain(contrast)} only.`,
  notBlank: ({ luminance, contrast }) => `The picture is not blank: luminance ${plain(luminance)}, contrast ${plain(contrast)}.`,
  wholeSubject: 'the subject of the brief, filling the frame',
  needsEyes: (what, contrast) => `The stand-in measures light and colour; it cannot judge ${what === 'construction' ? 'anatomy or construction' : 'what is shown'}. Contrast is ${plain(contrast)}, so there is something to look at.`,
  lightFacts: ({ luminance, contrast, warmth }) => `mean luminance ${plain(luminance)}, contrast ${plain(contrast)}, warmth ${plain(warmth)}`,
  noLight: (facts) => `The brief names no light; ${facts}.`,
  wrongLight: (how, asked, facts) => `It is too ${how} for "${asked}": ${facts}.`,
  mendLight: (how, asked) => `${asked}, ${{ bright: 'darker, with deep shadows', dark: 'brighter, with lifted shadows', cool: 'warmer', warm: 'cooler' }[how]}`,
  fitLight: (asked, facts) => `Measured light fits "${asked}": ${facts}. Whether shadows share one source needs eyes.`,
  untoldLight: (asked, facts) => `"${asked}" cannot be told by numbers; ${facts}.`,
  grey: (asked, chroma) => `"${asked}": mean chroma is ${plain(chroma)}.`,
  notGrey: (asked, chroma) => `"${asked}" is asked for, but mean chroma is ${plain(chroma)}.`,
  mendGrey: (asked) => `${asked}, without any colour`,
  noColours: (dominant) => `The brief names no colours to compare; the stand-in cannot judge a style by eye. Dominant: ${dominant}.`,
  brandMet: (facts) => `Colours of the brand are among the dominant ones: ${facts}.`,
  brandMissed: (facts) => `None of the colours of the brand is near a dominant one: ${facts}.`,
  brandPartly: (facts) => `Colours of the brand are only partly among the dominant ones: ${facts}.`,
  mendBrand: (asked, colours) => `${asked === '' ? '' : `${asked}, `}with the palette ${colours} leading`,
  distance: (colour, deltaE) => `${colour} at ΔE ${plain(deltaE, 0)}`,
  moodFacts: ({ luminance, warmth, colourfulness }) => `luminance ${plain(luminance)}, warmth ${plain(warmth)}, chroma ${plain(colourfulness)}`,
  wrongMood: (asked, facts) => `"${asked}" is asked for, but the picture is dark or grey: ${facts}.`,
  mendMood: (asked) => `bright and colourful light that feels ${asked}`,
  fitMood: (asked, facts) => `Light and colour allow "${asked}": ${facts}. The expression needs eyes.`,
  untoldMood: (facts) => `The stand-in cannot feel; ${facts}.`,
};

const spanish: Words = {
  told: 'Según se le indicó al simulador.',
  ordered: 'Según se me indicó.',
  even: (contrast) => `La luminancia varía en ${comma(contrast)}.`,
  blank: (contrast) => `La imagen está en blanco: su luminancia solo varía en ${comma(contrast)}.`,
  notBlank: ({ luminance, contrast }) => `La imagen no está en blanco: luminancia ${comma(luminance)}, contraste ${comma(contrast)}.`,
  wholeSubject: 'el motivo del brief, llenando el encuadre',
  needsEyes: (what, contrast) => `El simulador mide luz y color; no puede juzgar ${what === 'construction' ? 'la anatomía ni la construcción' : 'lo que se muestra'}. El contraste es ${comma(contrast)}, así que hay algo que mirar.`,
  lightFacts: ({ luminance, contrast, warmth }) => `luminancia media ${comma(luminance)}, contraste ${comma(contrast)}, calidez ${comma(warmth)}`,
  noLight: (facts) => `El brief no indica ninguna luz; ${facts}.`,
  wrongLight: (how, asked, facts) => `Es demasiado ${{ bright: 'clara', dark: 'oscura', cool: 'fría', warm: 'cálida' }[how]} para «${asked}»: ${facts}.`,
  mendLight: (how, asked) => `${asked}, ${{ bright: 'más oscura, con sombras profundas', dark: 'más clara, con las sombras levantadas', cool: 'más cálida', warm: 'más fría' }[how]}`,
  fitLight: (asked, facts) => `La luz medida encaja con «${asked}»: ${facts}. Que las sombras compartan una sola fuente hay que verlo.`,
  untoldLight: (asked, facts) => `«${asked}» no se puede deducir de números; ${facts}.`,
  grey: (asked, chroma) => `«${asked}»: la croma media es ${comma(chroma)}.`,
  notGrey: (asked, chroma) => `Se pide «${asked}», pero la croma media es ${comma(chroma)}.`,
  mendGrey: (asked) => `${asked}, sin ningún color`,
  noColours: (dominant) => `El brief no indica colores con los que comparar; el simulador no puede juzgar un estilo a ojo. Dominan: ${dominant}.`,
  brandMet: (facts) => `Los colores de la marca están entre los dominantes: ${facts}.`,
  brandMissed: (facts) => `Ningún color de la marca se acerca a uno dominante: ${facts}.`,
  brandPartly: (facts) => `Los colores de la marca solo están en parte entre los dominantes: ${facts}.`,
  mendBrand: (asked, colours) => `${asked === '' ? '' : `${asked}, `}con la paleta ${colours} en primer plano`,
  distance: (colour, deltaE) => `${colour} a ΔE ${comma(deltaE, 0)}`,
  moodFacts: ({ luminance, warmth, colourfulness }) => `luminancia ${comma(luminance)}, calidez ${comma(warmth)}, croma ${comma(colourfulness)}`,
  wrongMood: (asked, facts) => `Se pide «${asked}», pero la imagen es oscura o gris: ${facts}.`,
  mendMood: (asked) => `luz clara y colorida que transmita «${asked}»`,
  fitMood: (asked, facts) => `La luz y el color permiten «${asked}»: ${facts}. La expresión hay que verla.`,
  untoldMood: (facts) => `El simulador no siente; ${facts}.`,
};

const Asked = z.looseObject({ language: z.string() });

/** Of the language that a document of the request names at its top, under `language`. */
export function wordsAskedFor(documents: readonly unknown[]): Words {
  const names = documents.flatMap((document) => Asked.safeParse(document).data?.language ?? []);
  return names.some((name) => /^(?:spanish|español|es)$/iu.test(name)) ? spanish : english;
}
