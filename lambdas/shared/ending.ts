import { z } from 'zod';
import type { RecordOutcomeOutput } from '../../core/workflow.ts';
import { InternalFailure } from './edge.ts';
import type { RunRecord } from './runs.ts';

/** The event that tells the rest of the house how a run ended. */
export function endingEvent(run: RunRecord): RecordOutcomeOutput {
  const { runId, state, title, reasons = [], endedAt } = run;
  if (state === 'running' || state === 'waiting' || endedAt === undefined) {
    throw new InternalFailure(`Expected a run that has ended but received ${runId}, which is ${state}`);
  }
  return {
    detailType: state === 'completed' ? 'Asset Published' : 'Run Ended',
    detail: { runId, outcome: state, title, assetId: run.assetId ?? null, reasons, endedAt },
  };
}

const LambdaCause = z.looseObject({ errorMessage: z.string() });
const longest = 500;

/** The sentence in the cause of a failed task: Lambda's cause is JSON with an `errorMessage`, others are text. */
export function sentenceOf(cause: string): string {
  let text = cause;
  try {
    const parsed = LambdaCause.safeParse(JSON.parse(cause));
    if (parsed.success) text = parsed.data.errorMessage;
  } catch {
    // Not JSON, or cut off in the middle: it is told as it is.
  }
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
