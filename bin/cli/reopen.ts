import { RunReopened } from '../../core/api.ts';
import { namedWords } from '../../core/review/naming.ts';
import { reopenRequestOf } from '../../core/review/reopening.ts';
import { fieldName } from '../../core/source/paths.ts';
import type { ApiClient } from './api-client.ts';
import { UsageError } from './errors.ts';

interface Reopening {
  readonly api: ApiClient;
  readonly runId: string;
  readonly hours?: string | undefined;
  /** As written: `eva@example.com, bo@example.com`, or by role `legal: eva@example.com`. */
  readonly approvers?: string | undefined;
  readonly print: (line: string) => void;
}

/** Opens the expired review of a run again. @throws UsageError for hours that no review may wait or what is no address, and as the API refuses */
export async function reopen({ api, runId, hours, approvers, print }: Reopening): Promise<void> {
  const request = reopenRequestOf({ hours, people: approvers });
  if (!request.success) {
    throw new UsageError(request.error.issues.map(({ path, message }) => (path[0] === 'dueHours' ? `Expected hours from 1 to 720 for --hours but received ${JSON.stringify(hours)}.` : `--approvers, ${fieldName(path)}: ${message}`)).join('\n'));
  }
  const { by, dueHours, naming } = await api.post(RunReopened, `/api/runs/${encodeURIComponent(runId)}/reopen`, { text: JSON.stringify(request.data), type: 'application/json' });
  print(`Opened again by ${by}, for ${dueHours === null ? 'as long as before' : `${String(dueHours)} hours`}. ${naming === null ? 'The approvers get new links by mail.' : `Asked from now on: ${namedWords(naming)}. Their links come by mail.`}`);
}
