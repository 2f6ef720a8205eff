import type { ReviewView } from '../../../core/api.ts';
import { allCandidates } from './candidates.ts';
import { doneWords } from './decisions.ts';
import { useWords } from './language/words.ts';
import { ruleWords, topicWords } from './standing.ts';

/** How a review of several people stands: the rule, who said what, whom it waits for, and where they contradict each other. */
export function Standing({ view }: { readonly view: ReviewView }) {
  const words = useWords();
  const { say, when, listed } = words;
  const { standing, contradictions } = view;
  if (!standing && contradictions.length === 0) return null;
  const all = allCandidates(view, words);
  const rule = standing && ruleWords(standing, words);
  return (
    <section className="sheet standing" aria-label={say('standing')}>
      {standing && rule && (
        <>
          <h2>{say('standing.title')}</h2>
          <p lang={rule.lang}>{rule.text}</p>
          {standing.votes.length > 0 && (
            <ul className="votes">
              {standing.votes.map((vote) => (
                <li key={vote.by + vote.at}>
                  <p>
                    <strong>{vote.by}</strong>
                    {vote.role && <span className="soft"> ({vote.role})</span>} · {doneWords(vote.decision, words).toLowerCase()}
                    {vote.candidate && ` · ${all.find(({ candidate }) => candidate.sha256 === vote.candidate)?.inline ?? say('candidate.some')}`} · {when(vote.at)}
                  </p>
                  {vote.note && <blockquote>{vote.note}</blockquote>}
                </li>
              ))}
            </ul>
          )}
          {standing.waitingFor.length > 0 && <p className="small soft">{say('standing.waits', { people: listed(standing.waitingFor) })}</p>}
        </>
      )}
      {contradictions.map(({ about, sides }, index) => (
        <div key={index} className="contradiction">
          <h3>{say('contradiction.about', { topic: topicWords(about, words) })}</h3>
          <div className="two-sides">
            {sides.map(({ by, words: said }) => (
              <div key={by}>
                <p className="small soft">{say('contradiction.says', { person: by })}</p>
                <blockquote>{said}</blockquote>
              </div>
            ))}
          </div>
          <p className="small soft">{say('contradiction.unmerged')}</p>
        </div>
      ))}
    </section>
  );
}
