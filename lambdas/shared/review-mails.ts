import { Brief } from '../../core/brief/schema.ts';
import { critique } from '../../core/critique/critique.ts';
import { Assessment, JudgementDocument } from '../../core/documents.ts';
import { contactSheetCid, delegationMail, goAheadMail, reopenMail, reviewRequestMail, spendingMail, type ReviewRequestFacts } from '../../core/mail/mails.ts';
import type { ImageRef } from '../../core/references.ts';
import { candidateLetter } from '../../core/review/letters.ts';
import { sameAddress, type Delegation } from '../../core/review/vote.ts';
import type { ExpiredReview } from '../../core/workflow.ts';
import { InternalFailure } from './edge.ts';
import type { InlinePicture, MailText } from './mail.ts';
import type { Objects } from './objects.ts';
import type { ReviewRecord } from './review-record.ts';

export interface ReviewMail {
  readonly mail: MailText;
  readonly pictures: readonly InlinePicture[];
}

/** Writes the first mail of a review to one approver, with the approver's own link in it. */
export type ComposeReviewMail = (approver: string, link: string) => ReviewMail;

/** Reads once what the mails of a review are made of; the record has it all by reference. */
export async function reviewMails(objects: Objects, review: ReviewRecord): Promise<ComposeReviewMail> {
  const brief = await objects.readJson(review.refs.brief, Brief);
  const compose = review.question === 'candidates' ? await candidatesMails(objects, review, brief) : await ownersMails(objects, review, brief);
  return (approver, link) => {
    const handedOn = review.delegations.findLast(({ to, byHand }) => byHand && sameAddress(to, approver));
    return handedOn === undefined ? compose(approver, link) : { mail: handedOnMail(review, brief, handedOn, link), pictures: [] };
  };
}

async function candidatesMails(objects: Objects, review: ReviewRecord, brief: Brief): Promise<ComposeReviewMail> {
  const { refs, directions, dueAt, round, roundLimit, candidates, delegations, ask, naming } = review;
  if (refs.judgement === undefined || refs.contactSheet === undefined) throw new InternalFailure(`Expected a judgement and a contact sheet with the review ${review.reviewId} but received none`);
  const [{ reasons, ranking }, sheet] = await Promise.all([objects.readJson(refs.judgement, JudgementDocument), objects.read(refs.contactSheet)]);
  const pictures = [{ contentId: contactSheetCid, fileName: 'contact-sheet.jpg', mediaType: refs.contactSheet.mediaType, bytes: sheet }];
  const direction = directions.at(-1)?.note;
  // Those who were named are asked in later rounds too: none of these has expired.
  const namedBy = ask > 1 ? naming?.by : undefined;
  // In a sequence only approvals pass a review on.
  const votes = review.approval === 'sequence' ? review.votes.map(({ by, candidate, note }) => ({ by, letter: candidateLetter(candidates.findIndex(({ sha256 }) => sha256 === candidate)), note })) : [];
  return (approver, link) => {
    const inPlaceOf = delegations.findLast(({ to }) => sameAddress(to, approver))?.from;
    const mail = reviewRequestMail({ brief, link, dueAt, round, roundLimit, candidates: candidates.length, reasons, sheet: sheetOf(candidates, ranking), votes, ...(direction === undefined ? {} : { direction }), ...(inPlaceOf === undefined ? {} : { inPlaceOf }), ...(namedBy === undefined ? {} : { namedBy }) });
    return { mail, pictures };
  };
}

/** The contact sheet in words, in the order in which it shows the candidates. */
function sheetOf(candidates: readonly ImageRef[], ranking: JudgementDocument['ranking']): NonNullable<ReviewRequestFacts['sheet']> {
  return candidates.flatMap(({ sha256 }, index) => {
    const ranked = ranking.find(({ candidate }) => candidate === sha256);
    return ranked === undefined ? [] : [{ letter: candidateLetter(index), score: ranked.score, ruledOut: !ranked.passedGates }];
  });
}

async function ownersMails(objects: Objects, review: ReviewRecord, brief: Brief): Promise<ComposeReviewMail> {
  const { refs, dueAt, round, reasons, spending, expired } = review;
  if (expired !== undefined) return (_approver, link) => ({ mail: expiredMail(review, brief, expired, link), pictures: [] });
  if (spending !== undefined) return (_approver, link) => ({ mail: spendingMail({ brief, link, dueAt, round, refusal: spending }), pictures: [] });
  if (refs.assessment === undefined) throw new InternalFailure(`Expected an assessment with the review ${review.reviewId} but received none`);
  const assessment = await objects.readJson(refs.assessment, Assessment);
  const advice = critique(brief).flatMap(({ severity, asks, message }) => (severity === 'warning' && !asks ? [message] : []));
  return (_approver, link) => ({ mail: goAheadMail({ brief, link, dueAt, reasons, assessment, advice }), pictures: [] });
}

function expiredMail({ title, round, roundLimit, dueAt }: ReviewRecord, { language }: Brief, { at, waitedFor, naming }: ExpiredReview, link: string): MailText {
  return reopenMail({ language, title, link, round, roundLimit, expiredAt: at, reopenUntil: dueAt, waitedFor, takesOthers: naming !== undefined });
}

function handedOnMail({ title, question, dueAt, round, roundLimit, createdAt }: ReviewRecord, { language }: Brief, { from, note }: Delegation, link: string): MailText {
  return delegationMail({ language, from, title, question, link, dueAt, round, roundLimit, openedAt: createdAt, ...(note === undefined || note === '' ? {} : { note }) });
}
