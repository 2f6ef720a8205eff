import type { Brief } from '../brief/schema.ts';

/** Kinds of picture that often stand on a ground of pure white or black. */
const onGrounds: readonly Brief['kind'][] = ['product', 'illustration', 'infographic'];
const groundWords = /\b(?:white|black|blank|seamless|cut[- ]?out|isolated|blanco|negro)\b/iu;

/** Whether a ground of pure white or black would be meant: by the kind of picture, or by the words for what is behind the subject. */
export function meansGround({ kind, concept }: Pick<Brief, 'kind' | 'concept'>): boolean {
  return onGrounds.includes(kind) || groundWords.test(`${concept.background ?? ''} ${concept.environment ?? ''}`);
}
