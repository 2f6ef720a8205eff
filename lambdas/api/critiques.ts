import type { CritiqueAnswer } from '../../core/api.ts';
import { checkBrief } from '../../core/critique/check.ts';
import { dateOf, type Clock } from '../shared/clock.ts';
import { json, type Route } from '../shared/http.ts';
import { briefBodyOf } from './brief-body.ts';

/** `POST /api/critiques`: what the critique says of a brief, errors included. Starts nothing and keeps nothing. */
export function postCritique({ clock }: { readonly clock: Clock }): Route {
  return (request) => {
    const { text, format } = briefBodyOf(request);
    const { brief, findings } = checkBrief(text, format, { today: dateOf(clock.now()) });
    return Promise.resolve(json(200, { title: brief.title, findings: [...findings] } satisfies CritiqueAnswer));
  };
}
