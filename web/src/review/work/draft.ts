import { z } from 'zod';
import { DecisionRequest } from '../../../../core/api.ts';
import { Drawing, Pin, Point } from '../../../../core/geometry.ts';
import { ReviewTag } from '../../../../core/workflow.ts';
import { begun } from './history.ts';
import { noWork } from './work.ts';
import type { Work } from './work.ts';

const Answers = z.record(z.string(), z.enum(['pass', 'fail', 'unsure']));

/** What a reload keeps, for the tab that wrote it. The link's key is never part of it. */
const Draft = z.strictObject({
  draft: z.literal(1),
  shown: z.string().nullable(),
  decision: DecisionRequest.shape.decision.nullable(),
  note: z.string(),
  tags: z.array(ReviewTag),
  sentences: z.partialRecord(ReviewTag, z.string()).default({}),
  answers: z.record(z.string(), Answers),
  pins: z.record(z.string(), z.array(Pin)),
  drawings: z.record(z.string(), z.strictObject({ pen: Drawing, brush: Drawing })),
  focuses: z.record(z.string(), Point),
});

/** The work as text; steps that could be taken back are not kept. */
export function draftOf(work: Work): string {
  const drawings = Object.fromEntries(Object.entries(work.drawings).map(([sha256, history]) => [sha256, history?.present]));
  return JSON.stringify({ ...work, draft: 1, drawings });
}

/** The work that a draft kept; what cannot be read is no draft, and the reviewer begins anew. */
export function workOf(text: string | null): Work {
  const read = Draft.safeParse(parsed(text));
  if (!read.success) return noWork;
  const { draft: _, drawings, ...rest } = read.data;
  return { ...rest, drawings: Object.fromEntries(Object.entries(drawings).map(([sha256, present]) => [sha256, begun(present)])) };
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
