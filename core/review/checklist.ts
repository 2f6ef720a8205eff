import type { Brief } from '../brief/schema.ts';
import { questionsOf } from '../inspection/questions.ts';
import { QuestionId } from '../documents.ts';

/** The questions that an approval answers, worded for this brief: the five, then its own. */
export function checklistOf(brief: Brief): { readonly id: string; readonly text: string }[] {
  return questionsOf(brief).map(({ id, text }) => {
    const known = QuestionId.safeParse(id);
    return { id, text: known.success ? `${text}${detailOf(known.data, brief)}` : text };
  });
}

function detailOf(id: QuestionId, brief: Brief): string {
  switch (id) {
    case 'concept':
      return ` Asked for: ${[brief.concept.subject, brief.concept.action, brief.concept.environment].filter((part) => part !== undefined).join(', ')}.`;
    case 'lighting':
      return brief.lighting === undefined ? '' : ` Asked for: ${brief.lighting}.`;
    case 'style':
      return brief.style === undefined && brief.brand.name === undefined ? '' : ` Asked for: ${[brief.style, brief.brand.name].filter((part) => part !== undefined).join(', for ')}.`;
    case 'emotion':
      return brief.mood === undefined ? '' : ` Asked for: ${brief.mood}.`;
    case 'structure':
      return '';
  }
}
