import { useId, useState } from 'react';
import type { ReactNode, SubmitEvent } from 'react';
import { DecisionAnswer, shortestNote } from '../../../core/api.ts';
import type { DecisionRequest } from '../../../core/api.ts';
import { RequestRefused, requestJson } from '../shared/http.ts';
import { decisionWords, doneWords, needsNote } from './decisions.ts';
import type { Decision } from './decisions.ts';
import type { Particulars } from './form/request.ts';
import { Refusal } from './form/Refusal.tsx';
import { useWords } from './language/words.ts';
import type { WorkInHand } from './work/useWork.ts';

interface Props {
  readonly reviewId: string;
  readonly token: string;
  readonly hand: WorkInHand;
  readonly choices: readonly Decision[];
  /** What to know before deciding. */
  readonly remarks?: readonly string[];
  /** What the page knows besides decision and note; a string says what is still missing for this decision. */
  readonly complete: (decision: Decision) => Particulars | string;
  /** Loads the review again, to show what became of it. */
  readonly onReload: () => void;
  /** When a decision was taken. */
  readonly onTaken?: () => void;
  /** Between the choice and the note. */
  readonly beforeNote?: (decision: Decision) => ReactNode;
  readonly children?: ReactNode;
}

/** The choice, the note and the one button that decides. Nothing is preselected. */
export function DecisionForm({ reviewId, token, hand, choices, remarks = [], complete, onReload, onTaken, beforeNote, children }: Props) {
  const words = useWords();
  const { say, when, listed } = words;
  const { work, change, forget } = hand;
  const { note } = work;
  // A draft may have kept a decision of another question.
  const decision = work.decision && choices.includes(work.decision) ? work.decision : null;
  const [sending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<RequestRefused | null>(null);
  const [answer, setAnswer] = useState<DecisionAnswer | null>(null);
  const noteId = useId();

  if (answer) {
    return (
      <section className="sheet decided" role="status">
        <h2>{answer.outcome === 'recorded' ? say('decision.recorded') : doneWords(answer.decision, words)}</h2>
        <p>{say('decision.recorded-for', { person: answer.by, at: when(answer.at) })}</p>
        {answer.outcome === 'recorded' && <p>{say('decision.waits', { people: listed(answer.waitingFor) })}</p>}
        <button type="button" className="button" onClick={onReload}>
          {say('decision.see')}
        </button>
      </section>
    );
  }

  const missing = whatIsMissing();

  function whatIsMissing(): string | null {
    if (!decision) return null;
    const known = complete(decision);
    if (typeof known === 'string') return known;
    return needsNote(decision) && note.trim().length < shortestNote ? say('decision.needs-note') : null;
  }

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (!decision || missing) return;
    const known = complete(decision);
    if (typeof known === 'string') return;
    setSending(true);
    setRefusal(null);
    try {
      const body: DecisionRequest = { decision, ...known, ...(note.trim() ? { note: note.trim() } : {}) };
      const taken = await requestJson(DecisionAnswer, `/api/reviews/${encodeURIComponent(reviewId)}/decision`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      forget();
      setAnswer(taken);
      onTaken?.();
    } catch (error) {
      setRefusal(error instanceof RequestRefused ? error : new RequestRefused(0, 'Unrecorded', ''));
    } finally {
      setSending(false);
    }
  }

  return (
    <form className="sheet decision" onSubmit={(event) => void submit(event)}>
      {children}
      <fieldset className="choices" id="decision" tabIndex={-1}>
        <legend>{say('decision')}</legend>
        {choices.map((choice) => (
          <label key={choice} className="choice">
            <input type="radio" name="decision" value={choice} checked={decision === choice} onChange={() => change({ do: 'decide', decision: choice })} />
            <span>
              <strong>{decisionWords(choice, words).label}</strong>
              <span className="small soft">{decisionWords(choice, words).hint}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {remarks.map((remark) => (
        <p key={remark} className="small doubtful">
          {remark}
        </p>
      ))}
      {decision && (
        <>
          {beforeNote?.(decision)}
          <label htmlFor={noteId}>{decisionWords(decision, words).notePrompt}</label>
          <textarea id={noteId} rows={4} maxLength={4000} value={note} onChange={(event) => change({ do: 'note', note: event.target.value })} />
        </>
      )}
      {refusal && <Refusal refusal={refusal} onReload={onReload} />}
      <button className="button primary" type="submit" disabled={!decision || missing !== null || sending}>
        {sending ? say('decision.sending') : !decision ? say('decision.choose') : refusal?.status === 0 ? say('decision.again') : decisionWords(decision, words).submit}
      </button>
      {missing && (
        <p className="small soft" aria-live="polite">
          {missing}
        </p>
      )}
    </form>
  );
}
