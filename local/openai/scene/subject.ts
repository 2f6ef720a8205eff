/** What a silhouette is: drawn around x = 0, standing on y = 0, about 100 units high at size 1. */
import type { Random } from './random.ts';
import type { Plan } from './scene.ts';
import type { Drawing } from './shapes.ts';

export interface SubjectContext {
  readonly plan: Plan;
  readonly random: Random;
  /** The colour that the words give the subject. */
  readonly colour: string | undefined;
  /** The colour of what it holds, throws or catches. */
  readonly prop: string;
}

export interface Subject {
  readonly kind: string;
  readonly width: number;
  readonly height: number;
  /** In the air rather than on the ground. */
  readonly airborne: boolean;
  /** How high above its shadow, in its own units. */
  readonly lift: number;
  /** `water` floats on it; `edge` is cut by the lower edge of the picture, as a bust is. */
  readonly stands?: 'water' | 'edge';
  draw(d: Drawing, context: SubjectContext): void;
}

export interface SubjectRule {
  /** Regular-expression source of the words that name it. */
  readonly words: string;
  make(brief: { readonly subject: string; readonly action: string; readonly words: string }): Subject;
}
