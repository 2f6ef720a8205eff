import { useId, useState } from 'react';
import type { SubmitEvent } from 'react';
import { DelegationAnswer } from '../../../core/api.ts';
import { RequestRefused, requestJson } from '../shared/http.ts';
import './hand-on.css';

interface Props {
  readonly reviewId: string;
  readonly token: string;
}

/** Hands this approver's place on to somebody else. Folded away: it is not what a review is for. */
export function HandOn({ reviewId, token }: Props) {
  const [to, setTo] = useState('');
  const [note, setNote] = useState('');
  const [sending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<RequestRefused | null>(null);
  const [answer, setAnswer] = useState<DelegationAnswer | null>(null);
  const [toId, noteId] = [useId(), useId()];

  if (answer) {
    return (
      <section className="sheet" role="status">
        <h2>Handed on</h2>
        <p>{answer.to} has a mail with a link, and decides in your place. You can close this page.</p>
      </section>
    );
  }

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setSending(true);
    setRefusal(null);
    try {
      setAnswer(
        await requestJson(DelegationAnswer, `/api/reviews/${encodeURIComponent(reviewId)}/delegate`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ to: to.trim(), ...(note.trim() ? { note: note.trim() } : {}) }),
        }),
      );
    } catch (error) {
      setRefusal(error instanceof RequestRefused ? error : new RequestRefused(0, 'The answer could not be read. Reload the page to see what was recorded.'));
    } finally {
      setSending(false);
    }
  }

  return (
    <details className="sheet hand-on">
      <summary>Hand this review on</summary>
      <form onSubmit={(event) => void submit(event)}>
        <p className="small soft">Somebody else decides in your place. Your link then shows the review, and decides no more.</p>
        <label htmlFor={toId}>Their address</label>
        <input
          id={toId}
          type="email"
          required
          autoComplete="off"
          value={to}
          onChange={(event) => {
            setTo(event.target.value);
          }}
        />
        <label htmlFor={noteId}>A word to them (optional)</label>
        <textarea
          id={noteId}
          rows={2}
          maxLength={1000}
          value={note}
          onChange={(event) => {
            setNote(event.target.value);
          }}
        />
        {refusal && (
          <p className="notice" role="alert">
            {refusal.problems[0]?.message ?? refusal.message}
          </p>
        )}
        <button className="button" type="submit" disabled={sending}>
          {sending ? 'Sending…' : 'Hand on'}
        </button>
      </form>
    </details>
  );
}
