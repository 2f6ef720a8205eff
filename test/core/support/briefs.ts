import { Brief } from '../../../core/brief/schema.ts';
import type { BriefInput } from '../../../core/brief/schema.ts';

/** A brief with a concrete concept; `changes` replaces top-level fields. */
export function briefWith(changes: Partial<BriefInput> = {}): Brief {
  return Brief.parse({
    title: 'Frisbee in the park',
    concept: { subject: 'a golden retriever', action: 'catching a red frisbee mid-air', environment: 'a sunlit urban park' },
    ...changes,
  });
}

/** The seed's own example of a structured prompt. */
export const sportsCar = briefWith({
  title: 'Sports car',
  concept: { subject: 'a futuristic sports car', action: 'speeding down a wet highway' },
  lighting: 'illuminated by streetlights',
  style: 'photorealistic 3D render',
  camera: 'wide-angle lens',
});
