import type { AnnotationsDocument } from '../../../core/documents.ts';
import type { Stroke } from '../../../core/geometry.ts';
import type { ReviewerNote } from '../../../core/workflow.ts';
import { hash, runId } from './runs.ts';

const at = '2026-11-24T12:00:00.000Z';

/** What one person put on candidate 1, unless another is given. */
export function put(by: string, given: Partial<AnnotationsDocument> = {}): AnnotationsDocument {
  return { runId, round: 1, candidate: hash('1'), by, at, tags: [], pins: [], markup: [], brush: [], ...given };
}

export function asked(by: string, note: string, decision = 'changes'): ReviewerNote {
  return { by, decision, note, tags: [], at };
}

/** A line from one point to a point a tenth to the right, with as many points as are asked for. */
export function strokeAt(x: number, y: number, points = 2): Stroke {
  return { points: Array.from({ length: points }, (_, index): [number, number] => [x + (index / Math.max(1, points - 1)) / 10, y]), width: 0.02 };
}
