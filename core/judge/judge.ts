import type { z } from 'zod';
import type { Trust } from '../agreement/trust.ts';
import type { Brief } from '../brief/schema.ts';
import type { Answer, InspectionDocument, JudgementDocument } from '../documents.ts';
import { isSureFail } from '../inspection/score.ts';
import type { Direction } from '../workflow.ts';
import { smallestChange } from './change.ts';
import { rewrittenConcept } from './concept.ts';
import { expectedOf, isNotWorthIt, sentenceOf, type Expected, type Outlook } from './expectation.ts';
import type { Operation } from './counts.ts';
import { passesGates, ranked, requiredQuestions, roundStanding, standingOf, type Inspected } from './standing.ts';
import { reasonForPeople } from './straight-on.ts';

export interface JudgeRequest {
  readonly inspection: z.infer<typeof InspectionDocument>;
  readonly brief: Brief;
  readonly round: number;
  readonly roundLimit: number;
  /** Of the earlier rounds, oldest first. */
  readonly directions?: readonly Direction[];
  /** None when absent: the check then decides nothing in people's place. */
  readonly trust?: Trust;
  /** Null where the sums cannot be made: the rules then decide alone. */
  readonly outlook?: Outlook | null;
}

type Verdict = JudgementDocument['verdict'];
type Alternative = JudgementDocument['alternatives'][number];

interface Decision {
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
  readonly direction?: Direction;
  readonly expected?: { readonly sums: Expected; readonly sentence: string } | null;
  readonly alternatives: readonly Alternative[];
}

/** A candidate this close to the threshold is worth an edit even when it has more than one fault. */
const nearMiss = 0.2;
/** Gates that say there is no picture at all. */
const emptyGates: readonly string[] = ['blank', 'readable'];
const noTrust: Trust = { trusted: false, perQuestion: {}, reason: 'The check has not earned trust yet: nothing was counted.' };

/**
 * What becomes of a round: hard gates first, then the score against the brief's threshold, then whether one more
 * round is worth what it costs. For `iterate` the direction names the candidate to edit, for `startOver` none; for
 * `approve` the first of the ranking goes on, and the decision is the caller's to date.
 */
export function judge({ inspection, brief, round, roundLimit, directions = [], trust = noTrust, outlook = null }: JudgeRequest): JudgementDocument {
  const required = requiredQuestions(brief);
  const ranking = ranked(inspection.candidates, required);
  const { verdict, reasons, direction = null, expected = null, alternatives } = decide({ ranking, brief, roundsRemain: round < roundLimit, directions, trust, outlook, required });
  return {
    runId: inspection.runId,
    round,
    verdict,
    reasons: [...reasons],
    ranking: ranking.map((each) => ({ candidate: each.candidate.sha256, score: each.score, passedGates: passesGates(each, required) })),
    threshold: brief.qa.threshold,
    direction,
    alternatives: [...alternatives],
    expectation: expected === null ? null : expectationDocument(expected),
    trust: { trusted: trust.trusted, reason: trust.reason },
    decision: null,
  };
}

interface Facts {
  readonly ranking: readonly Inspected[];
  readonly brief: Brief;
  readonly roundsRemain: boolean;
  readonly directions: readonly Direction[];
  readonly trust: Trust;
  readonly outlook: Outlook | null;
  readonly required: ReadonlySet<string>;
}

function decide(facts: Facts): Decision {
  const { ranking, brief, required } = facts;
  const good = ranking.filter((candidate) => isGoodEnough(candidate, brief.qa.threshold, required));
  const [best] = good;
  return best === undefined ? mend(facts) : goodEnough(facts, best, good.length);
}

/** One candidate is good enough: people decide, or nobody has to, unless another round is worth more than it costs. */
function goodEnough(facts: Facts, best: Inspected, good: number): Decision {
  const { ranking, brief, roundsRemain, directions, trust } = facts;
  const forPeople = ranking[0] === best ? reasonForPeople(best, brief, trust) : 'Another candidate has a higher score and a fault.';
  const doubts = best.answers.every(({ answer }) => answer === 'unsure') ? 'nobody has looked at the content yet' : `the best scores ${percent(best.score)}`;
  const passed = `${String(good)} of ${count(ranking.length)} passed the automatic check; ${doubts}.`;
  const startOver: Alternative = { choice: 'startOver', reason: 'The concept is met.' };

  const tried = triedQuestions(directions);
  const failed = best.answers.filter((answer) => answer.answer === 'fail' && !tried.has(answer.question));
  const sums = roundsRemain ? sumsOf(facts, 'edit') : null;
  if (forPeople === null) {
    const expected = stated(sums, 'good enough');
    return {
      verdict: 'approve',
      reasons: [passed, 'It goes on without people: the brief allows it (review.automatic), the check has earned trust, and nothing failed or is unsure.', ...sentences(expected)],
      expected,
      alternatives: [{ choice: 'review', reason: 'Nothing is left for people to decide.' }, { choice: 'iterate', reason: 'No question failed: there is nothing to change.' }, startOver],
    };
  }
  const approve: Alternative = { choice: 'approve', reason: forPeople };
  if (sums !== null && failed.length > 0 && !isNotWorthIt(sums)) {
    const expected = stated(sums, 'worth another round');
    return {
      verdict: 'iterate',
      reasons: [passed, ...sentences(expected)],
      direction: editOf(best, failed),
      expected,
      alternatives: [{ choice: 'review', reason: 'It would do, but one more round is expected to gain more than it costs.' }, approve, startOver],
    };
  }
  const expected = stated(sums, 'good enough');
  const whyNoEdit = !roundsRemain ? 'This is the last round.' : failed.length === 0 ? (tried.size > 0 ? 'What failed was changed once already.' : 'No question failed: there is nothing to change.') : 'One more round is expected to gain less than it costs.';
  // Where nothing is left to change there is no such round: its sums would only puzzle.
  const said = failed.length === 0 ? [] : sentences(expected);
  return { verdict: 'review', reasons: [passed, ...said], expected, alternatives: [approve, { choice: 'iterate', reason: whyNoEdit }, startOver] };
}

/** None is good enough: an edit, a new concept, or people. */
function mend(facts: Facts): Decision {
  const { ranking, brief, roundsRemain, directions, required } = facts;
  const faults = ranking.flatMap((candidate, index) => faultsOf(candidate, required).map((fault) => `Candidate ${String(index + 1)} by rank: ${fault}`)).slice(0, 6);
  const approve: Alternative = { choice: 'approve', reason: 'No candidate is good enough.' };
  const people = (reason: string, ...alternatives: Alternative[]): Decision => ({ verdict: 'review', reasons: [reason, ...faults], alternatives: [approve, ...alternatives] });
  const rather = (choice: 'iterate' | 'startOver', reason: string): Alternative => ({ choice, reason });
  if (!roundsRemain) return people('No candidate passed the automatic check, and this is the last round.', rather('iterate', 'This is the last round.'), rather('startOver', 'This is the last round.'));

  /** Another round, or people where it gains less than it costs. */
  const unlessTooDear = (verdict: 'iterate' | 'startOver', reason: string, direction: Direction, otherwise: Alternative): Decision => {
    const sums = sumsOf(facts, verdict === 'iterate' ? 'edit' : 'startOver');
    if (sums !== null && isNotWorthIt(sums)) {
      const expected = stated(sums, 'people decide instead');
      return { ...people(reason, rather(verdict, 'One more round is expected to gain less than it costs.'), otherwise), reasons: [reason, ...sentences(expected), ...faults], expected };
    }
    const expected = stated(sums, 'worth another round');
    return { verdict, reasons: [reason, ...sentences(expected), ...faults], direction, expected, alternatives: [approve, { choice: 'review', reason: 'No candidate is good enough for people yet.' }, otherwise] };
  };
  const startOver = (reason: string, missed: readonly Answer[], whyNoEdit: string): Decision => {
    if (lastIsOwnStartOver(directions)) return people(`${reason} The concept was rewritten once already.`, rather('startOver', 'The concept was rewritten once already, and the same came of it.'), rather('iterate', whyNoEdit));
    const direction: Direction = { kind: 'startOver', note: rewrittenConcept(brief, missed), by: 'judge', questions: [...new Set(missed.map(({ question }) => question))] };
    return unlessTooDear('startOver', reason, direction, rather('iterate', whyNoEdit));
  };

  if (ranking.every(isEmpty)) return startOver('Every candidate is blank or unreadable.', [], 'There is nothing to edit.');
  // What fails a required question can be edited; what fails a measure is no picture to start from.
  const whole = ranking.filter(({ measures }) => measures.every((measure) => measure.passed || !measure.gate));
  const onConcept = whole.filter((candidate) => !candidate.answers.some((answer) => answer.question === 'concept' && isSureFail(answer)));
  if (whole.length > 0 && onConcept.length === 0) {
    const missed = whole[0]?.answers.filter(({ question }) => question === 'concept') ?? [];
    return startOver('Every candidate misses the concept of the brief.', missed, 'An edit keeps the concept, and it is the concept that was missed.');
  }
  const [closest] = onConcept;
  const failed = closest?.answers.filter(({ answer }) => answer === 'fail') ?? [];
  const tried = triedQuestions(directions);
  const again = failed.filter(({ question }) => tried.has(question));
  if (again.length > 0) {
    const names = again.map(({ question }) => question).join(', ');
    if (!again.some(isSureFail)) return people(`An edit for ${names} was made already, and the doubt stayed.`, rather('iterate', 'The same edit would leave the same doubt.'), rather('startOver', 'The concept is met, and what failed is not sure.'));
    return startOver(`An edit for ${names} was made already, and it failed again.`, again, 'The same edit would fail the same way.');
  }
  if (closest !== undefined && failed.length > 0 && (failed.length === 1 || closest.score >= brief.qa.threshold - nearMiss)) {
    const reason = `The best candidate scores ${percent(closest.score)} and needs ${failed.length === 1 ? 'one correction' : `${String(failed.length)} corrections`}.`;
    return unlessTooDear('iterate', reason, editOf(closest, failed), rather('startOver', 'The concept is met: an edit changes less.'));
  }
  return people(
    'No candidate passed the automatic check, and no single correction would mend one.',
    rather('iterate', failed.length === 0 ? 'No question failed: there is nothing to change.' : `${String(failed.length)} corrections are too many for one edit this far from the threshold.`),
    rather('startOver', 'The concept is met.'),
  );
}

/** An `unsure`, or a `fail` that is not sure, keeps nobody from looking as long as the score holds. */
function isGoodEnough(candidate: Inspected, threshold: number, required: ReadonlySet<string>): boolean {
  if (standingOf(candidate, required) !== 'clean') return false;
  return candidate.score >= threshold || !candidate.answers.some(({ answer }) => answer === 'fail');
}

function isEmpty({ measures }: Inspected): boolean {
  return measures.some((measure) => measure.gate && !measure.passed && emptyGates.includes(measure.id));
}

function editOf({ candidate }: Inspected, failed: readonly Answer[]): Direction {
  return { kind: 'changes', note: smallestChange(failed), candidate: candidate.sha256, by: 'judge', questions: failed.map(({ question }) => question) };
}

/** Questions that the judge's own edits of the present concept were for. */
function triedQuestions(directions: readonly Direction[]): ReadonlySet<string> {
  const since = directions.slice(directions.findLastIndex(({ kind }) => kind === 'startOver') + 1);
  return new Set(since.filter(({ by }) => by === 'judge').flatMap(({ questions = [] }) => questions));
}

/** Whether the present concept is one that the judge has rewritten. A reviewer's new concept begins anew. */
function lastIsOwnStartOver(directions: readonly Direction[]): boolean {
  return directions.findLast(({ kind }) => kind === 'startOver')?.by === 'judge';
}

function sumsOf({ ranking, brief, outlook }: Facts, operation: Operation): Expected | null {
  return outlook === null ? null : expectedOf(operation, roundStanding(ranking, brief), outlook);
}

function stated(sums: Expected | null, end: string): NonNullable<Decision['expected']> | null {
  return sums === null ? null : { sums, sentence: sentenceOf(sums, end) };
}

function sentences(expected: Decision['expected']): string[] {
  return expected === null || expected === undefined ? [] : [expected.sentence];
}

function expectationDocument({ sums, sentence }: NonNullable<Decision['expected']>): NonNullable<JudgementDocument['expectation']> {
  const rounded = (value: number): number => Number(value.toFixed(4));
  return {
    gain: rounded(sums.gain),
    chance: { now: rounded(sums.chance.now), after: rounded(sums.chance.after) },
    worthUsd: rounded(sums.worthUsd),
    costUsd: rounded(sums.costUsd),
    rounds: sums.rounds,
    weight: rounded(sums.weight),
    sentence,
  };
}

function faultsOf({ measures, answers }: Inspected, required: ReadonlySet<string>): string[] {
  const gates = measures.filter((measure) => measure.gate && !measure.passed).map(({ message }) => endSentence(message));
  return [...gates, ...answers.filter(({ answer }) => answer === 'fail').map(({ question, evidence }) => `${question}${required.has(question) ? ' (required)' : ''}: ${endSentence(evidence)}`)];
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
