import { z } from 'zod';
import outlines from './lettering.json' with { type: 'json' };

/**
 * Text as outlines. A function on Lambda has no fonts, and a picture must look the same wherever it is
 * drawn, so the glyphs travel with the code (see lettering.LICENSE.txt).
 */
export type Face = 'serif' | 'sans';

const Glyphs = z.record(z.string(), z.tuple([z.number(), z.string()]));
const faces: Readonly<Record<Face, ReadonlyMap<string, readonly [advance: number, path: string]>>> = {
  serif: new Map(Object.entries(Glyphs.parse(outlines.serif))),
  sans: new Map(Object.entries(Glyphs.parse(outlines.sans))),
};
const unitsPerEm = 1000;

export interface TextStyle {
  readonly face: Face;
  /** Pixels per em. */
  readonly size: number;
  /** Extra space after each letter, as a fraction of the size. */
  readonly tracking?: number;
}

/** A line of text as SVG, its baseline starting at `x`, `y`. Letters that the face lacks lose their accent or are left out. */
export function drawText(text: string, style: TextStyle, x: number, y: number, fill: string): string {
  const scale = style.size / unitsPerEm;
  let pen = 0;
  const letters = glyphsOf(text, style.face).map(([advance, path]) => {
    const letter = path === '' ? '' : `<path transform="translate(${String(pen)} 0)" d="${path}"/>`;
    pen += advance + (style.tracking ?? 0) * unitsPerEm;
    return letter;
  });
  return `<g fill="${fill}" transform="translate(${String(x)} ${String(y)}) scale(${String(scale)})">${letters.join('')}</g>`;
}

/** Width of a line of text in pixels. */
export function textWidth(text: string, style: TextStyle): number {
  const glyphs = glyphsOf(text, style.face);
  const advance = glyphs.reduce((sum, [width]) => sum + width, 0);
  return (advance / unitsPerEm + glyphs.length * (style.tracking ?? 0)) * style.size;
}

/** The text, or as many of its letters as fit before an ellipsis. */
export function fitText(text: string, style: TextStyle, width: number): string {
  if (textWidth(text, style) <= width) return text;
  const letters = Array.from(text);
  while (letters.length > 0 && textWidth(`${letters.join('')}…`, style) > width) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}

function glyphsOf(text: string, face: Face): (readonly [number, string])[] {
  const glyphs = faces[face];
  return Array.from(text.replace(/\s/gu, ' ')).flatMap((letter) => {
    const glyph = glyphs.get(letter) ?? glyphs.get(letter.normalize('NFKD').charAt(0));
    return glyph === undefined ? [] : [glyph];
  });
}
