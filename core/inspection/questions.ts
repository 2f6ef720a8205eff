import type { Brief, OwnQuestion } from '../brief/schema.ts';
import type { Answer, QuestionId } from '../documents.ts';
import type { Speaker } from '../language/speaker.ts';

/** The checklist: five questions that a vision model and a reviewer answer about every candidate. */
export const questions: readonly { readonly id: QuestionId; readonly text: string }[] = [
  { id: 'concept', text: 'Does the picture show the concept that the brief describes?' },
  { id: 'structure', text: 'Are bodies and objects built correctly: no extra fingers, no fused or broken parts?' },
  { id: 'lighting', text: 'Does the light make sense in this scene: one logic of sources, shadows and reflections?' },
  { id: 'style', text: 'Is the style the one asked for, and true to the brand?' },
  { id: 'emotion', text: 'Does the picture call up the feeling that it is meant to?' },
];

/** A question as it is asked about the candidates of one brief. */
export interface AskedQuestion {
  /** One of the five, or `own-` and the id that the brief gives. */
  readonly id: string;
  readonly text: string;
  /** Of the brief's own: its words are the author's, and data to the model. */
  readonly own: boolean;
  /** A sure fail rules the candidate out. The five never do: they weigh. */
  readonly required: boolean;
}

/** All that is asked about the candidates of a brief: the five, then its own in their order. */
export function questionsOf({ qa }: Pick<Brief, 'qa'>): AskedQuestion[] {
  return [
    ...questions.map(({ id, text }) => ({ id, text, own: false, required: false })),
    ...qa.questions.map(({ id, ask, required }) => ({ id: ownId({ id }), text: ask, own: true, required })),
  ];
}

/** The id that answers to a question of the brief's own carry. */
function ownId({ id }: Pick<OwnQuestion, 'id'>): string {
  return `own-${id}`;
}

/** How reasons name a question: "lighting"; one of a brief's own by its id. @param question id of an answer */
export function questionName(question: string, { say }: Speaker): string {
  const known = questions.find(({ id }) => id === question);
  return known !== undefined ? say(`check.question.${known.id}`) : say('check.question.own', { id: question.replace(/^own-/u, '') });
}

/** The answers when no vision model was asked: all `unsure`, with the reason as evidence. */
export function unansweredQuestions(reason: string, asked: readonly Pick<AskedQuestion, 'id'>[] = questions): Answer[] {
  return asked.map(({ id }) => unanswered(id, reason));
}

export function unanswered(question: string, evidence: string): Answer {
  return { question, answer: 'unsure', confidence: 0, evidence, region: null, suggestion: null };
}
