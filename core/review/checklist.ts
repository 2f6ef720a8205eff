import type { Brief } from '../brief/schema.ts';
import { questions } from '../inspection/questions.ts';
import type { QuestionId } from '../documents.ts';

/** The questions that an approval answers, worded for this brief. */
export function checklistOf(brief: Brief): { readonly id: QuestionId; readonly text: string }[] {
  return questions.map(({ id, text }) => ({ id, text: `${text}${detailOf(id, brief)}` }));
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
