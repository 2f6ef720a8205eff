import type { QuestionTrust, ReviewView } from '../../core/api.ts';
import { agreementOf, type AgreementCounts } from '../../core/agreement/agreement.ts';
import { trustOfQuestion } from '../../core/agreement/trust.ts';
import { Brief } from '../../core/brief/schema.ts';
import { Assessment, InspectionDocument, JudgementDocument, PromptDocument } from '../../core/documents.ts';
import { contradictionsShown } from '../../core/review/contradictions.ts';
import { checklistOf, decisionState } from '../../core/review/review.ts';
import type { Agreement } from '../shared/agreement.ts';
import type { Objects } from '../shared/objects.ts';
import type { ReviewRecord } from '../shared/review-record.ts';
import { standingFor } from '../shared/standing.ts';
import { roundsShown, shownCandidate } from './earlier-rounds.ts';

export interface ViewPorts {
  readonly objects: Objects;
  readonly agreement: Agreement;
}

/** Everything that the page of a review shows to one approver. */
export async function reviewView({ objects, agreement }: ViewPorts, review: ReviewRecord, approver: string, now: Date): Promise<ReviewView> {
  const { refs } = review;
  const [brief, prompt, inspection, judgement, assessment, rounds, counts] = await Promise.all([
    objects.readJson(refs.brief, Brief),
    refs.prompt === undefined ? null : objects.readJson(refs.prompt, PromptDocument),
    refs.inspection === undefined ? null : objects.readJson(refs.inspection, InspectionDocument),
    refs.judgement === undefined ? null : objects.readJson(refs.judgement, JudgementDocument),
    refs.assessment === undefined ? null : objects.readJson(refs.assessment, Assessment),
    roundsShown(objects, review),
    // Beside the reads of the documents, which take longer.
    refs.inspection === undefined ? [] : agreement.counts(now),
  ]);
  const { reviewId, question, title, dueAt, round, roundLimit, directions, decision, decidedBy, decidedAt, note = '' } = review;
  return {
    reviewId,
    question,
    state: decisionState(review, now),
    title,
    approver,
    dueAt,
    round,
    roundLimit,
    lastRound: round >= roundLimit,
    brief,
    decided: decision === undefined || decidedBy === undefined || decidedAt === undefined ? null : { decision, by: decidedBy, at: decidedAt, note },
    checklist: question === 'candidates' ? checklistOf(brief) : [],
    candidates: await Promise.all((inspection?.candidates ?? []).map((each) => shownCandidate(objects, each))),
    prompt: prompt === null ? null : { text: prompt.text, slots: prompt.slots },
    judgement: judgement === null ? null : { verdict: judgement.verdict, reasons: judgement.reasons },
    assessment,
    directions,
    spending: review.spending ?? null,
    ...rounds,
    trust: inspection?.judge ? trustShown(counts, inspection.judge.model) : [],
    standing: standingFor(review, approver),
    contradictions: contradictionsShown(directions.at(-1)?.notes ?? [], review.votes),
    escalation: review.escalatedAt === undefined ? null : { at: review.escalatedAt, to: review.escalatedTo },
    expired: review.expired ?? null,
    reopenedAt: review.reopenedAt ?? null,
  };
}

/** How far one model has agreed with people, where they have answered by hand. */
function trustShown(counts: readonly AgreementCounts[], model: string): QuestionTrust[] {
  return agreementOf(counts, model)
    .filter(({ decisions }) => decisions > 0)
    .map((each) => ({ question: each.question, decisions: each.decisions, agreed: each.byHand.pass.pass + each.byHand.fail.fail, trusted: trustOfQuestion(each).trusted }));
}
