import type { z } from 'zod';
import type { NotSent } from '../documents.ts';
import { mostStrokes, type Drawing, type Region } from '../geometry.ts';
import type { ImageModel } from '../models/models.ts';
import { fitsOneDrawing, mostPoints } from './annotations.ts';
import { drawnRegions, mostPlaces, pinText, regionText } from './places.ts';
import type { United } from './united.ts';

/** What an edit takes of the reviewers' pins and drawings. */
export interface Marks {
  /** The drawing to send with the picture; the API takes one kind in a call. */
  readonly send: { readonly kind: 'mask' | 'markup'; readonly lines: Drawing } | null;
  /** What the instruction says of them, a line each. */
  readonly lines: readonly string[];
  readonly notSent: readonly z.infer<typeof NotSent>[];
}

export const noMarks: Marks = { send: null, lines: [], notSent: [] };

/**
 * What is sent of the reviewers' annotations and what is worded: pins always become words, without their authors' names. The
 * brushes become the mask of every model that edits, unless somebody else's wish is for the whole picture, which a mask would
 * forbid, or all of them are more than a mask takes. The pens become the markup where the model takes one and no mask goes with
 * it; else their places are worded.
 *
 * @param aspect width to height of the picture that was drawn on
 */
export function marksOf({ pins, markup, markupBeyond, brush, people, unconfined, notSent }: United, model: Pick<ImageModel, 'name' | 'edits' | 'markup'>, aspect: number): Marks {
  const noMask = brush.length === 0 ? null : whyNoMask(brush, unconfined, model);
  const masked = brush.length > 0 && noMask === null;
  const drawn = [...markup, ...markupBeyond];
  const marked = !masked && markup.length > 0 && model.markup === true;
  const most = people > 1 ? mostPlacesOfSeveral : mostPlaces;
  const worded = (parameter: 'markup' | 'mask', drawing: Drawing, words: string, why: string): Worded => placesOf(drawnRegions(drawing, aspect, Infinity), { parameter, count: drawing.length, words, why, most });
  const penned = worded('markup', marked ? markupBeyond : drawn, 'Marked by the reviewer:', marked ? tooMany : masked ? 'the API takes no markup beside a mask' : `${model.name} takes no markup`);
  const brushed = worded('mask', masked ? [] : brush, unconfined.length > 0 ? 'A reviewer asks to change' : 'Change only', noMask ?? '');
  return {
    send: masked ? { kind: 'mask', lines: brush } : marked ? { kind: 'markup', lines: markup } : null,
    lines: [
      ...new Set(pins.map(pinText)),
      ...(masked ? ['Change only what the mask leaves open'] : brushed.lines),
      ...(marked ? ['The lines drawn over the picture show where to change it; they are no part of the picture'] : []),
      ...penned.lines,
    ],
    notSent: [...notSent, ...penned.notSent, ...brushed.notSent],
  };
}

/** Of several people: twenty-four of them, pen and brush, take 4,000 characters of an instruction's 32,000. */
const mostPlacesOfSeveral = 12;

const tooMany = `a drawing has at most ${String(mostStrokes)} lines and ${String(mostPoints)} points`;

/** Why the brushes are not sent as a mask; null when they are. A part of them would forbid what the others want. */
function whyNoMask(brush: Drawing, unconfined: readonly string[], model: Pick<ImageModel, 'name' | 'edits'>): string | null {
  if (model.edits === null) return `${model.name} takes no mask`;
  if (unconfined.length > 0) return `${unconfined.join(', ')} asked for changes without a brush, to which the whole picture is open`;
  return fitsOneDrawing(brush) ? null : tooMany;
}

type Worded = Pick<Marks, 'lines' | 'notSent'>;

interface Wording {
  readonly parameter: 'markup' | 'mask';
  /** Lines that were drawn. */
  readonly count: number;
  /** What goes before each place. */
  readonly words: string;
  /** Why the lines themselves are not sent. */
  readonly why: string;
  readonly most: number;
}

/** A drawing in words, the largest places first, and what is said of it under `notSent`. */
function placesOf(regions: readonly Region[], { parameter, count, words, why, most }: Wording): Worded {
  if (regions.length === 0) return { lines: [], notSent: [] };
  const lines = regions.slice(0, most).map((region) => `${words} ${regionText(region)}`);
  const which = lines.length < regions.length ? `the ${String(lines.length)} largest of ${String(regions.length)} places` : 'the places';
  return { lines, notSent: [{ parameter, value: `${String(count)} ${count === 1 ? 'line' : 'lines'}`, reason: `${why}; ${which} are worded`, sent: lines.join('; ') }] };
}
