import { Brief } from '../../core/brief/schema.ts';
import { GenerationDocument, InspectionDocument, JudgementDocument } from '../../core/documents.ts';
import { joinDecision, joinExpired, joinRound, joinStraightOn, type Joined } from '../../core/judge/outcome.ts';
import { runKeys } from '../../core/keys.ts';
import type { CandidatesDecision, Direction } from '../../core/workflow.ts';
import type { AdviceBook } from './advice-book.ts';
import { jsonBytes, type Objects } from './objects.ts';
import type { ReviewRecord } from './review-record.ts';

export interface OutcomePorts {
  readonly objects: Objects;
  readonly advice: AdviceBook;
}

/** The cost of a round's model calls so far: candidates, and looking at them. */
export async function roundCost(objects: Objects, bucket: string, inspection: InspectionDocument): Promise<number> {
  const generation = await objects.findJson(bucket, runKeys.generation(inspection.runId, inspection.round), GenerationDocument);
  return (generation?.value.costMicroUsd ?? 0) + (inspection.judge?.costMicroUsd ?? 0);
}

interface NextRoundFacts {
  readonly brief: Brief;
  readonly inspection: InspectionDocument;
  readonly costMicroUsd: number;
  readonly directions: readonly Direction[];
  readonly at: string;
}

/** A round is judged: the judgement of the one before it now has its outcome. */
export async function joinNextRound({ objects, advice }: OutcomePorts, bucket: string, { brief, inspection, costMicroUsd, directions, at }: NextRoundFacts): Promise<void> {
  const { runId, round } = inspection;
  const direction = directions[round - 2];
  if (direction === undefined) return;
  const [judgement, before] = await Promise.all([
    objects.findJson(bucket, runKeys.judgement(runId, round - 1), JudgementDocument),
    objects.findJson(bucket, runKeys.inspection(runId, round - 1), InspectionDocument),
  ]);
  if (judgement === null || before === null) return;
  const joined = joinRound({ brief, judgement: judgement.value, inspection: before.value }, { direction, inspection, costMicroUsd }, at);
  if (joined !== null) await keep({ objects, advice }, bucket, brief, joined, at);
}

/** A round goes on without people. */
export async function joinOwnDecision(ports: OutcomePorts, bucket: string, { brief, inspection, judgement, at }: { readonly brief: Brief; readonly inspection: InspectionDocument; readonly judgement: JudgementDocument; readonly at: string }): Promise<void> {
  const joined = joinStraightOn({ brief, judgement, inspection }, at);
  if (joined !== null) await keep(ports, bucket, brief, joined, at);
}

/** People have decided about candidates: the judgement that led to the review has its outcome. Other questions have none. */
export async function joinPeoplesDecision({ objects, advice }: OutcomePorts, { refs, directions, round }: ReviewRecord, decision: Pick<CandidatesDecision, 'decision' | 'candidate' | 'tags' | 'decidedAt'>): Promise<void> {
  if (refs.judgement === undefined || refs.inspection === undefined) return;
  const [brief, judgement, inspection] = await Promise.all([
    objects.readJson(refs.brief, Brief),
    objects.readJson(refs.judgement, JudgementDocument),
    objects.readJson(refs.inspection, InspectionDocument),
  ]);
  await keep({ objects, advice }, refs.judgement.bucket, brief, joinDecision({ brief, judgement, inspection }, decision, directions.slice(0, round - 1), decision.decidedAt), decision.decidedAt);
}

/** A run has ended because nobody decided in time. Where that was about a round, its judgement has its outcome; a brief that was never generated has none. */
export async function joinExpiredReview({ objects, advice }: OutcomePorts, bucket: string, { runId, round }: { readonly runId: string; readonly round: number }, at: string): Promise<void> {
  const [brief, judgement, inspection] = await Promise.all([
    objects.findJson(bucket, runKeys.brief(runId), Brief),
    objects.findJson(bucket, runKeys.judgement(runId, round), JudgementDocument),
    objects.findJson(bucket, runKeys.inspection(runId, round), InspectionDocument),
  ]);
  if (brief === null || judgement === null || inspection === null) return;
  await keep({ objects, advice }, bucket, brief.value, joinExpired({ brief: brief.value, judgement: judgement.value, inspection: inspection.value }, at), at);
}

/** The document stays as it was first written, and what is counted counts once: told again, nothing changes. */
async function keep({ objects, advice }: OutcomePorts, bucket: string, { kind, team }: Brief, { id, counts, document }: Joined, at: string): Promise<void> {
  if (document !== null) await objects.writeOnce(bucket, runKeys.outcome(document.runId, document.round), jsonBytes(document), 'application/json');
  await advice.add({ id, kind, team, at, counts });
}
