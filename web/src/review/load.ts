import { ReviewView } from '../../../core/api.ts';
import { RequestRefused, requestJson } from '../shared/http.ts';

export type Loaded = { readonly at: 'refused'; readonly refusal: RequestRefused } | { readonly at: 'open'; readonly view: ReviewView };

/** The first answer is under way before this code is there: `early.ts` asked for it. Where this code comes first, `early.ts` is told not to ask again. */
let early = window.galleyEarly ?? undefined;
window.galleyEarly ??= null;

/** Asks for the review with the link's key. Never throws: a refusal is a state of the page, and the page has words for its name. */
export async function load(reviewId: string, token: string): Promise<Loaded> {
  if (!token) return { at: 'refused', refusal: new RequestRefused(401, 'KeyLost', '') };
  const asked = early;
  early = undefined;
  try {
    const path = `/api/reviews/${encodeURIComponent(reviewId)}`;
    return { at: 'open', view: await requestJson(ReviewView, path, { headers: { authorization: `Bearer ${token}` } }, asked) };
  } catch (error) {
    return { at: 'refused', refusal: error instanceof RequestRefused ? error : new RequestRefused(0, 'Unreadable', '') };
  }
}
