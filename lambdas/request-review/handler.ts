import { Brief } from '../../core/brief/schema.ts';
import { critique } from '../../core/critique/critique.ts';
import { Assessment, JudgementDocument } from '../../core/documents.ts';
import { InvalidInput } from '../../core/errors.ts';
import { reviewIdOf } from '../../core/ids.ts';
import { contactSheetCid, goAheadMail, reviewRequestMail, spendingMail, type ReviewRequestFacts } from '../../core/mail/mails.ts';
import type { ImageRef } from '../../core/references.ts';
import { candidateLetter } from '../../core/review/letters.ts';
import { approversOf, reviewSchedule } from '../../core/review/review.ts';
import { RequestReviewInput } from '../../core/workflow.ts';
import { wired } from '../shared/clients.ts';
import type { Clock } from '../shared/clock.ts';
import { lambdaHandler, silent, type Handle } from '../shared/edge.ts';
import { requireEnv } from '../shared/environment.ts';
import type { InlinePicture, Mailer, MailText } from '../shared/mail.ts';
import type { Objects } from '../shared/objects.ts';
import { newReviewLink, randomKey, type MakeKey } from '../shared/review-links.ts';
import type { ReviewRecord, Reviews } from '../shared/reviews.ts';
import type { Runs } from '../shared/runs.ts';

interface Ports {
  readonly objects: Objects;
  readonly runs: Runs;
  readonly reviews: Reviews;
  readonly mailer: Mailer;
  readonly clock: Clock;
  readonly makeKey: MakeKey;
  readonly publicUrl: string;
  readonly defaultApprovers: readonly string[];
}

/** The state of the workflow that asks. */
const stages = { candidates: 'Review', 'go-ahead': 'AskOwner', budget: 'AskBudget' } as const;

/** Writes one mail to one approver, with the approver's own link in it. */
type Compose = (link: string, review: ReviewRecord) => MailText;

/** Opens a question to people and mails each of them a link. The workflow then waits for the answer. */
export function createHandler(ports: Ports): Handle<{ readonly reviewId: string }> {
  const { objects, runs, reviews, mailer, clock, makeKey, publicUrl, defaultApprovers } = ports;
  return async (event, note = silent) => {
    const input = RequestReviewInput.parse(event);
    const brief = await objects.readJson(input.brief, Brief);
    const approvers = approversOf(brief, defaultApprovers, input.question);
    if (approvers.length === 0) {
      throw new InvalidInput('Expected at least one address for review.approvers but received none; name one in the brief, or set the stack’s parameter DefaultApprovers');
    }
    const now = clock.now();
    const round = input.question === 'go-ahead' ? 1 : input.round;
    const review = await reviews.open({
      reviewId: reviewIdOf({ runId: input.runId, question: input.question, round, ...(input.question === 'budget' ? { ask: input.ask } : {}) }),
      question: input.question,
      runId: input.runId,
      title: brief.title,
      round,
      state: 'open',
      taskToken: input.taskToken,
      approvers,
      createdAt: now.toISOString(),
      ...reviewSchedule(brief.review, now),
      mailedAt: {},
      handedOver: false,
      ...questionOf(input, brief),
    });
    await runs.wait(input.runId, stages[input.question], review, now.toISOString());

    const { compose, pictures } = await mailFor(input, brief, objects);
    const failures: unknown[] = [];
    for (const approver of review.approvers) {
      // Asked again after a crash, only those are mailed who were not.
      if (review.mailedAt[approver] !== undefined) continue;
      const link = await newReviewLink(reviews, makeKey, publicUrl, review, approver);
      try {
        await mailer.send(approver, compose(link, review), pictures);
      } catch (error) {
        // One address that is refused must not end a paid run that others can decide; the reminder tries it again.
        failures.push(error);
        continue;
      }
      await reviews.markMailed(review.reviewId, approver, clock.now().toISOString());
    }
    note({ reviewId: review.reviewId, approvers: review.approvers.length, unreached: failures.length });
    if (failures.length === review.approvers.length) throw failures[0];
    return { reviewId: review.reviewId };
  };
}

function questionOf(input: RequestReviewInput, brief: Brief): Pick<ReviewRecord, 'roundLimit' | 'candidates' | 'refs' | 'directions' | 'reasons' | 'spending'> {
  if (input.question === 'go-ahead') {
    return { roundLimit: brief.review.rounds, candidates: [], refs: { brief: input.brief, assessment: input.assessment }, directions: [], reasons: input.reasons };
  }
  if (input.question === 'budget') {
    return { roundLimit: brief.review.rounds, candidates: [], refs: { brief: input.brief }, directions: [], reasons: [], spending: input.refusal };
  }
  const { prompt, inspection, judgement, contactSheet } = input;
  return {
    roundLimit: input.roundLimit,
    candidates: input.candidates,
    refs: { brief: input.brief, prompt, inspection, judgement, contactSheet },
    directions: input.directions,
    reasons: [],
  };
}

async function mailFor(input: RequestReviewInput, brief: Brief, objects: Objects): Promise<{ readonly compose: Compose; readonly pictures: readonly InlinePicture[] }> {
  if (input.question === 'go-ahead') {
    const assessment = await objects.readJson(input.assessment, Assessment);
    const advice = critique(brief).flatMap(({ severity, asks, message }) => (severity === 'warning' && !asks ? [message] : []));
    return { compose: (link, { dueAt }) => goAheadMail({ brief, link, dueAt, reasons: input.reasons, assessment, advice }), pictures: [] };
  }
  if (input.question === 'budget') {
    const { round, refusal } = input;
    return { compose: (link, { dueAt }) => spendingMail({ brief, link, dueAt, round, refusal }), pictures: [] };
  }
  const [{ reasons, ranking }, sheet] = await Promise.all([objects.readJson(input.judgement, JudgementDocument), objects.read(input.contactSheet)]);
  const direction = input.directions.at(-1)?.note;
  const { round, roundLimit, candidates } = input;
  return {
    compose: (link, { dueAt }) =>
      reviewRequestMail({ brief, link, dueAt, round, roundLimit, candidates: candidates.length, reasons, sheet: sheetOf(candidates, ranking), ...(direction === undefined ? {} : { direction }) }),
    pictures: [{ contentId: contactSheetCid, fileName: 'contact-sheet.jpg', mediaType: input.contactSheet.mediaType, bytes: sheet }],
  };
}

/** The contact sheet in words, in the order in which it shows the candidates. */
function sheetOf(candidates: readonly ImageRef[], ranking: JudgementDocument['ranking']): NonNullable<ReviewRequestFacts['sheet']> {
  return candidates.flatMap(({ sha256 }, index) => {
    const ranked = ranking.find(({ candidate }) => candidate === sha256);
    return ranked === undefined ? [] : [{ letter: candidateLetter(index), score: ranked.score, ruledOut: !ranked.passedGates }];
  });
}

export const handler = lambdaHandler(() =>
  createHandler({
    objects: wired.objects(),
    runs: wired.runs(),
    reviews: wired.reviews(),
    mailer: wired.mailer(),
    clock: wired.clock(),
    makeKey: randomKey,
    publicUrl: requireEnv('PUBLIC_URL'),
    defaultApprovers: requireEnv('DEFAULT_APPROVERS').split(','),
  }),
);
