import { z } from 'zod';
import type { Brief } from '../../core/brief/schema.ts';
import { monthScope, scopesOf } from '../../core/budget.ts';
import { Answer, MicroUsd, type PromptDocument } from '../../core/documents.ts';
import { BudgetExceeded, ImageApiRefused, ImageApiUnavailable, ModerationBlocked, OutcomeUnknown, RateLimited } from '../../core/errors.ts';
import { Region } from '../../core/geometry.ts';
import { questionsOf, unansweredQuestions } from '../../core/inspection/questions.ts';
import { answersOf, subjectOf } from '../../core/inspection/vision-answers.ts';
import { visionRequest } from '../../core/inspection/vision-request.ts';
import { runKeys } from '../../core/keys.ts';
import { speakerIn } from '../../core/language/catalogues.ts';
import { estimateVisionMicroUsd, visionCostMicroUsd } from '../../core/models/models.ts';
import type { Clock } from '../shared/clock.ts';
import type { Ledger } from '../shared/ledger.ts';
import type { Objects } from '../shared/objects.ts';
import type { VisionModel } from '../shared/vision.ts';

/** What the vision model said about one candidate, and what that cost. */
export const VisionRecord = z.strictObject({ model: z.string(), answers: z.array(Answer), subject: Region.nullable().default(null), costMicroUsd: MicroUsd });
export type VisionRecord = z.infer<typeof VisionRecord>;

export interface VisionPorts {
  readonly objects: Objects;
  readonly ledger: Ledger;
  readonly vision: VisionModel;
  readonly assetsBucket: string;
  readonly judgeModel: string;
  readonly clock: Clock;
  /** US dollars. */
  readonly monthlyCapUsd: number;
}

export interface VisionQuestion {
  readonly runId: string;
  readonly round: number;
  readonly sha256: string;
  readonly brief: Brief;
  readonly prompt: PromptDocument;
  readonly picture: Buffer;
  /** No further try follows. */
  readonly lastTry: boolean;
}

/**
 * The answers about one candidate: those that were paid for before, or those of one call now. A model that
 * refuses, a cap that is reached or an answer that got lost leaves the questions to people.
 * @throws RateLimited, ImageApiUnavailable unless this is the last try: nothing was spent, and the workflow waits and tries again
 */
export async function visionAnswers(ports: VisionPorts, question: VisionQuestion): Promise<VisionRecord> {
  const { objects, assetsBucket } = ports;
  const key = runKeys.vision(question.runId, question.round, question.sha256);
  const paid = await objects.findJson(assetsBucket, key, VisionRecord);
  if (paid !== null) return paid.value;
  const record = await ask(ports, question);
  await objects.writeJson(assetsBucket, key, record);
  return record;
}

async function ask({ ledger, vision, clock, monthlyCapUsd, judgeModel: model }: VisionPorts, { runId, round, sha256, brief, prompt, picture, lastTry }: VisionQuestion): Promise<VisionRecord> {
  const asked = questionsOf(brief);
  const speaker = speakerIn(brief.language);
  const { say } = speaker;
  const leftToPeople = (reason: string, costMicroUsd = 0): VisionRecord => ({ model, answers: unansweredQuestions(reason, asked), subject: null, costMicroUsd });
  const estimate = estimateVisionMicroUsd(model, brief.qa.questions.length);
  let reservation;
  try {
    reservation = await ledger.reserve(scopesOf(brief, runId, monthScope(clock.now(), monthlyCapUsd)), `inspect-${String(round)}-${sha256.slice(0, 12)}`, estimate);
  } catch (error) {
    if (error instanceof BudgetExceeded) return leftToPeople(say('check.unlooked.budget'));
    throw error;
  }
  if (!(await ledger.beginCall(reservation))) throw new ImageApiUnavailable(`Expected to make the call of ${reservation.id} but another attempt is making it; nothing was spent by this one`);
  let answer;
  try {
    answer = await vision.look({ model, ...visionRequest(brief, prompt), picture });
  } catch (error) {
    if (error instanceof OutcomeUnknown) return leftToPeople(say('check.unlooked.lost'), estimate);
    await ledger.release(reservation.scope, reservation.id);
    if (error instanceof ModerationBlocked || error instanceof ImageApiRefused) return leftToPeople(say('check.unlooked.request-refused'));
    if (lastTry && (error instanceof RateLimited || error instanceof ImageApiUnavailable)) return leftToPeople(say('check.unlooked.unreachable'));
    throw error;
  }
  // Outside of the try: what was answered is paid, and whatever fails from here on must not give its amount back.
  const costMicroUsd = visionCostMicroUsd(answer.usage, model);
  await ledger.settle(reservation.scope, reservation.id, costMicroUsd);
  if (answer.answers === null) return leftToPeople(say('check.unlooked.answer-refused'), costMicroUsd);
  return { model, answers: answersOf(answer.answers, asked, speaker), subject: subjectOf(answer.answers), costMicroUsd };
}
