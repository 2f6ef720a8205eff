import { QuestionId } from '../documents.ts';
import { questionName } from '../inspection/questions.ts';
import { english } from '../language/catalogues.ts';
import type { Speaker } from '../language/speaker.ts';
import type { QuestionAgreement } from './agreement.ts';

/** Whether the automatic check may decide without people: for the whole of it, and question by question. */
export interface Trust {
  /** All five questions of the workflow have earned it. Questions of briefs' own add nothing: they never decide alone. */
  readonly trusted: boolean;
  /** By the question's id; one that is not here has not earned it. */
  readonly perQuestion: Record<string, boolean>;
  /** In one sentence: what it rests on, or what is still missing. */
  readonly reason: string;
}

/**
 * What a question needs before its answers may decide. The interval of kappa is asymptotic, and closes to nothing when
 * the agreement was full, so that the counts have to carry the doubt: 50 decisions with 8 fails, all alike, leave room for
 * shares of 0.025^(1/8) = 63 % of the fails found and 0.025^(1/42) = 92 % of the passes (97.5 %, one-sided), and with both
 * at their worst kappa is still 0.53, above the floor.
 */
export const trustRule = {
  leastDecisions: 50,
  /** Fails by people: a check that passes everything agrees with people who do. */
  leastFails: 8,
  /** The lower end of kappa's 95 % interval must be above it: "fair" ends here, in the words of Landis and Koch. A convention. */
  kappaFloor: 0.4,
} as const;

/** Whether one question has earned trust, and why, in a few words. */
export function trustOfQuestion({ decisions, fails, kappa }: QuestionAgreement, { say, number }: Speaker = english): { readonly trusted: boolean; readonly reason: string } {
  const { leastDecisions, leastFails, kappaFloor } = trustRule;
  if (decisions < leastDecisions) return { trusted: false, reason: say('check.trust.decisions', { decisions, needed: leastDecisions }) };
  if (fails < leastFails) return { trusted: false, reason: say('check.trust.fails', { fails, needed: leastFails }) };
  if (kappa === null) return { trusted: false, reason: say('check.trust.undefined') };
  const interval = say('check.trust.interval', { value: number(kappa.value, 2), low: number(kappa.low, 2), high: number(kappa.high, 2) });
  if (!(kappa.low > kappaFloor)) return { trusted: false, reason: say('check.trust.doubtful', { interval, floor: number(kappaFloor, 1) }) };
  return { trusted: true, reason: say('check.trust.sure', { interval, decisions }) };
}

/**
 * The trust in a whole check, from the agreement of one model: another model starts anew.
 *
 * @param agreement question by question; empty where no model has looked, so that nothing was counted of it
 */
export function trustOf(agreement: readonly QuestionAgreement[], speaker: Speaker = english): Trust {
  const { say } = speaker;
  const each = new Map(agreement.map((question) => [question.question, trustOfQuestion(question, speaker)]));
  const five = QuestionId.options.map((id) => ({ id, ...(each.get(id) ?? { trusted: false, reason: say('check.trust.unanswered') }) }));
  const missing = five.filter((question) => !question.trusted);
  const told = (questions: typeof five): string => questions.map(({ id, reason }) => say('check.trust.of', { question: questionName(id, speaker), reason })).join('; ');
  return {
    trusted: missing.length === 0,
    perQuestion: Object.fromEntries([...five.map(({ id, trusted }) => [id, trusted] as const), ...[...each].map(([id, { trusted }]) => [id, trusted] as const)]),
    reason: missing.length === 0 ? say('check.trust.earned', { each: told(five) }) : say('check.trust.missing', { each: agreement.length === 0 ? say('check.trust.uncounted') : told(missing) }),
  };
}
