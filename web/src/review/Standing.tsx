import type { ReviewView } from '../../../core/api.ts';
import { dateTime } from '../shared/format.ts';
import { allCandidates } from './candidates.ts';
import { decisionWords } from './decisions.ts';

/** How a review of several people stands: the rule, who said what, whom it waits for, and where they contradict each other. */
export function Standing({ view }: { readonly view: ReviewView }) {
  const { standing, contradictions } = view;
  if (!standing && contradictions.length === 0) return null;
  const all = allCandidates(view);
  return (
    <section className="sheet standing" aria-label="How the review stands">
      {standing && (
        <>
          <h2>How it stands</h2>
          <p>{standing.rule}</p>
          {standing.votes.length > 0 && (
            <ul className="votes">
              {standing.votes.map((vote) => (
                <li key={vote.by + vote.at}>
                  <p>
                    <strong>{vote.by}</strong>
                    {vote.role && <span className="soft"> ({vote.role})</span>} · {decisionWords(vote.decision).done.toLowerCase()}
                    {vote.candidate && ` · ${all.find(({ candidate }) => candidate.sha256 === vote.candidate)?.name.replace('Candidate', 'candidate') ?? 'a candidate'}`} · {dateTime(vote.at)}
                  </p>
                  {vote.note && <blockquote>{vote.note}</blockquote>}
                </li>
              ))}
            </ul>
          )}
          {standing.waitingFor.length > 0 && <p className="small soft">Waiting for {standing.waitingFor.join(', ')}.</p>}
        </>
      )}
      {contradictions.map(({ about, sides }, index) => (
        <div key={index} className="contradiction">
          <h3>
            About {about}: two reviewers contradict each other
          </h3>
          <div className="two-sides">
            {sides.map(({ by, words }) => (
              <div key={by}>
                <p className="small soft">{by} says</p>
                <blockquote>{words}</blockquote>
              </div>
            ))}
          </div>
          <p className="small soft">Neither was merged into the other: the next decision settles it.</p>
        </div>
      ))}
    </section>
  );
}
