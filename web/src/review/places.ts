import type { ReviewCandidate } from '../../../core/api.ts';
import type { Region } from '../../../core/geometry.ts';

/** A finding that has a place on the picture. */
export interface FoundPlace {
  /** `answer-structure` or `measure-blur`: the id of the finding's element in the form, too. */
  readonly id: string;
  readonly number: number;
  readonly region: Region;
  readonly words: string;
  readonly grave: boolean;
}

/** The places of failed and unsure answers and of failed measures, numbered in the order of the page. */
export function placesOf({ answers, measures }: Pick<ReviewCandidate, 'answers' | 'measures'>): FoundPlace[] {
  const found = [
    ...answers.flatMap(({ question, answer, region, evidence }) => (region && answer !== 'pass' ? [{ id: `answer-${question}`, region, words: evidence, grave: answer === 'fail' }] : [])),
    ...measures.flatMap(({ id, passed, region, message, gate }) => (region && !passed ? [{ id: `measure-${id}`, region, words: message, grave: gate }] : [])),
  ];
  return found.map((place, index) => ({ ...place, number: index + 1 }));
}
