import type { Trust } from '../agreement/trust.ts';
import type { Brief } from '../brief/schema.ts';
import { QuestionId, type JudgementDocument } from '../documents.ts';
import { questionName } from '../inspection/questions.ts';
import type { Speaker } from '../language/speaker.ts';
import type { ImageRef } from '../references.ts';
import type { CandidatesDecision } from '../workflow.ts';
import { requiredQuestions, standingOf, type Inspected } from './standing.ts';

/** Who decided where nobody did: it stands in the archive, in the files' metadata and in the owner's mail. */
export const automaticCheck = 'Galley’s automatic check';

export function isDecidedByCheck({ decidedBy }: Pick<CandidatesDecision, 'decidedBy'>): boolean {
  return decidedBy === automaticCheck;
}

/**
 * Why the best candidate does not go on without people, in a sentence; null when it does. All of it must hold: the
 * brief says so and has an owner who is told, the check has earned trust for each of the five questions, the gates pass, nothing failed, the five
 * and what the brief requires are answered for sure, and the score is over the threshold.
 */
export function reasonForPeople(best: Inspected, brief: Pick<Brief, 'owner' | 'qa' | 'review'>, trust: Trust, speaker: Speaker): string | null {
  const { say } = speaker;
  const named = (questions: readonly string[]): { readonly questions: string } => ({ questions: questions.map((question) => questionName(question, speaker)).join(', ') });
  const required = requiredQuestions(brief);
  const answerOf = (question: string): string => best.answers.find((answer) => answer.question === question)?.answer ?? 'unsure';
  const unsure = [...QuestionId.options, ...required].filter((question) => answerOf(question) === 'unsure');
  const failed = best.answers.filter(({ answer }) => answer === 'fail').map(({ question }) => question);
  const untrusted = QuestionId.options.filter((question) => trust.perQuestion[question] !== true);
  if (brief.review.automatic === 'never') return say('judge.people.never');
  if (brief.owner === undefined) return say('judge.people.no-owner');
  if (!trust.trusted) return trust.reason;
  if (untrusted.length > 0) return say('judge.people.untrusted', named(untrusted));
  if (standingOf(best, required) === 'out') return say('judge.people.gate');
  if (failed.length > 0) return say('judge.people.failed', named(failed));
  if (unsure.length > 0) return say('judge.people.unsure', named(unsure));
  if (best.score < brief.qa.threshold) return say('judge.people.threshold');
  return null;
}

/**
 * The decision that stands in for people's, on the candidate that ranks first; null unless the verdict is `approve`.
 *
 * @param candidates of the round
 * @param at ISO
 */
export function decisionOfCheck({ runId, round, verdict, ranking }: Pick<JudgementDocument, 'runId' | 'round' | 'verdict' | 'ranking'>, candidates: readonly ImageRef[], at: string): CandidatesDecision | null {
  const candidate = candidates.find(({ sha256 }) => sha256 === ranking[0]?.candidate);
  if (verdict !== 'approve' || candidate === undefined) return null;
  return {
    decision: 'approve',
    candidate,
    focus: null,
    note: '',
    tags: [],
    notes: [],
    annotations: [],
    approvals: [],
    reviewId: `judgement-${runId}-${String(round)}`,
    decidedBy: automaticCheck,
    decidedAt: at,
  };
}
