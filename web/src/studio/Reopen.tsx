import { useState } from 'react';
import type { SubmitEvent } from 'react';
import { RunReopened } from '../../../core/api.ts';
import { HoursField } from '../shared/HoursField.tsx';
import { RequestRefused, requestJson } from '../shared/http.ts';

/** Opens the expired review of a run again. */
export function Reopen({ runId }: { readonly runId: string }) {
  const [hours, setHours] = useState('');
  const [sending, setSending] = useState(false);
  const [said, setSaid] = useState<string | null>(null);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setSending(true);
    try {
      const body = JSON.stringify(hours.trim() === '' ? {} : { dueHours: Number(hours) });
      await requestJson(RunReopened, `/api/runs/${encodeURIComponent(runId)}/reopen`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      setSaid('Opened again. The approvers get new links by mail.');
    } catch (error) {
      setSaid(error instanceof RequestRefused ? [error.message, ...error.problems.map(({ message }) => message)].join(' ') : 'The answer of the server could not be read.');
      setSending(false);
    }
  }

  return (
    <form className="row" onSubmit={(event) => void submit(event)}>
      <HoursField label="Hours to decide (empty: as long as before)" value={hours} onChange={setHours} />
      <button className="button primary" type="submit" disabled={sending}>
        Open the review again
      </button>
      {said && <p role="status">{said}</p>}
    </form>
  );
}
