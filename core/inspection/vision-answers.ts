import { z } from 'zod';
import { QuestionId, Suggestion, type Answer } from '../documents.ts';
import type { Region } from '../geometry.ts';
import { english } from '../language/catalogues.ts';
import type { Speaker } from '../language/speaker.ts';
import { oneLine } from '../prompt/one-line.ts';
import { unanswered, unansweredQuestions, type AskedQuestion } from './questions.ts';

/**
 * Asked beside the checklist, and never shown: the right answer is known, "fail" for every picture with anything in it.
 * A model that was talked into passing everything passes this too, and is not believed.
 */
export const control = { id: 'control', text: 'Is the picture one even field of a single tone, with nothing at all to see in it?' } as const;

/** The name that a question of the brief's own goes by in the call, whatever id its author chose. Counted from 0. */
export function ownAlias(index: number): string {
  return `own-${String(index + 1)}`;
}

/** Not clamped: structured output knows no limits of numbers, so the model may overshoot. */
const Box = z.strictObject({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

const SlotChange = z.strictObject({
  slot: Suggestion.shape.slot.unwrap().describe('The slot of the prompt that changes, or exclude'),
  text: z.string().describe('The new words of that slot; for exclude, what to keep out of the picture'),
});

/** Every field is required, as structured output wants it. */
function answersTo<Id extends z.ZodType<string>>(question: Id) {
  return z.strictObject({
    answers: z.array(
      z.strictObject({
        question,
        answer: z.enum(['pass', 'fail', 'unsure']),
        confidence: z.number().describe('0 to 1: how sure the answer is'),
        evidence: z.string().describe('One sentence: what in the picture the answer rests on'),
        region: Box.nullable().describe('Where that stands, as fractions of width and height from the top left; null when it has no place or is everywhere'),
        suggestion: SlotChange.nullable().describe('For a fail: the smallest change of the prompt that mends it; else null'),
      }),
    ),
    subject: Box.nullable().describe(
      'A tight box around the main subject of the brief, all of it, as fractions of width and height from the top left; null when its place cannot be told or it fills the picture',
    ),
  });
}

/** What the vision model answers about one candidate. */
export const VisionAnswers = answersTo(z.string());
export type VisionAnswers = z.infer<typeof VisionAnswers>;

/** The same for a brief with so many questions of its own: the model can name no others. */
export function visionAnswersFor(ownQuestions: number): z.ZodType<VisionAnswers> {
  const own = Array.from({ length: ownQuestions }, (_, index) => ownAlias(index));
  return answersTo(z.enum([...QuestionId.options, ...own, control.id]));
}

/**
 * One answer for each question that was asked, in their order. A question left out is `unsure`, numbers are clamped, and
 * a model that got the control question wrong is believed in nothing.
 *
 * @param speaker who says why a question stayed unanswered
 */
export function answersOf(vision: VisionAnswers, asked: readonly AskedQuestion[], speaker: Speaker = english): Answer[] {
  if (vision.answers.some(({ question, answer }) => question === control.id && answer === 'pass')) {
    return unansweredQuestions(speaker.say('check.unlooked.control'), asked);
  }
  const own = asked.filter((question) => question.own);
  return asked.map((question): Answer => {
    const name = question.own ? ownAlias(own.indexOf(question)) : question.id;
    const given = vision.answers.find((answer) => answer.question === name);
    if (given === undefined) return unanswered(question.id, speaker.say('check.unlooked.skipped'));
    return {
      question: question.id,
      answer: given.answer,
      confidence: clamp(given.confidence),
      evidence: given.evidence,
      region: given.region === null ? null : withinPicture(given.region),
      suggestion: given.answer === 'pass' ? null : suggestionOf(given.suggestion),
    };
  });
}

/** Where the model saw the main subject, held within the picture. */
export function subjectOf({ subject }: VisionAnswers): Region | null {
  return subject === null ? null : withinPicture(subject);
}

/** A slot holds a line: what is longer is no small change. */
const longestSuggestion = 300;

function suggestionOf(given: z.infer<typeof SlotChange> | null): Suggestion | null {
  if (given === null) return null;
  const text = oneLine(given.text).slice(0, longestSuggestion).trim();
  return text === '' ? null : { slot: given.slot, text };
}

function withinPicture(region: z.infer<typeof Box>): Region | null {
  const x = clamp(region.x);
  const y = clamp(region.y);
  const width = Math.min(clamp(region.width), 1 - x);
  const height = Math.min(clamp(region.height), 1 - y);
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}

function clamp(value: number): number {
  return Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0;
}
