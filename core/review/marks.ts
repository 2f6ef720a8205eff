import type { z } from 'zod';
import type { AnnotationsDocument, NotSent } from '../documents.ts';
import type { ImageModel } from '../models/models.ts';
import { drawnRegions, pinText, regionText } from './places.ts';

/** What an edit takes of a reviewer's pins and drawings. */
export interface Marks {
  /** The drawing to send with the picture; the API takes one kind in a call. */
  readonly send: 'mask' | 'markup' | null;
  /** What the instruction says of them, a line each. */
  readonly lines: readonly string[];
  readonly notSent: readonly z.infer<typeof NotSent>[];
}

export const noMarks: Marks = { send: null, lines: [], notSent: [] };

/**
 * What is sent of a reviewer's annotations and what is worded: pins always become words. A brush becomes the mask of every model
 * that edits. A pen becomes the markup where the model takes one and no mask goes with it; else its places are worded.
 *
 * @param aspect width to height of the picture that was drawn on
 */
export function marksOf({ pins, markup, brush }: Pick<AnnotationsDocument, 'pins' | 'markup' | 'brush'>, model: Pick<ImageModel, 'name' | 'edits' | 'markup'>, aspect: number): Marks {
  const masked = brush.length > 0 && model.edits !== null;
  const drawn = markup.length > 0;
  const send = masked ? 'mask' : drawn && model.markup === true ? 'markup' : null;
  const places = drawnRegions(markup, aspect).map((region) => `Marked by the reviewer: ${regionText(region)}`);
  const brushed = drawnRegions(brush, aspect).map((region) => `Change only ${regionText(region)}`);
  const worded = drawn && send !== 'markup' ? places : [];
  return {
    send,
    lines: [
      ...pins.map(pinText),
      ...(send === 'mask' ? ['Change only what the mask leaves open'] : brushed),
      ...(send === 'markup' ? ['The lines drawn over the picture show where to change it; they are no part of the picture'] : worded),
    ],
    notSent: [
      ...(worded.length === 0
        ? []
        : [{ parameter: 'markup', value: `${String(markup.length)} ${markup.length === 1 ? 'line' : 'lines'}`, reason: masked ? 'the API takes no markup beside a mask; the places are worded' : `${model.name} takes no markup; the places are worded`, sent: worded.join('; ') }]),
      ...(brush.length > 0 && !masked ? [{ parameter: 'mask', value: `${String(brush.length)} ${brush.length === 1 ? 'line' : 'lines'}`, reason: `${model.name} takes no mask; the places are worded`, sent: brushed.join('; ') }] : []),
    ],
  };
}
