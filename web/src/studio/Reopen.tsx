import { useState } from 'react';
import type { SubmitEvent } from 'react';
import { RunReopened } from '../../../core/api.ts';
import { namedWords } from '../../../core/review/naming.ts';
import { reopenRequestOf } from '../../../core/review/reopening.ts';
import { HoursField } from '../shared/HoursField.tsx';
import { PeopleField } from '../shared/PeopleField.tsx';
import { RequestRefused, requestJson } from '../shared/http.ts';

/** Opens the expired review of a run again, for the same people or for others. */
export function Reopen({ runId }: { readonly runId: string }) {
  const [hours, setHours] = useState('');
  const [people, setPeople] = useState('');
  const [sending, setSending] = useState(false);
  const [said, setSaid] = useState<string | null>(null);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const request = reopenRequestOf({ hours, people });
    if (!request.success) {
      setSaid(request.error.issues.map(({ message }) => message).join(' '));
      return;
    }
    setSending(true);
    try {
      const body = JSON.stringify(request.data);
      const { naming } = await requestJson(RunReopened, `/api/runs/${encodeURIComponent(runId)}/reopen`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      setSaid(naming === null ? 'Opened again. The approvers get new links by mail.' : `Opened again. Asked from now on: ${namedWords(naming)}. Their links come by mail.`);
    } catch (error) {
      setSaid(error instanceof RequestRefused ? [error.message, ...error.problems.map(({ message }) => message)].join(' ') : 'The answer of the server could not be read.');
      setSending(false);
    }
  }

  return (
    <form className="row" onSubmit={(event) => void submit(event)}>
      <HoursField label="Hours to decide (empty: as long as before)" value={hours} onChange={setHours} />
      <PeopleField label="Who decides then (empty: the same people)" value={people} onChange={setPeople} />
      <button className="button primary" type="submit" disabled={sending}>
        Open the review again
      </button>
      {said && <p role="status">{said}</p>}
    </form>
  );
}
