import type { DecisionRequest } from '../api.ts';
import type { AnnotationsDocument } from '../documents.ts';
import type { FieldProblem } from '../errors.ts';
import { mostPins, mostStrokes, type Drawing } from '../geometry.ts';

/** What a reviewer put on a candidate besides words. */
type Annotations = Pick<DecisionRequest, 'decision' | 'candidate' | 'tags' | 'pins' | 'markup' | 'brush'>;

/** Points of one decision, pen and brush together: as much as anybody draws, and little enough to render in seconds. */
export const mostPoints = 20_000;

const fields = ['pins', 'markup', 'brush'] as const;

/** What is wrong with the pins and drawings of a decision, field by field. */
export function checkAnnotations({ decision, candidate, ...given }: Annotations): FieldProblem[] {
  const used = fields.filter((field) => (given[field]?.length ?? 0) > 0);
  const { markup = [], brush = [] } = given;
  const [strokes, points] = [markup.length + brush.length, pointsOf(markup) + pointsOf(brush)];
  const drawn = used.find((field) => field !== 'pins');
  const tooMuch = (what: string, most: number, received: number): FieldProblem => ({
    field: drawn ?? 'markup',
    message: `Expected at most ${String(most)} ${what} for markup and brush together but received ${String(received)}; ${drawingWayOut}`,
  });
  return [
    ...(candidate === undefined ? used.map((field) => ({ field, message: `Expected the candidate that ${field} lies on but received none; choose the candidate, or leave ${field} out` })) : []),
    ...used
      .filter((field) => field !== 'pins' && decision !== 'changes')
      .map((field) => ({ field, message: `Expected a drawing for "changes" only but received ${field} for "${decision}"; ask for changes, or clear the drawing` })),
    ...(strokes > mostStrokes ? [tooMuch('lines', mostStrokes, strokes)] : []),
    ...(points > mostPoints ? [tooMuch('points', mostPoints, points)] : []),
  ];
}

const drawingWayOut = 'clear part of the drawing, or draw with fewer and shorter lines';

/** What to do about a field of the annotations that breaks its form; undefined for other fields. */
export function annotationWayOut(field: string): string | undefined {
  if (field === 'markup' || field === 'brush') return drawingWayOut;
  if (field === 'pins') return `set at most ${String(mostPins)} pins of at most 500 characters each, all on the picture`;
  if (field === 'tags') return 'send tags that the page offers, each once';
  return undefined;
}

/** Points of all lines together. */
export function pointsOf(drawing: Drawing): number {
  return drawing.reduce((sum, { points }) => sum + points.length, 0);
}

/** Whether lines fit one drawing. */
export function fitsOneDrawing(drawing: Drawing): boolean {
  return drawing.length <= mostStrokes && pointsOf(drawing) <= mostPoints;
}

/** What is kept of a decision's tags, pins and drawings; null when it has none of them. */
export function annotationsOf(
  { candidate, tags = [], pins = [], markup = [], brush = [] }: Annotations,
  facts: Pick<AnnotationsDocument, 'runId' | 'round' | 'by' | 'at'>,
): AnnotationsDocument | null {
  if (candidate === undefined || pins.length + markup.length + brush.length === 0) return null;
  return { ...facts, candidate, tags: [...new Set(tags)], pins, markup, brush };
}
