import type { Brief } from '../brief/schema.ts';
import { questionsOf } from '../inspection/questions.ts';
import { QuestionId } from '../documents.ts';

/** The questions that an approval answers, worded for this brief: the five, then its own. */
export function checklistOf(brief: Brief): { readonly id: string; readonly text: string }[] {
  return questionsOf(brief).map(({ id, text }) => {
    const known = QuestionId.safeParse(id);
    const asked = known.success ? askedIn(known.data, brief) : [];
    return { id, text: asked.length === 0 ? text : `${text} Asked for: ${asked.join(known.data === 'style' ? ', for ' : ', ')}.` };
  });
}

/** What the brief asks for in the matter of one of the five questions, in its own words; of a style, the style and then the brand. */
export function askedIn(id: QuestionId, brief: Brief): readonly string[] {
  const { concept, lighting, style, brand, mood } = brief;
  const parts: Readonly<Record<QuestionId, readonly (string | undefined)[]>> = {
    concept: [concept.subject, concept.action, concept.environment],
    structure: [],
    lighting: [lighting],
    style: [style, brand.name],
    emotion: [mood],
  };
  return parts[id].filter((part) => part !== undefined);
}
