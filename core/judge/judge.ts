import type { z } from 'zod';
import { trustOf, type Trust } from '../agreement/trust.ts';
import type { Brief } from '../brief/schema.ts';
import type { Answer, InspectionDocument, JudgementDocument } from '../documents.ts';
import { questionName } from '../inspection/questions.ts';
import { isSureFail } from '../inspection/score.ts';
import { speakerIn } from '../language/catalogues.ts';
import type { Speaker } from '../language/speaker.ts';
import type { Direction } from '../workflow.ts';
import { smallestChange } from './change.ts';
import { rewrittenConcept } from './concept.ts';
import { expectedOf, isNotWorthIt, sentenceOf, type End, type Expected, type Outlook } from './expectation.ts';
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
  /** None was counted when absent: the check then decides nothing in people's place. */
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

/**
 * What becomes of a round: hard gates first, then the score against the brief's threshold, then whether one more
 * round is worth what it costs. For `iterate` the direction names the candidate to edit, for `startOver` none; for
 * `approve` the first of the ranking goes on, and the decision is the caller's to date. Its words are in the brief's language.
 */
export function judge({ inspection, brief, round, roundLimit, directions = [], outlook = null, ...request }: JudgeRequest): JudgementDocument {
  const speaker = speakerIn(brief.language);
  const trust = request.trust ?? trustOf([], speaker);
  const required = requiredQuestions(brief);
  const ranking = ranked(inspection.candidates, required);
  const { verdict, reasons, direction = null, expected = null, alternatives } = decide({ ranking, brief, roundsRemain: round < roundLimit, directions, trust, outlook, required, speaker });
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
  readonly speaker: Speaker;
}

function decide(facts: Facts): Decision {
  const { ranking, brief, required } = facts;
  const good = ranking.filter((candidate) => isGoodEnough(candidate, brief.qa.threshold, required));
  const [best] = good;
  return best === undefined ? mend(facts) : goodEnough(facts, best, good.length);
}

/** One candidate is good enough: people decide, or nobody has to, unless another round is worth more than it costs. */
function goodEnough(facts: Facts, best: Inspected, good: number): Decision {
  const { ranking, brief, roundsRemain, directions, trust, speaker } = facts;
  const { say } = speaker;
  const forPeople = ranking[0] === best ? reasonForPeople(best, brief, trust, speaker) : say('judge.people.better');
  const standing = best.answers.every(({ answer }) => answer === 'unsure') ? say('judge.unlooked') : say('judge.best', { score: points(best, speaker) });
  const passed = say('judge.passed', { good, count: ranking.length, standing });
  const startOver: Alternative = { choice: 'startOver', reason: say('judge.concept-met') };

  const tried = triedQuestions(directions);
  const failed = best.answers.filter((answer) => answer.answer === 'fail' && !tried.has(answer.question));
  const sums = roundsRemain ? sumsOf(facts, 'edit') : null;
  if (forPeople === null) {
    const expected = stated(sums, 'good-enough', speaker);
    return {
      verdict: 'approve',
      reasons: [passed, say('judge.straight-on'), ...sentences(expected)],
      expected,
      alternatives: [{ choice: 'review', reason: say('judge.nothing-to-decide') }, { choice: 'iterate', reason: say('judge.nothing-to-change') }, startOver],
    };
  }
  const approve: Alternative = { choice: 'approve', reason: forPeople };
  if (sums !== null && failed.length > 0 && !isNotWorthIt(sums)) {
    const expected = stated(sums, 'another-round', speaker);
    return {
      verdict: 'iterate',
      reasons: [passed, ...sentences(expected)],
      direction: editOf(best, failed, speaker),
      expected,
      alternatives: [{ choice: 'review', reason: say('judge.would-do') }, approve, startOver],
    };
  }
  const expected = stated(sums, 'good-enough', speaker);
  const whyNoEdit = !roundsRemain ? say('judge.last-round') : failed.length === 0 ? (tried.size > 0 ? say('judge.changed-once') : say('judge.nothing-to-change')) : say('judge.too-dear');
  // Where nothing is left to change there is no such round: its sums would only puzzle.
  const said = failed.length === 0 ? [] : sentences(expected);
  return { verdict: 'review', reasons: [passed, ...said], expected, alternatives: [approve, { choice: 'iterate', reason: whyNoEdit }, startOver] };
}

/** None is good enough: an edit, a new concept, or people. */
function mend(facts: Facts): Decision {
  const { ranking, brief, roundsRemain, directions, required, speaker } = facts;
  const { say } = speaker;
  const faults = ranking.flatMap((candidate, index) => faultsOf(candidate, required, speaker).map((fault) => say('judge.fault', { rank: index + 1, fault }))).slice(0, 6);
  const approve: Alternative = { choice: 'approve', reason: say('judge.none-good') };
  const people = (reason: string, ...alternatives: Alternative[]): Decision => ({ verdict: 'review', reasons: [reason, ...faults], alternatives: [approve, ...alternatives] });
  const rather = (choice: 'iterate' | 'startOver', reason: string): Alternative => ({ choice, reason });
  if (!roundsRemain) return people(say('judge.none-passed.last'), rather('iterate', say('judge.last-round')), rather('startOver', say('judge.last-round')));

  /** Another round, or people where it gains less than it costs. */
  const unlessTooDear = (verdict: 'iterate' | 'startOver', reason: string, direction: Direction, otherwise: Alternative): Decision => {
    const sums = sumsOf(facts, verdict === 'iterate' ? 'edit' : 'startOver');
    if (sums !== null && isNotWorthIt(sums)) {
      const expected = stated(sums, 'people', speaker);
      return { ...people(reason, rather(verdict, say('judge.too-dear')), otherwise), reasons: [reason, ...sentences(expected), ...faults], expected };
    }
    const expected = stated(sums, 'another-round', speaker);
    return { verdict, reasons: [reason, ...sentences(expected), ...faults], direction, expected, alternatives: [approve, { choice: 'review', reason: say('judge.none-good.people') }, otherwise] };
  };
  const startOver = (reason: string, missed: readonly Answer[], whyNoEdit: string): Decision => {
    if (lastIsOwnStartOver(directions)) return people(`${reason} ${say('judge.rewritten')}`, rather('startOver', say('judge.rewritten.same')), rather('iterate', whyNoEdit));
    const direction: Direction = { kind: 'startOver', note: rewrittenConcept(brief, missed, speaker), by: 'judge', questions: [...new Set(missed.map(({ question }) => question))] };
    return unlessTooDear('startOver', reason, direction, rather('iterate', whyNoEdit));
  };

  if (ranking.every(isEmpty)) return startOver(say('judge.all-blank'), [], say('judge.nothing-to-edit'));
  // What fails a required question can be edited; what fails a measure is no picture to start from.
  const whole = ranking.filter(({ measures }) => measures.every((measure) => measure.passed || !measure.gate));
  const onConcept = whole.filter((candidate) => !candidate.answers.some((answer) => answer.question === 'concept' && isSureFail(answer)));
  if (whole.length > 0 && onConcept.length === 0) {
    const missed = whole[0]?.answers.filter(({ question }) => question === 'concept') ?? [];
    return startOver(say('judge.concept-missed'), missed, say('judge.concept-missed.edit'));
  }
  const [closest] = onConcept;
  const failed = closest?.answers.filter(({ answer }) => answer === 'fail') ?? [];
  const tried = triedQuestions(directions);
  const again = failed.filter(({ question }) => tried.has(question));
  if (again.length > 0) {
    const questions = again.map(({ question }) => questionName(question, speaker)).join(', ');
    if (!again.some(isSureFail)) return people(say('judge.edited.doubt', { questions }), rather('iterate', say('judge.edited.doubt.again')), rather('startOver', say('judge.concept-met.unsure')));
    return startOver(say('judge.edited.fault', { questions }), again, say('judge.edited.fault.again'));
  }
  if (closest !== undefined && failed.length > 0 && (failed.length === 1 || closest.score >= brief.qa.threshold - nearMiss)) {
    const reason = say('judge.corrections', { score: points(closest, speaker), count: failed.length });
    return unlessTooDear('iterate', reason, editOf(closest, failed, speaker), rather('startOver', say('judge.concept-met.edit')));
  }
  return people(
    say('judge.none-passed.mend'),
    rather('iterate', failed.length === 0 ? say('judge.nothing-to-change') : say('judge.corrections.many', { corrections: failed.length })),
    rather('startOver', say('judge.concept-met')),
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

function editOf({ candidate }: Inspected, failed: readonly Answer[], speaker: Speaker): Direction {
  return { kind: 'changes', note: smallestChange(failed, speaker), candidate: candidate.sha256, by: 'judge', questions: failed.map(({ question }) => question) };
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

function stated(sums: Expected | null, end: End, speaker: Speaker): NonNullable<Decision['expected']> | null {
  return sums === null ? null : { sums, sentence: sentenceOf(sums, end, speaker) };
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

function faultsOf({ measures, answers }: Inspected, required: ReadonlySet<string>, speaker: Speaker): string[] {
  const nameOf = (question: string): string => (required.has(question) ? speaker.say('judge.fault.required', { question: questionName(question, speaker) }) : questionName(question, speaker));
  const gates = measures.filter((measure) => measure.gate && !measure.passed).map(({ message }) => endSentence(message));
  return [...gates, ...answers.filter(({ answer }) => answer === 'fail').map(({ question, evidence }) => `${nameOf(question)}: ${endSentence(evidence)}`)];
}

function endSentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?…]$/u.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** "72 of 100" */
function points({ score }: Inspected, { say }: Speaker): string {
  return say('outcome.score.of', { score: Math.round(score * 100) });
}
