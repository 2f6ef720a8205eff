/**
 * Asks for the review at once, while the page's own code is still on its way: of the second that a cold start may
 * take, the function that answers needs the largest part.
 */
declare global {
  interface Window {
    /** Null where the page's code came first and asks for itself. */
    galleyEarly: Promise<Response> | null | undefined;
  }
}

const reviewId = window.location.pathname.split('/').filter(Boolean).at(-1) ?? '';
const token = window.location.hash.slice(1);
if (token && window.galleyEarly === undefined) {
  window.galleyEarly = fetch(`/api/reviews/${encodeURIComponent(reviewId)}`, { cache: 'no-store', headers: { authorization: `Bearer ${token}` } });
  // Whoever awaits it hears of a failure; until then it is nobody's.
  window.galleyEarly.catch(() => undefined);
}

export {};
