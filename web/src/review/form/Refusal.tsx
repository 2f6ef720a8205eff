import type { RequestRefused } from '../../shared/http.ts';

/** Why a decision was not taken, and what to do about it. What was written stays. */
export function Refusal({ refusal, onReload }: { readonly refusal: RequestRefused; readonly onReload: () => void }) {
  return (
    <div className="notice" role="alert">
      <p>{refusal.message}</p>
      {refusal.problems.length > 0 && (
        <ul>
          {refusal.problems.map((problem) => (
            <li key={problem.field + problem.message}>{problem.message}</li>
          ))}
        </ul>
      )}
      {refusal.status === 0 && <p className="small">Everything you wrote, pinned and drew is still here.</p>}
      {refusal.status === 401 && <p className="small">The key of this link is not, or no longer, good. Open the newest mail about this review.</p>}
      {(refusal.status === 409 || refusal.status === 410) && (
        <button type="button" className="button" onClick={onReload}>
          See how the review stands
        </button>
      )}
    </div>
  );
}
