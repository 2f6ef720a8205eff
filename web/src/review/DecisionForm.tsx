import { useId, useState } from 'react';
import type { ReactNode, SubmitEvent } from 'react';
import { DecisionAnswer } from '../../../core/api.ts';
import type { DecisionRequest } from '../../../core/api.ts';
import { dateTime } from '../shared/format.ts';
import { RequestRefused, requestJson } from '../shared/http.ts';
import { decisionWords } from './decisions.ts';
import type { Decision } from './decisions.ts';
import type { Particulars } from './form/request.ts';
import { Refusal } from './form/Refusal.tsx';
import type { WorkInHand } from './work/useWork.ts';

interface Props {
  readonly reviewId: string;
  readonly token: string;
  readonly hand: WorkInHand;
  readonly choices: readonly Decision[];
  readonly warning?: string;
  /** What the page knows besides decision and note; a string says what is still missing for this decision. */
  readonly complete: (decision: Decision) => Particulars | string;
  /** Loads the review again, to show what became of it. */
  readonly onReload: () => void;
  /** Between the choice and the note. */
  readonly beforeNote?: (decision: Decision) => ReactNode;
  readonly children?: ReactNode;
}

/** The choice, the note and the one button that decides. Nothing is preselected. */
export function DecisionForm({ reviewId, token, hand, choices, warning, complete, onReload, beforeNote, children }: Props) {
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
        <h2>{answer.outcome === 'recorded' ? 'Your vote is recorded' : decisionWords(answer.decision).done}</h2>
        <p>
          Recorded for {answer.by}, {dateTime(answer.at)}. You can close this page.
        </p>
        {answer.outcome === 'recorded' && <p>The review waits for {answer.waitingFor.join(', ')}. Until it is decided, you can open your link again and change your vote.</p>}
        <button type="button" className="button" onClick={onReload}>
          See how the review stands
        </button>
      </section>
    );
  }

  const missing = whatIsMissing(decision, note, complete);

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
    } catch (error) {
      setRefusal(error instanceof RequestRefused ? error : new RequestRefused(0, 'The answer could not be read. Reload the page to see what was recorded.'));
    } finally {
      setSending(false);
    }
  }

  return (
    <form className="sheet decision" onSubmit={(event) => void submit(event)}>
      {children}
      <fieldset className="choices" id="decision" tabIndex={-1}>
        <legend>Your decision</legend>
        {choices.map((choice) => (
          <label key={choice} className="choice">
            <input type="radio" name="decision" value={choice} checked={decision === choice} onChange={() => change({ do: 'decide', decision: choice })} />
            <span>
              <strong>{decisionWords(choice).label}</strong>
              <span className="small soft">{decisionWords(choice).hint}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {warning && <p className="small doubtful">{warning}</p>}
      {decision && (
        <>
          {beforeNote?.(decision)}
          <label htmlFor={noteId}>{decisionWords(decision).notePrompt}</label>
          <textarea id={noteId} rows={4} maxLength={4000} value={note} onChange={(event) => change({ do: 'note', note: event.target.value })} />
        </>
      )}
      {refusal && <Refusal refusal={refusal} onReload={onReload} />}
      <button className="button primary" type="submit" disabled={!decision || missing !== null || sending}>
        {sending ? 'Sending…' : !decision ? 'Choose a decision' : refusal?.status === 0 ? 'Send it again' : decisionWords(decision).submit}
      </button>
      {missing && (
        <p className="small soft" aria-live="polite">
          {missing}
        </p>
      )}
    </form>
  );
}

function whatIsMissing(decision: Decision | null, note: string, complete: Props['complete']): string | null {
  if (!decision) return null;
  const known = complete(decision);
  if (typeof known === 'string') return known;
  if (decisionWords(decision).needsNote && note.trim().length < 3) return 'Say in a few words what should be different.';
  return null;
}
