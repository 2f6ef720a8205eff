import { ReopenRequest, RunReopened } from '../../core/api.ts';
import type { ApiClient } from './api-client.ts';
import { UsageError } from './errors.ts';

/** Opens the expired review of a run again. @throws UsageError for hours that no review may wait, and as the API refuses */
export async function reopen({ api, runId, hours, print }: { readonly api: ApiClient; readonly runId: string; readonly hours?: string | undefined; readonly print: (line: string) => void }): Promise<void> {
  const request = ReopenRequest.safeParse(hours === undefined ? {} : { dueHours: Number(hours) });
  if (!request.success) throw new UsageError(`Expected hours from 1 to 720 for --hours but received ${JSON.stringify(hours)}.`);
  const { by, dueHours } = await api.post(RunReopened, `/api/runs/${encodeURIComponent(runId)}/reopen`, { text: JSON.stringify(request.data), type: 'application/json' });
  print(`Opened again by ${by}, for ${dueHours === null ? 'as long as before' : `${String(dueHours)} hours`}. The approvers get new links by mail.`);
}
