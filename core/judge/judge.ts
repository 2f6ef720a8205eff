import type { z } from 'zod';
import type { Brief } from '../brief/schema.ts';
import type { Answer, CandidateInspection, InspectionDocument, JudgementDocument } from '../documents.ts';
import type { Direction } from '../workflow.ts';

type Inspected = z.infer<typeof CandidateInspection>;
type Judgement = z.infer<typeof JudgementDocument>;

export interface JudgeRequest {
  readonly inspection: z.infer<typeof InspectionDocument>;
  readonly brief: Brief;
  readonly round: number;
  readonly roundLimit: number;
  /** Score from which a candidate is good enough for people; 0.7 when absent. */
  readonly threshold?: number;
}

/** "Good enough": a candidate at or above it goes to people, however much better another round might be. */
export const defaultThreshold = 0.7;
/** A failed answer counts as one from this confidence on; below it is a doubt, and doubts are for people. */
const sureFrom = 0.7;
/** A candidate this close to the threshold is worth an edit even when it has more than one fault. */
const nearMiss = 0.2;
/** Gates that say there is no picture at all. */
const emptyGates: readonly string[] = ['blank', 'readable'];

/**
 * Whether people see this round, or another is made first. For `iterate` the direction names the
 * candidate to edit, for `startOver` and `review` it names none.
 */
export function judge({ inspection, brief, round, roundLimit, threshold = defaultThreshold }: JudgeRequest): Judgement {
  const ranked = inspection.candidates.toSorted((a, b) => Number(b.passedGates) - Number(a.passedGates) || b.score - a.score);
  const { verdict, reasons, direction } = decide(ranked, brief, round < roundLimit, threshold);
  return {
    runId: inspection.runId,
    round,
    verdict,
    reasons,
    ranking: ranked.map(({ candidate, score, passedGates }) => ({ candidate: candidate.sha256, score, passedGates })),
    threshold,
    direction,
    alternatives: [],
    expectation: null,
  };
}

type Decision = Pick<Judgement, 'verdict' | 'reasons' | 'direction'>;

function decide(ranked: readonly Inspected[], brief: Brief, roundsRemain: boolean, threshold: number): Decision {
  const whole = ranked.filter(({ passedGates }) => passedGates);
  const good = whole.filter((candidate) => isGoodEnough(candidate, threshold));
  const [best] = good;
  if (best !== undefined) {
    const doubts = best.answers.every(({ answer }) => answer === 'unsure') ? 'nobody has looked at the content yet' : `the best scores ${percent(best.score)}`;
    return forReview([`${String(good.length)} of ${count(ranked.length)} passed the automatic check; ${doubts}.`]);
  }
  const faults = ranked.flatMap((candidate, index) => faultsOf(candidate).map((fault) => `Candidate ${String(index + 1)} by rank: ${fault}`)).slice(0, 6);
  if (!roundsRemain) return forReview(['No candidate passed the automatic check, and this is the last round.', ...faults]);

  if (ranked.every(isEmpty)) {
    return startOver(['Every candidate is blank or unreadable.'], `Compose the whole scene anew and fill the frame: ${conceptOf(brief)}.`);
  }
  const onConcept = whole.filter((candidate) => !candidate.answers.some((answer) => answer.question === 'concept' && isSureFail(answer)));
  if (whole.length > 0 && onConcept.length === 0) {
    const evidence = whole[0]?.answers.find(({ question }) => question === 'concept')?.evidence ?? '';
    return startOver(
      ['Every candidate misses the concept of the brief.', ...faults],
      `Show exactly this: ${conceptOf(brief)}.${evidence === '' ? '' : ` The earlier attempt missed it: ${endSentence(evidence)}`}`,
    );
  }
  const [closest] = onConcept;
  const failed = closest?.answers.filter(({ answer }) => answer === 'fail') ?? [];
  if (closest !== undefined && failed.length > 0 && (failed.length === 1 || closest.score >= threshold - nearMiss)) {
    const note = failed.map((answer) => endSentence(answer.suggestion?.text ?? `Correct this: ${answer.evidence}`)).join(' ').slice(0, 4000);
    return {
      verdict: 'iterate',
      reasons: [`The best candidate scores ${percent(closest.score)} and needs ${failed.length === 1 ? 'one correction' : `${String(failed.length)} corrections`}.`, ...faults],
      direction: { kind: 'changes', note, candidate: closest.candidate.sha256, by: 'judge' },
    };
  }
  return forReview(['No candidate passed the automatic check, and no single correction would mend one.', ...faults]);
}

/** An `unsure`, or a `fail` that is not sure, keeps nobody from looking as long as the score holds. */
function isGoodEnough({ answers, score }: Inspected, threshold: number): boolean {
  if (answers.some(isSureFail)) return false;
  return score >= threshold || !answers.some(({ answer }) => answer === 'fail');
}

function isSureFail({ answer, confidence }: Answer): boolean {
  return answer === 'fail' && confidence >= sureFrom;
}

function isEmpty({ measures }: Inspected): boolean {
  return measures.some((measure) => measure.gate && !measure.passed && emptyGates.includes(measure.id));
}

function faultsOf({ measures, answers }: Inspected): string[] {
  const gates = measures.filter((measure) => measure.gate && !measure.passed).map(({ message }) => endSentence(message));
  return [...gates, ...answers.filter(({ answer }) => answer === 'fail').map(({ question, evidence }) => `${question}: ${endSentence(evidence)}`)];
}

function conceptOf({ concept }: Brief): string {
  return [concept.subject, concept.action, concept.environment].filter((part) => part !== undefined).join(', ');
}

function forReview(reasons: string[]): Decision {
  return { verdict: 'review', reasons, direction: null };
}

function startOver(reasons: string[], note: string): Decision {
  const direction: Direction = { kind: 'startOver', note: note.slice(0, 4000), by: 'judge' };
  return { verdict: 'startOver', reasons, direction };
}

function endSentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?…]$/u.test(trimmed) ? trimmed : `${trimmed}.`;
}

function percent(score: number): string {
  return `${String(Math.round(score * 100))} of 100`;
}

function count(candidates: number): string {
  return `${String(candidates)} ${candidates === 1 ? 'candidate' : 'candidates'}`;
}
