import type { CritiqueAnswer } from '../../core/api.ts';
import { dateOf, type Clock } from '../shared/clock.ts';
import { json, type Route } from '../shared/http.ts';
import { readCompleteBrief } from '../shared/materials.ts';
import type { Objects } from '../shared/objects.ts';
import { briefBodyOf } from './brief-body.ts';

export interface CritiquePorts {
  readonly objects: Objects;
  readonly clock: Clock;
  readonly briefsBucket: string;
}

/** `POST /api/critiques`: what the critique says of a brief and its kit, errors included. Starts nothing and keeps nothing. */
export function postCritique({ objects, clock, briefsBucket }: CritiquePorts): Route {
  return async (request) => {
    const { text, format } = briefBodyOf(request);
    const { brief, findings } = await readCompleteBrief(objects, briefsBucket, text, format, dateOf(clock.now()));
    return json(200, { title: brief.title, findings: [...findings] } satisfies CritiqueAnswer);
  };
}
