import { z } from 'zod';
import type { Brief } from '../brief/schema.ts';
import type { Answer, PromptDocument, QuestionId } from '../documents.ts';

/** The checklist: five questions that a vision model and a reviewer answer about every candidate. */
export const questions: readonly { readonly id: QuestionId; readonly text: string }[] = [];

/** What the vision model answers about one candidate. Every field is required, as structured output wants it. */
export const VisionAnswers = z.strictObject({ answers: z.array(z.strictObject({})) });
export type VisionAnswers = z.infer<typeof VisionAnswers>;

/** What the vision model is asked: instructions of ours, and the brief quoted as data. */
export function visionRequest(brief: Brief, prompt: PromptDocument): { readonly instructions: string; readonly input: string } {
  throw new Error(`not yet ${brief.title} ${prompt.runId}`);
}

/** One answer for each question in their order; a question left out is `unsure`, numbers are clamped. */
export function answersOf(vision: VisionAnswers): Answer[] {
  throw new Error(`not yet ${String(vision.answers.length)}`);
}

/** The answers when no vision model was asked: five times `unsure`, with the reason as evidence. */
export function unansweredQuestions(reason: string): Answer[] {
  throw new Error(`not yet ${reason}`);
}
