import { sameAddress } from '../../../core/review/vote.ts';
import type { PlacedCandidate } from './candidates.ts';
import { DecisionForm } from './DecisionForm.tsx';
import { doneWords } from './decisions.ts';
import { Checklist } from './form/Checklist.tsx';
import { MarksSummary } from './form/MarksSummary.tsx';
import { Presets } from './form/Presets.tsx';
import { checklistWords, filledIn } from './form/answers.ts';
import { particularsOf } from './form/request.ts';
import { useWords } from './language/words.ts';
import { closedWords } from './standing.ts';
import type { FoundPlace } from './places.ts';
import type { ReviewProps } from './ReviewPage.tsx';

interface Props extends ReviewProps {
  /** The candidate that is looked at; null before one was opened. */
  readonly placed: PlacedCandidate | null;
  readonly places: readonly FoundPlace[];
  readonly lit: string | null;
  readonly onLight: (id: string | null) => void;
  readonly onOpenPin: (at: number) => void;
}

/** The checklist of the candidate that is looked at, and the decision about it. */
export function CandidateForm({ view, token, hand, placed, places, lit, onLight, onReload, onVoted, onOpenPin }: Props) {
  const words = useWords();
  const { say, when } = words;
  const { work, change } = hand;
  const closed = view.standing ? closedWords(view.standing, words) : null;
  const own = view.standing?.votes.find(({ by }) => sameAddress(by, view.approver));
  const sha256 = placed?.candidate.sha256;
  const filled = placed ? filledIn(checklistWords(view, words), placed.candidate, work.answers[placed.candidate.sha256] ?? {}) : [];
  // Whoever has just voted reads that it was taken, also where their vote now stands.
  if (closed !== null && !hand.sent) {
    return (
      <section className="sheet" aria-label={say('decision')} id="decision" tabIndex={-1}>
        <h2>{say('closed.title')}</h2>
        <p className="notice" lang={closed.lang}>
          {closed.text}
        </p>
      </section>
    );
  }
  return (
    <DecisionForm
      reviewId={view.reviewId}
      token={token}
      hand={hand}
      onReload={onReload}
      onTaken={onVoted}
      choices={['approve', 'changes', 'startOver', 'reject']}
      remarks={[...(own ? [say('decision.voted', { done: doneWords(own.decision, words).toLowerCase(), at: when(own.at) })] : []), ...(view.lastRound ? [say('decision.last-round')] : [])]}
      complete={(decision) => particularsOf(decision, work, placed && sha256 ? { sha256, inline: placed.inline, filled } : null, words)}
      beforeNote={(decision) => (
        <>
          {placed && <MarksSummary work={work} sha256={placed.candidate.sha256} name={placed.inline} taken={decision === 'changes'} onChange={change} onOpenPin={onOpenPin} />}
          {decision !== 'approve' && <Presets tags={work.tags} onPreset={(tag) => change({ do: 'preset', tag, sentence: `${say(`preset.${tag}.note`)}.` })} />}
        </>
      )}
    >
      <div id="checklist" tabIndex={-1}>
        <h2>{placed ? say('checklist.of', { candidate: placed.name }) : say('checklist.title')}</h2>
        {placed && sha256 ? (
          <Checklist sha256={sha256} trust={view.trust} filled={filled} places={places} lit={lit} onLight={onLight} onAnswer={(question, answer) => change({ do: 'answer', sha256, question, answer })} />
        ) : (
          <p className="soft">{say('checklist.open-first')}</p>
        )}
      </div>
    </DecisionForm>
  );
}
