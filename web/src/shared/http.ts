import type { z } from 'zod';
import { ApiError } from '../../../core/api.ts';

/** What the server refused, with the fields it named. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused';
  readonly status: number;
  readonly problems: readonly { field: string; message: string }[];

  constructor(status: number, message: string, problems: readonly { field: string; message: string }[] = [], options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    this.problems = problems;
  }
}

/**
 * Fetches and parses JSON; `asked` is the same request where it is under way already.
 * @throws RequestRefused with the status (0 when the server could not be reached) and the problems by field
 */
export async function requestJson<Schema extends z.ZodType>(schema: Schema, path: string, init: RequestInit = {}, asked?: Promise<Response>): Promise<z.infer<Schema>> {
  const response = await (asked ?? fetch(path, { cache: 'no-store', ...init })).catch((cause: unknown) => {
    throw new RequestRefused(0, 'The server could not be reached. Check the connection and try again.', [], { cause });
  });
  const text = await response.text();
  if (!response.ok) throw refusal(response.status, text);
  return schema.parse(JSON.parse(text));
}

function refusal(status: number, text: string): RequestRefused {
  const parsed = ApiError.safeParse(parseJson(text));
  if (parsed.success) return new RequestRefused(status, parsed.data.error.message, parsed.data.error.problems ?? []);
  if (status === 403) return new RequestRefused(status, 'This address takes signed requests only. Use “npx galley” with your AWS credentials.');
  return new RequestRefused(status, `The server answered ${String(status)}. Try again in a moment.`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
