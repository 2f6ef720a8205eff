import { useId, useState } from 'react';
import type { SubmitEvent } from 'react';
import { DelegationAnswer } from '../../../core/api.ts';
import { RequestRefused, requestJson } from '../shared/http.ts';
import { problemWords, refusalWords } from './language/refusals.ts';
import './hand-on.css';
import { useWords } from './language/words.ts';

interface Props {
  readonly reviewId: string;
  readonly token: string;
}

/** Hands this approver's place on to somebody else. Folded away: it is not what a review is for. */
export function HandOn({ reviewId, token }: Props) {
  const words = useWords();
  const { say } = words;
  const [to, setTo] = useState('');
  const [note, setNote] = useState('');
  const [sending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<RequestRefused | null>(null);
  const [answer, setAnswer] = useState<DelegationAnswer | null>(null);
  const [toId, noteId] = [useId(), useId()];

  if (answer) {
    return (
      <section className="sheet" role="status">
        <h2>{say('hand-on.done')}</h2>
        <p>{say('hand-on.told', { person: answer.to })}</p>
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
      setRefusal(error instanceof RequestRefused ? error : new RequestRefused(0, 'Unrecorded', ''));
    } finally {
      setSending(false);
    }
  }

  const [problem] = refusal?.problems ?? [];
  const told = problem ? problemWords(problem, words) : refusal && refusalWords(refusal, words);

  return (
    <details className="sheet hand-on">
      <summary>{say('hand-on')}</summary>
      <form onSubmit={(event) => void submit(event)}>
        <p className="small soft">{say('hand-on.explained')}</p>
        <label htmlFor={toId}>{say('hand-on.address')}</label>
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
        <label htmlFor={noteId}>{say('hand-on.word')}</label>
        <textarea
          id={noteId}
          rows={2}
          maxLength={1000}
          value={note}
          onChange={(event) => {
            setNote(event.target.value);
          }}
        />
        {told && (
          <p className="notice" role="alert" lang={told.lang}>
            {told.text}
          </p>
        )}
        <button className="button" type="submit" disabled={sending}>
          {say(sending ? 'decision.sending' : 'hand-on.send')}
        </button>
      </form>
    </details>
  );
}
