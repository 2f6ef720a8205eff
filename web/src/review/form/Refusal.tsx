import type { RequestRefused } from '../../shared/http.ts';
import { problemWords, refusalWords } from '../language/refusals.ts';
import { useWords } from '../language/words.ts';

/** Why a decision was not taken, and what to do about it. What was written stays. */
export function Refusal({ refusal, onReload }: { readonly refusal: RequestRefused; readonly onReload: () => void }) {
  const words = useWords();
  const { say } = words;
  const told = refusalWords(refusal, words);
  const problems = refusal.problems.map((problem) => problemWords(problem, words));
  return (
    <div className="notice" role="alert">
      <p lang={told.lang}>{told.text}</p>
      {problems.length > 0 && (
        <ul>
          {/* Several questions of one checklist are one thing to do. */}
          {problems
            .filter(({ text }, index) => problems.findIndex((other) => other.text === text) === index)
            .map(({ text, lang }) => (
              <li key={text} lang={lang}>
                {text}
              </li>
            ))}
        </ul>
      )}
      {refusal.status === 0 && <p className="small">{say('refused.still-here')}</p>}
      {refusal.status === 401 && <p className="small">{say('refused.newest-mail')}</p>}
      {(refusal.status === 409 || refusal.status === 410) && (
        <button type="button" className="button" onClick={onReload}>
          {say('decision.see')}
        </button>
      )}
    </div>
  );
}
