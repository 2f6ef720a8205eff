/** Reviews as the workflow opens them: real records, recorded mails, and a task that waits. */
import { judge } from '../../../core/judge/judge.ts';
import { runKeys } from '../../../core/keys.ts';
import { reviewIdOf } from '../../../core/ids.ts';
import type { BriefInput } from '../../../core/brief/schema.ts';
import { createHandler as createRemind } from '../../../lambdas/remind/handler.ts';
import { createHandler as createRequestReview } from '../../../lambdas/request-review/handler.ts';
import { createHandler as createReview } from '../../../lambdas/review/handler.ts';
import { randomKey } from '../../../lambdas/shared/review-links.ts';
import { candidate, hash, imageRef, inspectionOf } from '../../core/support/runs.ts';
import { buckets, type TestCloud } from './cloud.ts';
import { HeldClock, RecordedExecutions, RecordedMailer } from './doubles.ts';
import { placeRun } from './runs.ts';

export const publicUrl = 'https://galley.example.com';
export const checklist = { concept: 'pass', structure: 'pass', lighting: 'pass', style: 'unsure', emotion: 'pass' } as const;

/** One review desk: the three functions over the same tables, clock and doubles. */
export function reviewDesk(cloud: TestCloud) {
  const { objects, runs, reviews, agreement, advice } = cloud;
  const [clock, mailer, executions] = [new HeldClock(), new RecordedMailer(), new RecordedExecutions()];
  const ports = { objects, runs, reviews, agreement, advice, mailer, clock, executions, makeKey: randomKey, publicUrl, defaultApprovers: [] };
  let tokens = 0;
  /** A new task token, which waits for its answer. */
  const taskToken = (): string => {
    tokens += 1;
    const token = `task-token-${String(tokens)}`;
    executions.waiting.add(token);
    return token;
  };
  const handlers = { requestReview: createRequestReview(ports), review: createReview(ports), remind: createRemind(ports) };

  /** A run with two candidates, and what the workflow passes to ask about them. */
  const question = async (changes: Partial<BriefInput> = {}) => {
    const { runId, brief, refs } = await placeRun(cloud, changes);
    const inspection = { ...inspectionOf({ ...candidate('1'), subject: { x: 0.25, y: 0.125, width: 0.5, height: 0.75 } }, candidate('2')), runId };
    const judgement = judge({ inspection, brief, round: 1, roundLimit: 3 });
    const event = {
      question: 'candidates' as const,
      runId,
      brief: refs.brief,
      prompt: refs.prompt,
      round: 1,
      roundLimit: 3,
      reviewSeconds: brief.review.dueHours * 3600,
      candidates: [imageRef(hash('1')), imageRef(hash('2'))],
      contactSheet: await objects.writeImage(buckets.assets, runKeys.contactSheet(runId, 1), Buffer.from('a sheet'), { width: 10, height: 10, mediaType: 'image/jpeg' }),
      inspection: await objects.writeJson(buckets.assets, runKeys.inspection(runId, 1), inspection),
      judgement: await objects.writeJson(buckets.assets, runKeys.judgement(runId, 1), judgement),
      directions: [],
      taskToken: taskToken(),
    };
    return { runId, brief, event, reviewId: reviewIdOf({ runId, question: 'candidates', round: 1 }) };
  };

  /** An open review, and the key that the first approver was mailed. */
  const open = async (changes: Partial<BriefInput> = {}) => {
    const asked = await question(changes);
    await handlers.requestReview(asked.event);
    return { ...asked, key: mailer.keyFor(asked.brief.review.approvers[0] ?? '') };
  };
  return { ...ports, ...handlers, handlers, taskToken, question, open };
}

export type ReviewDesk = ReturnType<typeof reviewDesk>;
